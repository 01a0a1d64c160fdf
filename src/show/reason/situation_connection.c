/* situation_connection: reasons that lie in the state of a connection.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A connection that was reset leaves its socket in state CLOSE without a peer;
 * who the peer was is in the journal. Its error (SO_ERROR) is given to one
 * call only: after ECONNRESET a send() finds EPIPE and a recv() the end.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "show/reason/situation.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>

/* --- not connected, connected already --------------------------------------
 */

static bool has_sent_fin(const struct situation *situation,
			 const struct address *from, const struct address *to)
{
	struct packet_wish wish = {
		.from = from, .to = to, .flags = PACKET_FIN, .arrived = true};
	return situation_packet(situation, situation->lab, &wish, NULL);
}

/* Both directions have ended, and the kernel has forgotten the other end.
 * Returns whether it is so. */
static bool say_ended(struct situation *situation)
{
	const struct socket_state *was = situation_connected(situation);
	if (!was || !situation_is_tcp(was) || address_port(&was->peer) <= 0 ||
	    situation->socket->state != SOCKET_CLOSE ||
	    !has_sent_fin(situation, &was->local, &was->peer) ||
	    !has_sent_fin(situation, &was->peer, &was->local))
		return false;
	SAY(situation, "both-fins", SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("peer", situation_print(situation, &was->peer)));
	return true;
}

static void no_destination(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && (!situation->address || !situation->address->len))
		SAY(situation, "no-destination",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("call", situation->call->syscall->name));
}

static void not_connected(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own)
		return;
	const char *name = situation_own(situation);
	const struct event_packet *rst = situation_rst(situation);
	bool sends = situation->call->syscall->flags & SYSCALL_SENDS;
	if (own->type == SOCK_DGRAM && sends)
		no_destination(situation);
	else if (own->state == SOCKET_LISTEN)
		SAY(situation, "is-listener", SLOT_TEXT("own", name));
	else if (rst && own->state == SOCKET_CLOSE)
		SAY(situation, "ended-by-rst", SLOT_TEXT("own", name),
		    SLOT_NUMBER("packet", rst->number));
	else if (own->state == SOCKET_SYN_SENT)
		SAY(situation, "still-asking", SLOT_TEXT("own", name));
	else if (!say_ended(situation))
		SAY(situation, "no-peer", SLOT_TEXT("own", name),
		    SLOT_TEXT("state", socket_state_word(own)));
}

static void connected_already(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own)
		return;
	const char *name = situation_own(situation);
	if (own->state == SOCKET_LISTEN)
		SAY(situation, "listener-cannot-connect",
		    SLOT_TEXT("own", name));
	else if (own->family == AF_UNIX)
		SAY(situation, "has-peer", SLOT_TEXT("own", name),
		    SLOT_TEXT("state", socket_state_word(own)));
	else if (address_port(&own->peer) > 0)
		SAY(situation, "connected-already", SLOT_TEXT("own", name),
		    SLOT_TEXT("peer", situation_print(situation, &own->peer)),
		    SLOT_TEXT("state", socket_state_word(own)));
}

static void bound_already(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	bool is_bound = own && (address_port(&own->local) > 0 ||
				(own->family == AF_UNIX && own->local.len > 2));
	if (is_bound)
		SAY(situation, "bound-already",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("address",
			      situation_print(situation, &own->local)),
		    SLOT_TEXT("state", socket_state_word(own)));
}

/* The shutdown() of the call's socket, under any number of any process, that
 * was made while the call slept; NULL: none. */
static const struct event_call *
shut_meanwhile(const struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	size_t i = situation_entry(situation->journal, situation->place,
				   situation->event);
	for (; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind != EVENT_CALL ||
		    !call_is(&other->call, "shutdown") ||
		    other->call.args[1].num == SHUT_WR)
			continue;
		const struct socket_state *row = snapshot_find_fd(
			&situation->after,
			situation_process(situation, other->actor),
			(int)other->call.args[0].num);
		if (row && row->cookie == own->cookie)
			return other;
	}
	return NULL;
}

static void stopped_listening(struct situation *situation)
{
	const struct event_call *shut = shut_meanwhile(situation);
	struct buf text = {0};
	if (!shut)
		return;
	call_print(&shut->call, NOTATION_C, &text);
	SAY(situation, "stopped-listening", SLOT_TEXT("call", buf_text(&text)),
	    SLOT_TEXT("actor", shut->actor));
	buf_done(&text);
}

