/* situation_amount: what a number of bytes means: the end, less, too much.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 0 has three meanings: of a stream that it is over, of UDP a datagram without
 * bytes, and of any socket that 0 bytes were asked for.
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/amount.h"
#include "call/part/message.h"
#include "journal/datagram.h"
#include "show/reason/situation_parts.h"
#include "show/reason/situation_whole.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

enum { UDP_MOST = 65507 }; /* 65535 less the headers of IPv4 and UDP */

static bool has_flag(const struct situation *situation, int64_t flag)
{
	const struct call *call = situation->call;
	return call->argc > 2 &&
	       call->syscall->parameters[2].kind == &kind_msg &&
	       call->args[2].kind == VALUE_INT && (call->args[2].num & flag);
}

static bool is_stream(const struct socket_state *socket)
{
	return socket && socket->type == SOCK_STREAM;
}

/* --- recv ------------------------------------------------------------------
 */

static void say_fin(struct situation *situation, const struct socket_state *own)
{
	struct packet_wish wish = {.from = &own->peer,
				   .to = &own->local,
				   .flags = PACKET_FIN,
				   .arrived = true};
	const struct event_packet *fin =
		situation_packet(situation, situation->lab, &wish, NULL);
	const struct socket_state *peer =
		situation_peer(&situation->after, own);
	if (fin)
		SAY(situation, "end-fin",
		    SLOT_TEXT("who",
			      fin->from_actor
				      ? fin->from_actor
				      : situation_print(situation, &own->peer)),
		    SLOT_NUMBER("packet", fin->number));
	else if (own->family == AF_UNIX && !peer)
		SAY(situation, "end-closed");
	else if (own->family == AF_UNIX && peer->shut_wr)
		SAY(situation, "end-shut",
		    SLOT_TEXT("peer", situation_who(situation, peer)));
}

/* The kernel marks a socket as shut for receiving when the FIN comes, too, so
 * its own shutdown() counts only where nothing else ended the stream. */
