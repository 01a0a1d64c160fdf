/* aftermath: what the kernel did with the sockets of an actor that ended.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a process ends, however that is, the kernel closes its descriptors. For
 * a connection that nobody else has open that means the same as close(2): a
 * FIN, or an RST when bytes were not read. What it did is looked up, not
 * concluded: the packets behind the last call that came back, and the rows. The
 * descriptors are closed before the parent is told, so that the packets stand
 * before the end in the journal; and rows lag behind calls, for they are looked
 * at when everything has settled.
 */
#include "show/explain/aftermath.h"

#include "base/sentence.h"
#include "call/table/syscalls.h"

#include <string.h>

/* One end, and the state in which it left its sockets. */
struct aftermath {
	const struct journal *journal;
	const char *actor;
	size_t last, index, place; /* behind its last call; its end; now */
	struct snapshot before, now;
	struct buf *out;
};

/* --- what the actor did itself ---------------------------------------------
 */

static bool is_call_of(const struct event *event, const char *actor)
{
	return event->kind == EVENT_CALL &&
	       !strcmp(event->as.call.actor, actor);
}

/* Where its last call came back, or was entered when it never did. */
static size_t last_call(const struct journal *journal, size_t index,
			const char *actor)
{
	for (size_t i = index; i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *call = &event->as.call;
		if (!is_call_of(event, actor))
			continue;
		bool never = call->call.syscall->flags & SYSCALL_ENDS_ACTOR ||
			     call->call.result.signal;
		if (call->phase != CALL_RETURN || !never)
			return i;
	}
	return 0;
}

static bool was_closed(const struct aftermath *aftermath, int fd)
{
	for (size_t i = aftermath->index; i-- > 0;) {
		const struct event *event = journal_at(aftermath->journal, i);
		const struct call *call = &event->as.call.call;
		if (!is_call_of(event, aftermath->actor) ||
		    event->as.call.phase != CALL_RETURN || call->result.error)
			continue;
		unsigned flags = call->syscall->flags;
		if (flags & SYSCALL_ENDS_FD && call->args[0].num == fd)
			return true;
		if (flags & SYSCALL_MAKES_FD && call->result.value == fd)
			return false;
	}
	return false;
}

/* --- what the kernel did ---------------------------------------------------
 */

static bool is_end(const struct event *event, const char *actor)
{
	const struct event_packet *packet = &event->as.packet;
	return event->kind == EVENT_PACKET &&
	       text_is(packet->from_actor, actor) &&
	       packet->packet.flags & (PACKET_FIN | PACKET_RST);
}

/* The packet that ended the connection, or NULL. */
static const struct event_packet *find_end(const struct aftermath *aftermath,
					   const struct address *local,
					   const struct address *peer)
{
	for (size_t i = aftermath->last; i < aftermath->place; i++) {
		const struct event *event = journal_at(aftermath->journal, i);
		const struct packet *packet = &event->as.packet.packet;
		if (is_end(event, aftermath->actor) &&
		    address_same(&packet->from, local) &&
		    address_same(&packet->to, peer))
			return &event->as.packet;
	}
	return NULL;
}

static const struct socket_state *find_row(const struct snapshot *snapshot,
					   const struct address *local,
					   const struct address *peer)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		if (address_same(&row->local, local) &&
		    address_same(&row->peer, peer))
			return row;
	}
	return NULL;
}

/* What became of the socket. */
static void print_left(const struct socket_state *left, struct buf *out)
{
	if (!left)
		SENTENCE(out, "left-gone");
	else if (left->owner_count)
		SENTENCE(out, "left-with-other",
			 SLOT_TEXT("other", left->owners[0].actor));
	else
		SENTENCE(out, "left-in-state",
			 SLOT_TEXT("state", socket_state_word(left)));
}

static void print_connection(const struct aftermath *aftermath,
			     const struct address *local,
			     const struct address *peer)
{
	struct buf *out = aftermath->out, left = {0}, to = {0};
	const struct event_packet *end = find_end(aftermath, local, peer);
	bool is_rst = end && end->packet.flags & PACKET_RST;
	print_left(find_row(&aftermath->now, local, peer), &left);
	address_print_ss(peer, &to);
	const struct slot actor = SLOT_TEXT("actor", aftermath->actor);
	const struct slot other = SLOT_TEXT("peer", buf_text(&to));
	const struct slot fate = SLOT_TEXT("left", buf_text(&left));
	buf_puts(out, out->len ? " " : "");
	if (end)
		SENTENCE(out, is_rst ? "closed-with-rst" : "closed-with-fin",
			 actor, other, fate,
			 SLOT_NUMBER("packet", end->number));
	else
		SENTENCE(out, "closed-connection", actor, other, fate);
	buf_done(&left);
	buf_done(&to);
}

/* The first packet of each connection; one that is sent again is no news. */
static void print_packets(const struct aftermath *aftermath)
{
	for (size_t i = aftermath->last; i < aftermath->place; i++) {
		const struct event *event = journal_at(aftermath->journal, i);
		const struct packet *packet = &event->as.packet.packet;
		if (is_end(event, aftermath->actor) &&
		    find_end(aftermath, &packet->from, &packet->to) ==
			    &event->as.packet)
			print_connection(aftermath, &packet->from, &packet->to);
	}
}

/* What ended without a packet: listeners, and connections that nobody sees. */
static void print_row(const struct aftermath *aftermath,
		      const struct socket_state *row)
{
	struct buf *out = aftermath->out;
	if (row->state == SOCKET_LISTEN) {
		struct buf left = {0}, address = {0};
		print_left(find_row(&aftermath->now, &row->local, &row->peer),
			   &left);
		address_print_ss(&row->local, &address);
		buf_puts(out, out->len ? " " : "");
		SENTENCE(out, "closed-listener",
			 SLOT_TEXT("actor", aftermath->actor),
			 SLOT_TEXT("address", buf_text(&address)),
			 SLOT_TEXT("left", buf_text(&left)));
		buf_done(&left);
		buf_done(&address);
	} else if (address_port(&row->peer) > 0 &&
		   !find_end(aftermath, &row->local, &row->peer)) {
		print_connection(aftermath, &row->local, &row->peer);
	}
}

static void print_rows(const struct aftermath *aftermath)
{
	const struct snapshot *before = &aftermath->before;
	for (size_t i = 0; i < before->count; i++) {
		const struct socket_state *row = &before->rows[i];
		bool is_tcp = !strcmp(socket_netid(row), "tcp");
		for (size_t k = 0; is_tcp && k < row->owner_count; k++) {
			const struct socket_owner *owner = &row->owners[k];
			if (strcmp(owner->actor, aftermath->actor) != 0 ||
			    was_closed(aftermath, owner->fd))
				continue;
			print_row(aftermath, row);
			break;
		}
	}
}

void aftermath_print(const struct journal *journal, size_t index, size_t place,
		     struct buf *out)
{
	const struct event_actor *life = &journal_at(journal, index)->as.actor;
	struct buf text = {0};
	struct aftermath aftermath = {
		.journal = journal,
		.actor = life->actor,
		.last = last_call(journal, index, life->actor),
		.index = index,
		.place = place,
		.out = &text,
	};
	journal_snapshot(journal, index, &aftermath.before);
	journal_snapshot(journal, place, &aftermath.now);
	print_packets(&aftermath);
	print_rows(&aftermath);
	buf_puts(out, buf_text(&text));
	buf_done(&text);
	snapshot_done(&aftermath.before);
	snapshot_done(&aftermath.now);
}