/* shutdown() works on a socket that listens, and one that is only bound has
 * nothing to be shut down. */
static bool say_shut_listener(struct situation *situation)
{
	const struct event_call *shut = situation_shutdown(situation, SHUT_RD);
	if (!shut || situation->socket->state != SOCKET_CLOSE ||
	    situation_connected(situation))
		return false;
	SAY(situation, "shut-listener",
	    SLOT_TEXT("own", situation_own(situation)));
	return true;
}

static void does_not_listen(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && own->state == SOCKET_LISTEN)
		stopped_listening(situation);
	else if (own && say_shut_listener(situation))
		return;
	else if (own && own->state != SOCKET_LISTEN)
		SAY(situation, "does-not-listen",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("state", socket_state_word(own)));
}

static void cannot_listen(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && own->family == AF_UNIX && own->local.len <= 2)
		SAY(situation, "no-address",
		    SLOT_TEXT("own", situation_own(situation)));
	else if (own && own->state != SOCKET_CLOSE)
		SAY(situation, "has-connection",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("state", socket_state_word(own)));
}

static void wrong_type(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && own->type != SOCK_STREAM)
		SAY(situation, "no-queue",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("type", socket_netid(own)));
}

/* --- on its way ------------------------------------------------------------
 */

static void under_way(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (!own || own->state != SOCKET_SYN_SENT)
		return;
	struct packet_wish syn = {.from = &own->local,
				  .to = &own->peer,
				  .flags = PACKET_SYN,
				  .none = PACKET_ACK};
	const struct event_packet *packet =
		situation_packet(situation, situation->lab, &syn, NULL);
	SAY(situation, "asking", SLOT_TEXT("own", situation_own(situation)));
	if (packet && !packet->to_host)
		SAY(situation, "syn-to-nobody",
		    SLOT_NUMBER("packet", packet->number));
	else if (packet)
		SAY(situation,
		    packet->fate == PACKET_HELD	     ? "syn-held-here"
		    : packet->fate == PACKET_DROPPED ? "syn-lost-here"
						     : "syn-unanswered",
		    SLOT_NUMBER("packet", packet->number));
}

/* The kernel has the reason, and tells it to whoever asks for SO_ERROR. */
static void refused_meanwhile(struct situation *situation)
{
	const struct packet_wish wish = {.from = situation->address,
					 .to = &situation->now->local,
					 .flags = PACKET_RST};
	const struct event_packet *answer =
		situation_packet(situation, situation->begin, &wish, NULL);
	if (answer)
		SAY(situation, "refused-meanwhile",
		    SLOT_NUMBER("packet", answer->number));
	else
		SAY(situation, "failed-meanwhile");
	SAY(situation, "so-error-says",
	    SLOT_TEXT("own", situation_own(situation)));
}

static void shaken_meanwhile(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (own && own->state == SOCKET_CLOSE) {
		refused_meanwhile(situation);
		return;
	}
	if (own && own->state == SOCKET_ESTABLISHED)
		SAY(situation, "connected-meanwhile",
		    SLOT_TEXT("own", situation_own(situation)));
	else
		under_way(situation);
}

/* Nobody answered the questions whether the other end is still there. */
static bool say_probes(struct situation *situation,
		       const struct socket_state *own)
{
	struct packet_wish wish = {.from = &own->local,
				   .to = &own->peer,
				   .marks = PACKET_KEEPALIVE};
	size_t count;
	const struct event_packet *last =
		situation_packet(situation, situation->lab, &wish, &count);
	if (last)
		SAY(situation, "probes-unanswered", SLOT_NUMBER("count", count),
		    SLOT_NUMBER("packet", last->number));
	return last != NULL;
}

/* Nothing came back, neither for the SYN nor, later, for data. */
static void gave_up(struct situation *situation)
{
	const struct socket_state *own = situation_connected(situation);
	const struct address *peer = situation->address;
	if (!peer && own)
		peer = &own->peer;
	if (!peer)
		return;
	bool connects = situation->address != NULL;
	struct packet_wish wish = {.to = peer,
				   .flags = connects ? PACKET_SYN : 0,
				   .none = connects ? PACKET_ACK : PACKET_SYN,
				   .data = !connects};
	if (!connects)
		wish.from = &own->local;
	size_t count;
	if (!connects && say_probes(situation, own))
		return;
	const struct event_packet *last = situation_packet(
		situation, connects ? situation->begin : situation->lab, &wish,
		&count);
	if (last)
		SAY(situation, connects ? "gave-up-syn" : "gave-up-data",
		    SLOT_NUMBER("count", count),
		    SLOT_NUMBER("packet", last->number),
		    SLOT_TEXT("peer", situation_print(situation, peer)));
	if (last && !last->to_host)
		SAY(situation, "host-unknown");
}