static void end_of_stream(struct situation *situation)
{
	const struct socket_state *own = situation_connected(situation);
	if (own)
		say_fin(situation, own);
	const struct event_packet *rst =
		situation->socket->state == SOCKET_CLOSE
			? situation_rst(situation)
			: NULL;
	if (!situation->out->len && rst)
		SAY(situation, "end-after-reset",
		    SLOT_NUMBER("packet", rst->number));
	if (!situation->out->len && situation_shutdown(situation, SHUT_RD))
		SAY(situation, "end-shut-here",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void got_nothing(struct situation *situation, int64_t asked)
{
	const struct socket_state *own = situation->socket;
	if (asked == 0)
		SAY(situation, "end-not-meant");
	else if (own->type != SOCK_STREAM &&
		 situation_shutdown(situation, SHUT_RD))
		SAY(situation, "end-shut-here",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own->family == AF_UNIX && own->type != SOCK_STREAM)
		situation_say_empty(situation);
	else if (own->type == SOCK_DGRAM)
		SAY(situation, "empty-datagram");
	else if (is_stream(own))
		end_of_stream(situation);
}

/* The size of the datagram that the call took, where the wire shows it. */
static int64_t size_on_wire(const struct situation *situation, int64_t asked)
{
	const struct result *result = &situation->call->result;
	const struct socket_state *own = situation->socket;
	if (!situation_is_udp(own) || (int64_t)result->data.len != asked)
		return -1;
	return datagram_size_taken(situation->journal, situation->lab,
				   situation->place, &own->local,
				   &result->address, &result->data);
}

/* How long the datagram was: MSG_TRUNC has it returned; it is known when it
 * waited before the call; -1: nothing says so. */
static int64_t size_of_datagram(const struct situation *situation,
				int64_t asked)
{
	const struct socket_state *own = situation->socket;
	int64_t size = situation->call->result.value;
	bool keeps_size = situation_is_udp(own) ||
			  (own->family == AF_UNIX && own->type == SOCK_DGRAM);
	if (size <= asked && keeps_size)
		size = situation_unread(own);
	if (size <= asked)
		size = situation_is_udp(own)
			       ? size_on_wire(situation, asked)
			       : situation_message_size(situation, asked);
	return size;
}

static void cut_datagram(struct situation *situation, int64_t asked)
{
	int64_t size = size_of_datagram(situation, asked);
	bool is_message = situation->socket->type == SOCK_SEQPACKET;
	bool only_looks = has_flag(situation, MSG_PEEK);
	if (size > asked)
		SAY(situation,
		    only_looks && is_message ? "message-peeked"
		    : only_looks	     ? "datagram-peeked"
		    : is_message	     ? "message-cut-known"
					     : "datagram-cut",
		    SLOT_NUMBER("size", size),
		    SLOT_NUMBER("lost", size - asked));
}

/* Of UNIX: bind() alone gives a socket a name. */
static void say_nameless(struct situation *situation)
{
	const struct call *call = situation->call;
	if (situation->socket->family == AF_UNIX && call_is(call, "recvfrom") &&
	    call->room != CALL_ROOM_NONE && !call->result.address.len &&
	    !situation->socket->peer_inode)
		SAY(situation, "sender-nameless");
}

/* MSG_WAITALL comes back early at the end, an error or a signal, and where the
 * call must not wait at all. */
static void waited_for_all(struct situation *situation, int64_t asked,
			   int64_t got)
{
	const struct socket_state *now = situation->now;
	int64_t span = situation_spent(situation, SO_RCVTIMEO);
	bool has_end =
		now && (now->shut_rd || now->state == SOCKET_CLOSE_WAIT ||
			(now->family == AF_UNIX &&
			 !situation_peer(&situation->after, now)));
	if (situation->socket->nonblock || has_flag(situation, MSG_DONTWAIT)) {
		SAY(situation, "waitall-unwilling", SLOT_NUMBER("asked", asked),
		    SLOT_NUMBER("got", got));
		situation_say_unwilling(situation, situation->socket,
					SO_RCVTIMEO);
	} else if (span && !has_end) {
		SAY(situation, "waitall-timeout", SLOT_NUMBER("asked", asked),
		    SLOT_NUMBER("got", got), SLOT_NUMBER("ms", span));
	} else {
		SAY(situation, has_end ? "waitall-end" : "waitall-fewer",
		    SLOT_NUMBER("asked", asked), SLOT_NUMBER("got", got));
	}
}

static void say_received(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	int64_t asked = call_asked_bytes(situation->call);
	int64_t got = situation->call->result.value;
	if (!own || asked < 0)
		return;
	if (got == 0) {
		got_nothing(situation, asked);
		return;
	}
	if (own->type != SOCK_STREAM) {
		cut_datagram(situation, asked);
		say_nameless(situation);
		return;
	}
	if (has_flag(situation, MSG_PEEK)) {
		SAY(situation, "peeked",
		    SLOT_TEXT("own", situation_own(situation)));
		return;
	}
	if (situation_say_urgent(situation))
		return;
	if (has_flag(situation, MSG_TRUNC) && situation_is_tcp(own))
		SAY(situation, "taken-uncopied");
	int64_t left =
		situation->now && situation_is_fresh(situation, situation->now)
			? situation_unread(situation->now)
			: 0;
	// With room for more it took all, and these have come since; or it
	// stopped behind descriptors.
	if (left && got < asked)
		SAY(situation, "unread-now", SLOT_NUMBER("unread", left),
		    SLOT_TEXT("own", situation_own(situation)));
	else if (left)
		SAY(situation, "left-unread-now", SLOT_NUMBER("left", left),
		    SLOT_TEXT("own", situation_own(situation)));
	else if (got < asked && has_flag(situation, MSG_WAITALL))
		waited_for_all(situation, asked, got);
	else if (got < asked && !situation_say_stream(situation))
		SAY(situation, "took-what-came", SLOT_NUMBER("asked", asked),
		    SLOT_NUMBER("got", got),
		    SLOT_TEXT("call", situation->call->syscall->name));
}

/* The error queue is no stream and no queue of datagrams that came: recvmsg(2)
 * has what was sent once and failed. */
static void received(struct situation *situation)
{
	if (!has_flag(situation, MSG_ERRQUEUE))
		say_received(situation);
	if (situation->call->syscall->parameters[1].kind == &kind_message_room)
		situation_say_message(situation);
}

/* --- send ------------------------------------------------------------------
 */

/* How many bytes of text there are, when nothing but NULs is behind them; 0
 * where that is not so. */
static size_t text_before_nuls(const struct bytes *bytes)
{
	size_t len = bytes->len;
	while (len && !bytes->data[len - 1])
		len--;
	for (size_t i = 0; i < len; i++) {
		if (!isprint(bytes->data[i]) && !isspace(bytes->data[i]))
			return 0;
	}
	return len;
}

/* A buffer that is sent whole where its text was meant. */
static void say_nuls(struct situation *situation)
{
	enum { NULS_LEAST = 8 }; // fewer are padding, or a terminator
	const struct value *value = &situation->call->args[1];
	size_t text = value->kind == VALUE_BYTES
			      ? text_before_nuls(&value->bytes)
			      : 0;
	if (text && value->bytes.len - text >= NULS_LEAST)
		SAY(situation, "sent-nuls", SLOT_NUMBER("text", text),
		    SLOT_NUMBER("all", value->bytes.len),
		    SLOT_NUMBER("nuls", value->bytes.len - text));
}

/* Where the file ends, nobody has looked; that it had ended says a 0. */
static void say_file(struct situation *situation, int64_t taken, int64_t asked)
{
	int64_t left = situation->call->result.length;
	if (!taken) {
		bool has_offset = situation->call->result.out.kind;
		SAY(situation,
		    has_offset ? "file-before-offset" : "file-at-end",
		    SLOT_NUMBER("asked", asked));
		return;
	}
	if (left > 0) {
		SAY(situation, "file-goes-on", SLOT_NUMBER("taken", taken),
		    SLOT_NUMBER("asked", asked), SLOT_NUMBER("left", left));
		return;
	}
	SAY(situation, "file-stopped", SLOT_NUMBER("taken", taken),
	    SLOT_NUMBER("asked", asked));
}

static void sent_nothing(struct situation *situation)
{
	const struct call *call = situation->call;
	bool is_message = call->syscall->parameters[1].kind == &kind_message;
	const struct value *message = &call->args[1];
	if (!is_stream(situation->socket))
		return;
	if (is_message && list_item(message, MESSAGE_RIGHTS)->count)
		SAY(situation, "sent-nothing-rights");
	else if (!is_message && call->syscall->flags & SYSCALL_SENDS)
		SAY(situation, "sent-nothing");
}

static void sent(struct situation *situation)
{
	const struct socket_state *now = situation->now;
	int64_t asked = call_asked_bytes(situation->call);
	int64_t taken = situation->call->result.value;
	if (taken == 0 && asked <= 0) {
		sent_nothing(situation);
		return;
	}
	if (taken == asked)
		say_nuls(situation);
	if (taken == asked && situation->call->result.length > 0)
		SAY(situation, "sent-pointer", SLOT_NUMBER("taken", taken),
		    SLOT_NUMBER("behind", situation->call->result.length));
	if (!now || taken >= asked || asked < 0)
		return;
	if (call_is(situation->call, "sendfile")) {
		say_file(situation, taken, asked);
		return;
	}
	int64_t left = asked - taken;
	if (now->send_q && situation_is_fresh(situation, now))
		SAY(situation, "sent-part-queued", SLOT_NUMBER("taken", taken),
		    SLOT_NUMBER("asked", asked),
		    SLOT_NUMBER("send_q", now->send_q),
		    SLOT_NUMBER("left", left));
	else
		SAY(situation, "sent-part", SLOT_NUMBER("taken", taken),
		    SLOT_NUMBER("asked", asked), SLOT_NUMBER("left", left));
}

/* What splice() takes out of a stream. */
static void spliced(struct situation *situation)
{
	enum { LEN = 4 };
	if (is_stream(situation->socket) && !situation->call->result.value &&
	    situation_number(situation, LEN) > 0)
		end_of_stream(situation);
}

static void too_long(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	int64_t asked = call_asked_bytes(situation->call);
	if (!own || asked < 0)
		return;
	if (situation_is_udp(own) && own->family == AF_INET && asked > UDP_MOST)
		SAY(situation, "datagram-too-long-udp",
		    SLOT_NUMBER("asked", asked), SLOT_NUMBER("most", UDP_MOST));
	else
		SAY(situation, "datagram-too-long",
		    SLOT_NUMBER("asked", asked));
}

/* --- listen ----------------------------------------------------------------
 */

/* The kernel takes the number as unsigned, and no more than its limit. */
static void other_backlog(struct situation *situation)
{
	const struct socket_state *now = situation->now;
	int64_t asked = situation->call->args[1].num;
	if (!now || now->state != SOCKET_LISTEN ||
	    (int64_t)now->send_q == asked)
		return;
	SAY(situation, asked < 0 ? "backlog-below-0" : "backlog-limited",
	    SLOT_NUMBER("backlog", now->send_q), SLOT_NUMBER("asked", asked));
}

/* bind() may have failed, or was left out. */
static void listens_anywhere(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *now = situation->now;
	if (own && now && now->state == SOCKET_LISTEN &&
	    own->state == SOCKET_CLOSE && own->family != AF_UNIX &&
	    address_port(&own->local) <= 0 && address_port(&now->local) > 0)
		SAY(situation, "listens-anywhere",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_NUMBER("port", address_port(&now->local)));
}

static void listening(struct situation *situation)
{
	other_backlog(situation);
	listens_anywhere(situation);
}

const struct situation_row *situation_amounts(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"listen", 0, SITUATION_DONE, listening},
		{NULL, SYSCALL_RECEIVES, SITUATION_DONE, received},
		{NULL, SYSCALL_SENDS, SITUATION_DONE, sent},
		{NULL, SYSCALL_SENDS, EMSGSIZE, too_long},
		{"splice", 0, SITUATION_DONE, spliced},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
