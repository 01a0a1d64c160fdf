/* situation_flow: what a call that moves bytes is about to do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As situation_ahead.c: nothing is foretold but what follows from the state
 * that the call will meet, and from its arguments.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <netinet/in.h>
#include <sys/socket.h>

bool situation_can_wait(const struct situation *situation)
{
	return !situation->now->nonblock &&
	       !(situation_msg_flags(situation) & MSG_DONTWAIT);
}

static bool has_end(const struct socket_state *own)
{
	return own->state == SOCKET_CLOSE_WAIT ||
	       own->state == SOCKET_LAST_ACK || own->state == SOCKET_CLOSING;
}

static void takes_bytes(struct situation *situation, int64_t unread)
{
	const struct socket_state *own = situation->now;
	int64_t asked = situation_number(situation, 1);
	int64_t flags = situation_msg_flags(situation);
	if (flags & MSG_PEEK)
		SAY(situation, "peeks", SLOT_NUMBER("most", asked),
		    SLOT_NUMBER("unread", unread),
		    SLOT_TEXT("own", situation_own(situation)));
	else if (flags & MSG_WAITALL && unread < asked && !has_end(own) &&
		 situation_can_wait(situation))
		SAY(situation, "waits-for-all", SLOT_NUMBER("unread", unread),
		    SLOT_NUMBER("most", asked),
		    SLOT_TEXT("own", situation_own(situation)));
	else
		SAY(situation, "takes-bytes", SLOT_NUMBER("most", asked),
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_NUMBER("unread", unread));
}

/* Where it has a peer, an error may wait as well. */
static void receives_datagram(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	int64_t size = situation_unread(own);
	int64_t asked = situation_number(situation, 1);
	if (situation_msg_flags(situation) & ~(int64_t)MSG_DONTWAIT)
		return;
	if (size > asked)
		SAY(situation, "takes-datagram-cut", SLOT_NUMBER("size", size),
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_NUMBER("lost", size - asked));
	else if (size > 0)
		SAY(situation, "takes-datagram", SLOT_NUMBER("size", size),
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own->recv_q || own->shut_rd)
		return;
	else if (address_port(&own->peer) > 0)
		SAY(situation, "receives-datagram-from",
		    SLOT_TEXT("peer", situation_print(situation, &own->peer)),
		    SLOT_TEXT("own", situation_own(situation)));
	else
		SAY(situation,
		    situation_can_wait(situation) ? "receives-datagram-sleeping"
						  : "receives-datagram-failing",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void receives(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (own && situation_is_udp(own)) {
		receives_datagram(situation);
		return;
	}
	if (!own || !situation_is_tcp(own) || own->state == SOCKET_CLOSE ||
	    situation_number(situation, 1) <= 0)
		return;
	int64_t unread = situation_unread(own);
	if (situation_msg_flags(situation) & (MSG_OOB | MSG_ERRQUEUE))
		return;
	if (unread > 0)
		takes_bytes(situation, unread);
	else if (has_end(own))
		SAY(situation, "returns-end",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (situation_shutdown(situation, SHUT_RD))
		SAY(situation, "returns-shut",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own->shut_rd)
		return;
	else
		SAY(situation,
		    situation_can_wait(situation) ? "receives-sleeping"
						  : "receives-failing",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void sends(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	const struct value *data = &situation->call->args[1];
	bool is_up = own && (own->state == SOCKET_ESTABLISHED ||
			     own->state == SOCKET_CLOSE_WAIT);
	if (!is_up || !situation_is_tcp(own) || own->shut_wr ||
	    data->kind != VALUE_BYTES)
		return;
	SAY(situation, situation_can_wait(situation) ? "copies" : "copies-some",
	    SLOT_NUMBER("bytes", data->bytes.len),
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("peer", situation_print(situation, &own->peer)));
	enum { MUCH = 65536 }; // which no buffer has room for at first
	if (data->bytes.len > MUCH && situation_can_wait(situation))
		SAY(situation, "copies-sleeping");
	if (situation_msg_flags(situation) & MSG_OOB)
		SAY(situation, "copies-urgent");
	if (own->state == SOCKET_CLOSE_WAIT)
		SAY(situation, "copies-in-vain");
}

/* clang-format off */
static const struct situation_row rows[] = {
	{"read", 0, SITUATION_AHEAD, receives},
	{"recv", 0, SITUATION_AHEAD, receives},
	{"recvfrom", 0, SITUATION_AHEAD, receives},
	{"send", 0, SITUATION_AHEAD, sends},
	{"sendto", 0, SITUATION_AHEAD, sends},
	{"write", 0, SITUATION_AHEAD, sends},
};
/* clang-format on */

const struct situation_row *situation_flows(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