/* --- reset ------------------------------------------------------------------
 */

/* Why the peer sent RST: it closed with bytes unread, or the packet came when
 * nobody had its end any more. */
static void say_peer_then(struct situation *situation,
			  const struct socket_state *own, size_t place)
{
	struct snapshot snapshot = {0};
	journal_snapshot(situation->journal, place, &snapshot);
	const struct socket_state *peer = situation_peer(&snapshot, own);
	int64_t unread = peer ? situation_unread(peer) : 0, seconds;
	if (peer && peer->owner_count &&
	    situation_lingers(situation, place, peer, &seconds) && seconds == 0)
		SAY(situation, "peer-lingered",
		    SLOT_TEXT("peer", situation_who(situation, peer)));
	else if (peer && situation_was_queued(situation, peer, place))
		SAY(situation, "peer-was-queued");
	else if (!peer || !peer->owner_count)
		SAY(situation, "peer-without-process");
	else if (unread)
		SAY(situation, "peer-had-unread",
		    SLOT_TEXT("peer", situation_who(situation, peer)),
		    SLOT_NUMBER("unread", unread));
	snapshot_done(&snapshot);
}

/* Bytes that come when nobody can receive them any more are answered with RST,
 * by the own kernel (RFC 1122, 4.2.2.13). */
static void reset_here(struct situation *situation)
{
	const struct socket_state *own = situation_connected(situation);
	if (!own || !situation_is_tcp(own) || address_port(&own->peer) <= 0)
		return;
	struct packet_wish rst = {
		.from = &own->local, .to = &own->peer, .flags = PACKET_RST};
	struct packet_wish data = {.from = &own->peer,
				   .to = &own->local,
				   .data = true,
				   .arrived = true};
	const struct event_packet *sent =
		situation_packet(situation, situation->lab, &rst, NULL);
	const struct event_packet *came =
		situation_packet(situation, situation->lab, &data, NULL);
	if (sent && came && situation_shutdown(situation, SHUT_RD))
		SAY(situation, "reset-after-shut",
		    SLOT_NUMBER("packet", came->number),
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_NUMBER("rst", sent->number));
}

static void reset(struct situation *situation)
{
	const struct socket_state *own = situation_connected(situation);
	const struct event_packet *rst = situation_rst(situation);
	if (!rst) {
		reset_here(situation);
		return;
	}
	if (rst->packet.marks & PACKET_INJECTED)
		SAY(situation, "rst-injected",
		    SLOT_NUMBER("packet", rst->number));
	else
		SAY(situation, "rst-sent",
		    SLOT_TEXT("address",
			      situation_print(situation, &rst->packet.from)),
		    SLOT_NUMBER("packet", rst->number));
	if (!(rst->packet.marks & PACKET_INJECTED))
		say_peer_then(situation, own,
			      situation_place_of(situation, rst->number));
}

const struct situation_row *situation_connections(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, 0, ENOTCONN, not_connected},
		{NULL, 0, EISCONN, connected_already},
		{"bind", 0, EINVAL, bound_already},
		{"accept", 0, EINVAL, does_not_listen},
		{"accept4", 0, EINVAL, does_not_listen},
		{"listen", 0, EINVAL, cannot_listen},
		{"listen", 0, EOPNOTSUPP, wrong_type},
		{"accept", 0, EOPNOTSUPP, wrong_type},
		{"accept4", 0, EOPNOTSUPP, wrong_type},
		{NULL, SYSCALL_SENDS, EDESTADDRREQ, no_destination},
		{"connect", 0, EALREADY, under_way},
		{"connect", 0, EINPROGRESS, shaken_meanwhile},
		{"connect", 0, ETIMEDOUT, gave_up},
		{NULL, SYSCALL_SENDS, ETIMEDOUT, gave_up},
		{NULL, SYSCALL_RECEIVES, ETIMEDOUT, gave_up},
		{NULL, 0, ECONNRESET, reset},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
