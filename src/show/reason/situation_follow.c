/* situation_follow: which calls could follow one that came back well.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of calls with what the state must be for each, as the rows after the
 * call have it: one that the kernel would refuse in this state, or that would
 * wait where the words say that it comes back, has no row that holds.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "show/reason/situation_parts.h"

#include <string.h>

enum { SAID_MOST = 2 };

/* What a state can be asked for. */
enum fact {
	FACT_BOUND = 1 << 0,	  /* it has an address of its own */
	FACT_FREE = 1 << 1,	  /* it has none, and never had one */
	FACT_PEER = 1 << 2,	  /* it has another end */
	FACT_ALONE = 1 << 3,	  /* it has none */
	FACT_UNREAD = 1 << 4,	  /* something waits to be taken */
	FACT_EMPTY = 1 << 5,	  /* nothing does */
	FACT_SENDS = 1 << 6,	  /* its writing side is open */
	FACT_HEARS = 1 << 7,	  /* its reading side is */
	FACT_WAITS = 1 << 8,	  /* its calls wait */
	FACT_SERVER = 1 << 9,	  /* a listener of its host has room for it */
	FACT_NO_SERVER = 1 << 10, /* nobody in the lab listens */
	FACT_ITS_PORT = 1 << 11,  /* nobody else listens at its address */
	FACT_QUEUED = 1 << 12,	  /* its other end is in an accept queue */
	FACT_ARRIVED = 1 << 13,	  /* something waits at its other end */
};

/* Says a call of such a row. */
typedef void follow_fn(struct situation *situation,
		       const struct socket_state *row);

struct follow {
	const char *netid;
	int state; /* -1: any */
	unsigned facts;
	const char *sentence; /* where it has no slots, else NULL */
	follow_fn *say;
};

/* --- the state -------------------------------------------------------------
 */

bool situation_is_bound(const struct socket_state *row)
{
	return row->family == AF_UNIX
		       ? row->local.len > sizeof(sa_family_t)
		       : address_port(&row->local) > 0 && !row->unbound;
}

static bool is_free(const struct socket_state *row)
{
	return row->family == AF_UNIX ? !situation_is_bound(row)
				      : address_port(&row->local) <= 0;
}

static bool is_listener(const struct socket_state *row)
{
	return row->state == SOCKET_LISTEN && row->owner_count;
}

/* One that `own` can connect to, in the host that both are in. */
static const struct socket_state *find_server(const struct situation *situation,
					      const struct socket_state *own)
{
	for (size_t i = 0; i < situation->after.count; i++) {
		const struct socket_state *row = &situation->after.rows[i];
		if (is_listener(row) && row->family == own->family &&
		    row->type == own->type && text_same(row->host, own->host) &&
		    row->recv_q <= row->send_q)
			return row;
	}
	return NULL;
}

static bool has_listener(const struct situation *situation)
{
	for (size_t i = 0; i < situation->after.count; i++) {
		if (is_listener(&situation->after.rows[i]))
			return true;
	}
	return false;
}

/* Whether a listener keeps others from the port of `own`. */
static bool is_taken(const struct situation *situation,
		     const struct socket_state *own)
{
	for (size_t i = 0; i < situation->after.count; i++) {
		const struct socket_state *row = &situation->after.rows[i];
		if (row != own && is_listener(row) &&
		    address_port(&row->local) == address_port(&own->local) &&
		    text_same(row->host, own->host))
			return true;
	}
	return false;
}

/* The listener in whose accept queue the other end of `own` is, or NULL. */
static const struct socket_state *find_queue(const struct situation *situation,
					     const struct socket_state *own)
{
	const struct socket_state *other =
		situation_peer(&situation->after, own);
	for (size_t i = 0; other && i < situation->after.count; i++) {
		const struct socket_state *row = &situation->after.rows[i];
		if (is_listener(row) && row->recv_q && !other->owner_count &&
		    other->state == SOCKET_ESTABLISHED &&
		    text_same(row->host, other->host) &&
		    situation_reaches(&other->local, &row->local))
			return row;
	}
	return NULL;
}

/* The other end, where somebody has it and something to take there. */
static const struct socket_state *
find_arrived(const struct situation *situation, const struct socket_state *own)
{
	const struct socket_state *other =
		situation_peer(&situation->after, own);
	return other && other->owner_count && !other->shut_rd &&
			       situation_unread(other) > 0
		       ? other
		       : NULL;
}

/* An empty datagram waits without a byte, so both can be false. */
static unsigned facts_of_queue(const struct socket_state *row)
{
	if (situation_unread(row) > 0)
		return FACT_UNREAD;
	bool counts_fin = situation_is_tcp(row);
	return row->recv_q && !counts_fin ? 0 : FACT_EMPTY;
}

