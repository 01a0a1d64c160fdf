/* situation_wait: what a call waits for, or would have had to wait for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A blocked call is looked at in the state that is, not in the one in which it
 * was entered. A call that does not block (EAGAIN) failed for want of the same
 * things, in the state in which it was entered.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "call/part/amount.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

bool situation_is_blocked(const struct situation *situation)
{
	return situation->event->phase == CALL_BLOCKED;
}

/* The socket and the snapshot in which the reason is. */
const struct socket_state *situation_waiting(const struct situation *situation)
{
	return situation_is_blocked(situation) ? situation->now
					       : situation->socket;
}

const struct snapshot *situation_state(const struct situation *situation)
{
	return situation_is_blocked(situation) ? &situation->after
					       : &situation->before;
}

bool situation_is_fresh(const struct situation *situation,
			const struct socket_state *now)
{
	for (size_t i = situation->begin; now && i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind == EVENT_SOCKET &&
		    event->as.socket.state.cookie == now->cookie)
			return true;
	}
	return false;
}

int64_t situation_spent(const struct situation *situation, int timeout)
{
	enum { NS_OF_US = 1000, US_OF_MS = 1000 };
	int64_t span = 0;
	bool has = situation->socket &&
		   situation_option_at(situation, situation->begin,
				       situation->socket, SOL_SOCKET, timeout,
				       &span);
	uint64_t waited = situation->call->result.elapsed / NS_OF_US;
	return has && span > 0 && waited >= (uint64_t)span ? span / US_OF_MS
							   : 0;
}

/* Why a call that could have waited came back. */
void situation_say_unwilling(struct situation *situation,
			     const struct socket_state *socket, int timeout)
{
	enum { US_OF_MS = 1000 };
	int64_t flags = 0, span = 0;
	const struct call *call = situation->call;
	bool has_flags = call->argc > 2 &&
			 call->syscall->parameters[2].kind == &kind_msg;
	if (situation_is_blocked(situation))
		return;
	if (has_flags && call->args[2].kind == VALUE_INT)
		flags = call->args[2].num;
	if (flags & MSG_DONTWAIT)
		SAY(situation, "must-not-wait");
	else if (socket->nonblock)
		SAY(situation, "must-not-wait-nonblock",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (situation_option_at(situation, situation->begin, socket,
				     SOL_SOCKET, timeout, &span) &&
		 span)
		SAY(situation,
		    timeout == SO_RCVTIMEO ? "waited-rcvtimeo"
					   : "waited-sndtimeo",
		    SLOT_NUMBER("ms", span / US_OF_MS));
}

/* --- accept ----------------------------------------------------------------
 */

void situation_say_handshakes(struct situation *situation,
			      const struct socket_state *listener)
{
	size_t half_open = 0;
	for (size_t i = 0; i < situation_state(situation)->count; i++) {
		const struct socket_state *row =
			&situation_state(situation)->rows[i];
		half_open += row->state == SOCKET_SYN_RECV &&
			     situation_reaches(&row->local, &listener->local);
	}
	struct packet_wish syn = {.to = &listener->local,
				  .flags = PACKET_SYN,
				  .none = PACKET_ACK};
	const struct event_packet *packet =
		situation_packet(situation, situation->lab, &syn, NULL);
	if (half_open)
		SAY(situation, "half-open",
		    SLOT_NUMBER("handshakes", half_open));
	if (half_open && situation_has_option(situation, listener, IPPROTO_TCP,
					      TCP_DEFER_ACCEPT))
		SAY(situation, "half-open-deferred",
		    SLOT_TEXT("socket", situation_who(situation, listener)));
	if (!half_open && packet && packet->fate == PACKET_HELD)
		SAY(situation, "syn-held",
		    SLOT_NUMBER("packet", packet->number));
}

/* Whether the row is of a connection that came from the listener to the call's
 * process, and whose other end sends no more. */
static bool is_left(const struct situation *situation,
		    const struct socket_state *row,
		    const struct socket_state *listener)
{
	return row->state == SOCKET_CLOSE_WAIT && row->owner_count == 1 &&
	       !strcmp(row->owners[0].actor, situation->actor) &&
	       situation_reaches(&row->local, &listener->local);
}

void situation_say_left(struct situation *situation)
{
	const struct socket_state *listener = situation->now;
	struct buf list = {0};
	size_t count = 0;
	for (size_t i = 0; listener && i < situation->after.count; i++) {
		const struct socket_state *row = &situation->after.rows[i];
		if (!is_left(situation, row, listener) ||
		    row->owners[0].fd == situation->call->result.value)
			continue;
		buf_printf(&list, "%sfd %d", count++ ? ", " : "",
			   row->owners[0].fd);
	}
	if (count)
		SAY(situation, "not-closed-yet",
		    SLOT_TEXT("actor", situation->actor),
		    SLOT_TEXT("fds", buf_text(&list)),
		    SLOT_NUMBER("clients", count));
	buf_done(&list);
}

static void nobody_connected(struct situation *situation)
{
	const struct socket_state *listener = situation_waiting(situation);
	if (!listener || listener->state != SOCKET_LISTEN ||
	    (situation_is_blocked(situation) && listener->recv_q))
		return;
	SAY(situation, "queue-empty",
	    SLOT_TEXT("address", situation_print(situation, &listener->local)));
	if (listener->family != AF_UNIX)
		situation_say_handshakes(situation, listener);
	if (situation_is_blocked(situation))
		situation_say_left(situation);
	situation_say_taker(situation);
	situation_say_unwilling(situation, listener, SO_RCVTIMEO);
}

/* --- recv ------------------------------------------------------------------
 */

void situation_say_peer(struct situation *situation,
			const struct socket_state *own)
{
	const struct socket_state *peer =
		situation_peer(&situation->after, own);
	if (!peer)
		return;
	if (peer->cookie == own->cookie && text_is(peer->host, own->host)) {
		SAY(situation, "peer-is-itself",
		    SLOT_TEXT("own", situation_own(situation)));
		return;
	}
	const struct event_call *open =
		peer->owner_count ? journal_open_call(situation->journal,
						      situation->place,
						      peer->owners[0].actor)
				  : NULL;
	bool sleeps = open && open->phase == CALL_BLOCKED &&
		      strcmp(open->actor, situation->actor) != 0;
	if (!peer->owner_count && (peer->state == SOCKET_ESTABLISHED ||
				   peer->state == SOCKET_CLOSE_WAIT)) {
		SAY(situation, "peer-in-queue");
		return;
	}
	SAY(situation, "peer-is",
	    SLOT_TEXT("peer", situation_who(situation, peer)),
	    SLOT_TEXT("state", socket_state_word(peer)));
	if (sleeps && (open->call.syscall->flags & SYSCALL_RECEIVES) &&
	    open->call.args[0].num == peer->owners[0].fd)
		SAY(situation,
		    situation_is_blocked(situation) ? "each-waits"
						    : "each-waited",
		    SLOT_TEXT("actor", open->actor),
		    SLOT_TEXT("call", open->call.syscall->name));
	else if (sleeps)
		SAY(situation, "peer-blocked", SLOT_TEXT("actor", open->actor),
		    SLOT_TEXT("call", open->call.syscall->name));
}

/* Whether it has sent something since it was made: so it has a port, which the
 * row may not know yet. */
static bool has_sent(const struct situation *situation)
{
	const struct event_call *made =
		situation_last_about(situation, situation->fd);
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		int arg = call_fd_arg(&other->call);
		if (made && other->id == made->id)
			return false;
		if (arg >= 0 && other->call.args[arg].num == situation->fd &&
		    other->call.syscall->flags & SYSCALL_SENDS &&
		    other->call.result.value >= 0)
			return true;
	}
	return false;
}

