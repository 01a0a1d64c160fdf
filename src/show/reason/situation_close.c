/* situation_close: what close() made of a socket, where that surprises.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * close() gives a number back; the socket ends with the last one. A listener
 * takes the connections with it that nobody has accepted, and bytes that came
 * and were not read make an RST of the FIN, for they were acknowledged and
 * nobody has them (RFC 2525, 2.17).
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <netinet/in.h>
#include <string.h>

static const struct event_packet *end_of(const struct situation *situation,
					 const struct socket_state *own,
					 uint8_t flag)
{
	struct packet_wish wish = {
		.from = &own->local, .to = &own->peer, .flags = flag};
	if (address_port(&own->peer) <= 0)
		wish.to = NULL;
	return situation_packet(situation, situation->begin, &wish, NULL);
}

/* Whether the kernel was asked for the socket since the call: a row that was
 * read before it has the number still. */
static bool was_read(const struct situation *situation, uint64_t cookie)
{
	for (size_t i = situation->begin; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind == EVENT_SOCKET &&
		    event->as.socket.state.cookie == cookie)
			return true;
	}
	return false;
}

static void stays_open(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *row =
		own ? snapshot_find(&situation->after, own->host, own->cookie)
		    : NULL;
	if (row && row->owner_count && was_read(situation, row->cookie))
		SAY(situation, "closed-number",
		    SLOT_TEXT("other", situation_who(situation, row)));
}

/* The call of another thread that is inside with the number, or NULL. */
static const struct event_call *user_of(const struct situation *situation)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		int arg = event->kind == EVENT_CALL ? call_fd_arg(&other->call)
						    : -1;
		if (arg < 0 || other->call.args[arg].num != situation->fd ||
		    !situation_is_own(situation, other->actor))
			continue;
		// Before that the number was another's.
		if (call_makes_fd(&other->call, situation->fd))
			return NULL;
		const struct event_call *open = journal_open_call(
			situation->journal, situation->place, other->actor);
		if (open && open->id == other->id)
			return open;
	}
	return NULL;
}

/* A call has the open file as long as it lasts. That it is not only about to
 * be made shows the socket, which is there and has no number. */
static void is_in_use(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *row =
		own ? snapshot_find(&situation->after, own->host, own->cookie)
		    : NULL;
	if (!row || row->owner_count || row->state != own->state)
		return;
	const struct event_call *open = user_of(situation);
	if (open)
		SAY(situation,
		    situation_is_tcp(own) && own->state == SOCKET_ESTABLISHED
			    ? "closed-in-use-no-fin"
			    : "closed-in-use",
		    SLOT_TEXT("actor", open->actor),
		    SLOT_TEXT("call", open->call.syscall->name));
}

/* The RST that answers a SYN has 0 for its number: that was no connection. */
static bool ends_queued(const struct packet *packet,
			const struct socket_state *listener)
{
	return packet->protocol == IPPROTO_TCP && packet->flags & PACKET_RST &&
	       packet->seq &&
	       situation_reaches(&packet->from, &listener->local);
}

/* Those in the queue whose other ends have reset them need no RST. */
static void took_queue_along(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct event_packet *rst = NULL;
	size_t resets = 0;
	if (!own || own->state != SOCKET_LISTEN || !own->recv_q)
		return;
	for (size_t i = situation->begin; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind != EVENT_PACKET ||
		    !ends_queued(&event->as.packet.packet, own))
			continue;
		if (rst && event->as.packet.number <= rst->number)
			continue;
		rst = &event->as.packet;
		resets++;
	}
	if (rst)
		SAY(situation, "closed-queue", SLOT_NUMBER("resets", resets),
		    SLOT_NUMBER("packet", rst->number));
}

static void left_bytes(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	if (!own || !situation_is_tcp(own) || own->state == SOCKET_LISTEN)
		return;
	const struct event_packet *rst = end_of(situation, own, PACKET_RST);
	int64_t unread = situation_unread(own), seconds;
	if (rst && unread > 0)
		SAY(situation, "closed-unread-rst",
		    SLOT_NUMBER("unread", unread),
		    SLOT_NUMBER("packet", rst->number));
	else if (rst &&
		 situation_lingers(situation, situation->begin, own,
				   &seconds) &&
		 seconds == 0)
		SAY(situation, "closed-lingering",
		    SLOT_NUMBER("packet", rst->number));
}

/* close() gives up when the time of SO_LINGER is over, and says nothing of it.
 */
static void lingered_in_vain(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *now =
		own ? snapshot_find(&situation->after, own->host, own->cookie)
		    : NULL;
	enum { NS_OF_SECOND = 1000000000 };
	int64_t seconds;
	if (now && !now->owner_count && situation_is_tcp(now) && now->send_q &&
	    situation_is_fresh(situation, now) &&
	    situation_lingers(situation, situation->begin, own, &seconds) &&
	    seconds > 0 &&
	    situation->call->result.elapsed >= (uint64_t)seconds * NS_OF_SECOND)
		SAY(situation, "closed-lingered-in-vain",
		    SLOT_NUMBER("seconds", seconds),
		    SLOT_NUMBER("send_q", now->send_q));
}

const struct situation_row *situation_closes(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"close", 0, SITUATION_DONE, stays_open},
		{"close", 0, SITUATION_DONE, is_in_use},
		{"close", 0, SITUATION_DONE, took_queue_along},
		{"close", 0, SITUATION_DONE, left_bytes},
		{"close", 0, SITUATION_DONE, lingered_in_vain},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