static unsigned facts_of(const struct situation *situation,
			 const struct socket_state *row)
{
	bool peer = address_port(&row->peer) > 0 || row->peer_inode;
	unsigned facts = facts_of_queue(row);
	facts |= situation_is_bound(row) ? FACT_BOUND : 0;
	facts |= is_free(row) ? FACT_FREE : 0;
	facts |= peer ? FACT_PEER : FACT_ALONE;
	facts |= row->shut_wr ? 0 : FACT_SENDS;
	facts |= row->shut_rd ? 0 : FACT_HEARS;
	facts |= row->nonblock ? 0 : FACT_WAITS;
	facts |= find_server(situation, row) ? FACT_SERVER : 0;
	facts |= has_listener(situation) ? 0 : FACT_NO_SERVER;
	facts |= is_taken(situation, row) ? 0 : FACT_ITS_PORT;
	facts |= find_queue(situation, row) ? FACT_QUEUED : 0;
	facts |= find_arrived(situation, row) ? FACT_ARRIVED : 0;
	return facts;
}

const struct socket_state *situation_made(const struct situation *situation)
{
	const struct call *call = situation->call;
	return call_can_make_fd(call)
		       ? snapshot_find_fd(&situation->after, situation->actor,
					  (int)call->result.value)
		       : situation->now;
}

/* --- what could follow -----------------------------------------------------
 */

static void say_connect(struct situation *situation,
			const struct socket_state *row)
{
	const struct socket_state *server = find_server(situation, row);
	SAY(situation, "follow-connect",
	    SLOT_TEXT("server", situation_who(situation, server)),
	    SLOT_TEXT("at", situation_print(situation, &server->local)));
}

static void say_accept(struct situation *situation,
		       const struct socket_state *row)
{
	SAY(situation, "follow-accept",
	    SLOT_NUMBER("count", situation_unread(row)));
}

static void say_client(struct situation *situation,
		       const struct socket_state *row)
{
	SAY(situation, "follow-client",
	    SLOT_TEXT("address", situation_print(situation, &row->local)));
}

static void say_recv(struct situation *situation,
		     const struct socket_state *row)
{
	SAY(situation, "follow-recv",
	    SLOT_NUMBER("count", situation_unread(row)));
}

static void say_other_accept(struct situation *situation,
			     const struct socket_state *row)
{
	SAY(situation, "follow-other-accept",
	    SLOT_TEXT("server",
		      situation_who(situation, find_queue(situation, row))));
}

static void say_other_recv(struct situation *situation,
			   const struct socket_state *row)
{
	const struct socket_state *other = find_arrived(situation, row);
	SAY(situation, "follow-other-recv",
	    SLOT_TEXT("other", situation_who(situation, other)),
	    SLOT_NUMBER("there", situation_unread(other)));
}

static void say_recvfrom(struct situation *situation,
			 const struct socket_state *row)
{
	SAY(situation, "follow-recvfrom",
	    SLOT_NUMBER("count", situation_unread(row)));
}

static void say_datagram(struct situation *situation,
			 const struct socket_state *row)
{
	SAY(situation, "follow-datagram",
	    SLOT_TEXT("address", situation_print(situation, &row->local)));
}

static void say_send_to(struct situation *situation,
			const struct socket_state *row)
{
	SAY(situation, "follow-send-to",
	    SLOT_TEXT("peer", situation_print(situation, &row->peer)));
}