static void say_datagrams(struct situation *situation,
			  const struct socket_state *own)
{
	bool has_port = address_port(&own->local) > 0;
	if (own->family != AF_UNIX && !has_port && has_sent(situation))
		SAY(situation, "no-datagram",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own->family != AF_UNIX && !has_port)
		SAY(situation, "no-port",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own->family != AF_UNIX && address_port(&own->peer) > 0)
		SAY(situation, "no-datagram-from",
		    SLOT_TEXT("peer", situation_print(situation, &own->peer)));
	else if (own->family == AF_UNIX &&
		 own->local.len <= sizeof(sa_family_t))
		SAY(situation, "no-datagram",
		    SLOT_TEXT("own", situation_own(situation)));
	else
		SAY(situation, "no-datagram-at",
		    SLOT_TEXT("address",
			      situation_print(situation, &own->local)));
	situation_say_for_many(situation, own);
	situation_say_sharer(situation, situation_state(situation), own);
}

/* accept() does not hand on O_NONBLOCK of its listener. */
static void say_not_handed_on(struct situation *situation,
			      const struct socket_state *own)
{
	const struct event_call *made =
		situation_last_about(situation, situation->fd);
	if (!made || own->nonblock ||
	    strncmp(made->call.syscall->name, "accept", 6) != 0)
		return;
	const struct socket_state *listener =
		snapshot_find_fd(&situation->after, situation->actor,
				 (int)made->call.args[0].num);
	if (listener && listener->state == SOCKET_LISTEN && listener->nonblock)
		SAY(situation, "nonblock-not-handed-on");
}

/* Whether the error itself says so: then a row with bytes was read before
 * somebody else took them. */
