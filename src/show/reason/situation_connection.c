/* situation_connection: reasons that lie in the state of a connection.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A connection that was reset leaves its socket in state CLOSE without a peer;
 * who the peer was is in the journal. Its error (SO_ERROR) is given to one
 * call only: after ECONNRESET a send() finds EPIPE and a recv() the end.
 */
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
	situation_say(situation,
		      "%s was connected to %s, and both ends have sent their "
		      "FIN: the connection is over.",
		      situation_own(situation),
		      situation_print(situation, &was->peer));
	return true;
}

static void no_destination(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && (!situation->address || !situation->address->len))
		situation_say(situation, "%s has no peer, and %s() names none.",
			      situation_own(situation),
			      situation->call->syscall->name);
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
		situation_say(situation,
			      "%s is the listening socket, in LISTEN: a "
			      "connection is the descriptor that accept() "
			      "returns.",
			      name);
	else if (rst && own->state == SOCKET_CLOSE)
		situation_say(situation,
			      "%s is not connected any more: the RST of packet "
			      "%u ended the connection.",
			      name, rst->number);
	else if (own->state == SOCKET_SYN_SENT)
		situation_say(situation,
			      "%s is still in SYN-SENT: the handshake is not "
			      "over.",
			      name);
	else if (!say_ended(situation))
		situation_say(situation, "%s has no peer: it is in %s.", name,
			      socket_state_word(own));
}

static void connected_already(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own)
		return;
	const char *name = situation_own(situation);
	if (own->state == SOCKET_LISTEN)
		situation_say(situation,
			      "%s is in LISTEN: a listening socket cannot "
			      "connect.",
			      name);
	else if (own->family == AF_UNIX)
		situation_say(situation, "%s has a peer already: it is in %s.",
			      name, socket_state_word(own));
	else if (address_port(&own->peer) > 0)
		situation_say(situation,
			      "%s is connected to %s already, in %s.", name,
			      situation_print(situation, &own->peer),
			      socket_state_word(own));
}

static void bound_already(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	bool is_bound = own && (address_port(&own->local) > 0 ||
				(own->family == AF_UNIX && own->local.len > 2));
	if (is_bound)
		situation_say(situation, "%s is already bound to %s, in %s.",
			      situation_own(situation),
			      situation_print(situation, &own->local),
			      socket_state_word(own));
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
	situation_say(situation,
		      "It waited for a connection until %s of %s "
		      "ended the listening.",
		      buf_text(&text), shut->actor);
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
	situation_say(situation,
		      "shutdown() has ended the listening of %s: it is in "
		      "UNCONN.",
		      situation_own(situation));
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
		situation_say(situation, "%s does not listen: it is in %s.",
			      situation_own(situation), socket_state_word(own));
}

static void cannot_listen(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && own->family == AF_UNIX && own->local.len <= 2)
		situation_say(situation, "%s has no address yet.",
			      situation_own(situation));
	else if (own && own->state != SOCKET_CLOSE)
		situation_say(situation, "%s is in %s: it has a connection.",
			      situation_own(situation), socket_state_word(own));
}

static void wrong_type(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (own && own->type != SOCK_STREAM)
		situation_say(situation,
			      "%s is a socket for datagrams, %s: it has no "
			      "queue of connections.",
			      situation_own(situation), socket_netid(own));
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
	situation_say(situation, "%s is in SYN-SENT.",
		      situation_own(situation));
	if (packet && !packet->to_host)
		situation_say(situation,
			      "Its SYN (packet %u) went to an address that no "
			      "host has.",
			      packet->number);
	else if (packet)
		situation_say(situation, "Its SYN (packet %u) %s.",
			      packet->number,
			      packet->fate == PACKET_HELD ? "is held on the "
							    "wire"
			      : packet->fate == PACKET_DROPPED
				      ? "was lost on the wire"
				      : "is not answered yet");
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
		situation_say(situation,
			      "The call did not wait; by now the answer has "
			      "come, an RST (packet %u).",
			      answer->number);
	else
		situation_say(situation, "The call did not wait; by now the "
					 "handshake has failed.");
	situation_say(situation, "%s is in UNCONN, and SO_ERROR says why.",
		      situation_own(situation));
}

static void shaken_meanwhile(struct situation *situation)
{
	const struct socket_state *own = situation->now;
	if (own && own->state == SOCKET_CLOSE) {
		refused_meanwhile(situation);
		return;
	}
	if (own && own->state == SOCKET_ESTABLISHED)
		situation_say(situation,
			      "The call did not wait, and that is no failure; "
			      "by now the handshake is over, and %s is in "
			      "ESTAB.",
			      situation_own(situation));
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
		situation_say(situation,
			      "%s sent (the last as packet %u), and none was "
			      "answered: the kernel has given the connection "
			      "up.",
			      situation_many(situation, count,
					     "A keepalive probe was",
					     "keepalive probes were"),
			      last->number);
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
		situation_say(
			situation,
			"%s %s (the last as packet %u), and nothing came "
			"back from %s.",
			connects ? "The SYN was sent" : "Data was sent",
			situation_count(situation, (int64_t)count, "time"),
			last->number, situation_print(situation, peer));
	if (last && !last->to_host)
		situation_say(situation, "No host has that address.");
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
		situation_say(situation,
			      "%s had SO_LINGER with 0 seconds: close() sends "
			      "no FIN then.",
			      situation_who(situation, peer));
	else if (!peer || !peer->owner_count)
		situation_say(situation, "No process had that end any more.");
	else if (unread)
		situation_say(situation, "%s had %s unread then.",
			      situation_who(situation, peer),
			      situation_count(situation, unread, "byte"));
	snapshot_done(&snapshot);
}

/* Where the packet was first seen. */
static size_t place_of(const struct situation *situation, unsigned number)
{
	size_t found = situation->place;
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number == number)
			found = i;
	}
	return found;
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
		situation_say(situation,
			      "Bytes came (packet %u) after %s was shut down "
			      "for receiving: so its own kernel has reset the "
			      "connection, with RST (packet %u).",
			      came->number, situation_own(situation),
			      sent->number);
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
		situation_say(situation,
			      "The RST (packet %u) was put on the wire: no "
			      "kernel sent it.",
			      rst->number);
	else
		situation_say(situation, "%s sent RST (packet %u).",
			      situation_print(situation, &rst->packet.from),
			      rst->number);
	if (!(rst->packet.marks & PACKET_INJECTED))
		say_peer_then(situation, own, place_of(situation, rst->number));
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