/* clang-format off */
static const struct follow follows[] = {
	{"tcp", SOCKET_CLOSE, FACT_FREE | FACT_SERVER, NULL, say_connect},
	{"tcp", SOCKET_CLOSE, FACT_FREE | FACT_ALONE, SENTENCE_ID("follow-bind"), NULL},
	{"tcp", SOCKET_CLOSE, FACT_FREE | FACT_NO_SERVER, SENTENCE_ID("follow-nobody"), NULL},
	{"tcp", SOCKET_CLOSE, FACT_BOUND | FACT_ALONE | FACT_ITS_PORT, SENTENCE_ID("follow-listen"), NULL},
	{"tcp", SOCKET_LISTEN, FACT_UNREAD, NULL, say_accept},
	{"tcp", SOCKET_LISTEN, FACT_EMPTY, NULL, say_client},
	{"tcp", SOCKET_LISTEN, FACT_EMPTY | FACT_WAITS, SENTENCE_ID("follow-accept-waits"), NULL},
	{"tcp", SOCKET_ESTABLISHED, FACT_UNREAD | FACT_HEARS, NULL, say_recv},
	{"tcp", SOCKET_ESTABLISHED, FACT_QUEUED, NULL, say_other_accept},
	{"tcp", SOCKET_ESTABLISHED, FACT_ARRIVED, NULL, say_other_recv},
	{"tcp", SOCKET_ESTABLISHED, FACT_SENDS, SENTENCE_ID("follow-send"), NULL},
	{"tcp", SOCKET_ESTABLISHED, FACT_EMPTY | FACT_HEARS | FACT_WAITS, SENTENCE_ID("follow-recv-waits"), NULL},
	{"tcp", SOCKET_CLOSE_WAIT, FACT_UNREAD, NULL, say_recv},
	{"tcp", SOCKET_CLOSE_WAIT, FACT_EMPTY, SENTENCE_ID("follow-end"), NULL},
	{"tcp", SOCKET_CLOSE_WAIT, 0, SENTENCE_ID("follow-close"), NULL},
	{"tcp", SOCKET_FIN_WAIT1, FACT_UNREAD | FACT_HEARS, NULL, say_recv},
	{"tcp", SOCKET_FIN_WAIT1, FACT_EMPTY | FACT_HEARS, SENTENCE_ID("follow-half"), NULL},
	{"tcp", SOCKET_FIN_WAIT2, FACT_UNREAD | FACT_HEARS, NULL, say_recv},
	{"tcp", SOCKET_FIN_WAIT2, FACT_EMPTY | FACT_HEARS, SENTENCE_ID("follow-half"), NULL},
	{"tcp", SOCKET_LAST_ACK, FACT_EMPTY, SENTENCE_ID("follow-close-number"), NULL},
	{"udp", -1, FACT_FREE | FACT_ALONE, SENTENCE_ID("follow-bind-port"), NULL},
	{"udp", -1, FACT_FREE | FACT_ALONE, SENTENCE_ID("follow-sendto"), NULL},
	{"udp", -1, FACT_BOUND | FACT_UNREAD | FACT_ALONE, NULL, say_recvfrom},
	{"udp", -1, FACT_BOUND | FACT_ALONE | FACT_EMPTY, NULL, say_datagram},
	{"udp", -1, FACT_BOUND | FACT_ALONE | FACT_EMPTY | FACT_WAITS, SENTENCE_ID("follow-recvfrom-waits"), NULL},
	{"udp", -1, FACT_PEER | FACT_UNREAD | FACT_HEARS, NULL, say_recvfrom},
	{"udp", -1, FACT_PEER | FACT_SENDS, NULL, say_send_to},
	{"u_str", SOCKET_CLOSE, FACT_FREE | FACT_SERVER, NULL, say_connect},
	{"u_str", SOCKET_CLOSE, FACT_FREE | FACT_ALONE, SENTENCE_ID("follow-bind-path"), NULL},
	{"u_str", SOCKET_CLOSE, FACT_BOUND | FACT_ALONE, SENTENCE_ID("follow-listen"), NULL},
	{"u_str", SOCKET_LISTEN, FACT_UNREAD, NULL, say_accept},
	{"u_str", SOCKET_LISTEN, FACT_EMPTY, NULL, say_client},
	{"u_str", SOCKET_LISTEN, FACT_EMPTY | FACT_WAITS, SENTENCE_ID("follow-accept-waits"), NULL},
	{"u_str", SOCKET_ESTABLISHED, FACT_UNREAD | FACT_HEARS, NULL, say_recv},
	{"u_str", SOCKET_ESTABLISHED, FACT_ARRIVED, NULL, say_other_recv},
	{"u_str", SOCKET_ESTABLISHED, FACT_PEER | FACT_SENDS, SENTENCE_ID("follow-send"), NULL},
	{"u_str", SOCKET_ESTABLISHED, FACT_PEER | FACT_EMPTY | FACT_HEARS | FACT_WAITS, SENTENCE_ID("follow-recv-waits"), NULL},
};
/* clang-format on */

static void say_follow(struct situation *situation, const struct follow *follow,
		       const struct socket_state *row)
{
	if (follow->say)
		follow->say(situation, row);
	else
		buf_puts(situation_sentence(situation),
			 sentence_text(follow->sentence));
}

void situation_say_follow(struct situation *situation)
{
	const struct socket_state *row = situation_made(situation);
	if (!row || !row->owner_count)
		return;
	unsigned facts = facts_of(situation, row);
	const char *netid = socket_netid(row);
	int said = 0;
	for (size_t i = 0; i < COUNT(follows) && said < SAID_MOST; i++) {
		const struct follow *follow = &follows[i];
		if (strcmp(follow->netid, netid) != 0 ||
		    (follow->state >= 0 && follow->state != row->state) ||
		    (follow->facts & ~facts))
			continue;
		say_follow(situation, follow, row);
		said++;
	}
}