static bool says_nothing_there(const struct situation *situation)
{
	return !situation_is_blocked(situation) &&
	       !(situation_msg_flags(situation) & (MSG_OOB | MSG_PEEK));
}

/* What it has taken is in its buffer, and in no queue any more. */
static void say_waits_for_all(struct situation *situation)
{
	int64_t asked = call_asked_bytes(situation->call);
	int64_t had =
		situation->socket ? situation_unread(situation->socket) : 0;
	SAY(situation, "waits-for-rest", SLOT_NUMBER("asked", asked),
	    SLOT_NUMBER("had", had < asked ? had : 0));
}

static void nothing_there(struct situation *situation)
{
	const struct socket_state *own = situation_waiting(situation);
	if (own && (situation_msg_flags(situation) & MSG_ERRQUEUE)) {
		SAY(situation, "error-queue-empty",
		    SLOT_TEXT("own", situation_own(situation)));
		return;
	}
	if (!own || (!says_nothing_there(situation) && situation_unread(own)))
		return;
	bool is_datagram = own->type == SOCK_DGRAM;
	const struct event_packet *held = situation_held(situation, own);
	if (own->type == SOCK_STREAM && situation_is_blocked(situation) &&
	    situation_msg_flags(situation) & MSG_WAITALL)
		say_waits_for_all(situation);
	else if (is_datagram)
		say_datagrams(situation, own);
	else
		SAY(situation, "no-bytes",
		    SLOT_TEXT("own", situation_own(situation)));
	if (situation_is_blocked(situation) && !is_datagram)
		say_not_handed_on(situation, own);
	if (held)
		SAY(situation, "packet-held",
		    SLOT_NUMBER("packet", held->number));
	else if (situation_is_blocked(situation) && !is_datagram)
		situation_say_peer(situation, own);
	situation_say_taker(situation);
	situation_say_unwilling(situation, own, SO_RCVTIMEO);
}

int64_t situation_msg_flags(const struct situation *situation)
{
	const struct call *call = situation->call;
	bool has_flags = call->argc > 2 &&
			 call->syscall->parameters[2].kind == &kind_msg;
	return has_flags ? call->args[2].num : 0;
}

/* --- send ------------------------------------------------------------------
 */

static void buffer_full(struct situation *situation)
{
	const struct socket_state *own = situation_waiting(situation);
	if (!own || !own->send_q)
		return;
	const struct socket_state *peer =
		situation_peer(situation_state(situation), own);
	SAY(situation, "buffer-full",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_NUMBER("send_q", own->send_q));
	if (peer && situation_unread(peer))
		SAY(situation, "peer-unread",
		    SLOT_TEXT("peer", situation_who(situation, peer)),
		    SLOT_NUMBER("unread", situation_unread(peer)));
	struct packet_wish ack = {.from = &own->peer,
				  .to = &own->local,
				  .flags = PACKET_ACK,
				  .none = PACKET_SYN,
				  .arrived = true};
	const struct event_packet *packet =
		situation_is_tcp(own)
			? situation_packet(situation, situation->lab, &ack,
					   NULL)
			: NULL;
	if (packet && packet->packet.window == 0)
		SAY(situation, "window-0",
		    SLOT_NUMBER("packet", packet->number));
	situation_say_unwilling(situation, own, SO_SNDTIMEO);
}

static void close_lingers(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	int64_t seconds;
	if (own &&
	    situation_lingers(situation, situation->begin, own, &seconds) &&
	    seconds > 0)
		SAY(situation, "close-lingers",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_NUMBER("bytes", own->send_q));
}

const struct situation_row *situation_waits(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"accept", 0, SITUATION_BLOCKED, nobody_connected},
		{"accept", 0, EAGAIN, nobody_connected},
		{"accept4", 0, SITUATION_BLOCKED, nobody_connected},
		{"accept4", 0, EAGAIN, nobody_connected},
		{NULL, SYSCALL_RECEIVES, SITUATION_BLOCKED, nothing_there},
		{NULL, SYSCALL_RECEIVES, EAGAIN, nothing_there},
		{NULL, SYSCALL_SENDS, SITUATION_BLOCKED, buffer_full},
		{NULL, SYSCALL_SENDS, EAGAIN, buffer_full},
		{"splice", 0, SITUATION_BLOCKED, nothing_there},
		{"splice", 0, EAGAIN, nothing_there},
		{"recvmmsg", 0, SITUATION_BLOCKED, nothing_there},
		{"recvmmsg", 0, EAGAIN, nothing_there},
		{"sendmmsg", 0, SITUATION_BLOCKED, buffer_full},
		{"sendmmsg", 0, EAGAIN, buffer_full},
		{"close", 0, SITUATION_BLOCKED, close_lingers},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
