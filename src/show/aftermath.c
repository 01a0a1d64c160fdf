/* aftermath: what the kernel did with the sockets of an actor that ended.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a process ends, however that is, the kernel closes its descriptors. For
 * a connection nobody else has open that means the same as close(2): a FIN, or
 * an RST when bytes were not read. What it did is looked up, not concluded:
 * packets from the socket's address after the end, and its row at the place.
 */
#include "show/aftermath.h"

#include <string.h>

/* The number of the actor's descriptor for the socket, or -1. */
static int fd_of(const struct socket_state *row, const char *actor)
{
	for (size_t i = 0; i < row->owner_count; i++) {
		if (!strcmp(row->owners[i].actor, actor))
			return row->owners[i].fd;
	}
	return -1;
}

/* The packet with one of the flags that the socket sent behind `index`, or
 * NULL. */
static const struct event_packet *find_packet(const struct journal *journal,
					      size_t index, size_t place,
					      const struct socket_state *row,
					      uint8_t flags)
{
	for (size_t i = index; i < place; i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_packet *packet = &event->as.packet;
		if (event->kind == EVENT_PACKET &&
		    packet->packet.flags & flags &&
		    address_same(&packet->packet.from, &row->local) &&
		    (!row->peer.len ||
		     address_same(&packet->packet.to, &row->peer)))
			return packet;
	}
	return NULL;
}

/* The row of the same connection, whose identity can be another when the
 * socket itself is gone. */
static const struct socket_state *find_row(const struct snapshot *snapshot,
					   const struct socket_state *of)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		if (row->protocol == of->protocol &&
		    !strcmp(row->host, of->host) &&
		    address_same(&row->local, &of->local) &&
		    address_same(&row->peer, &of->peer))
			return row;
	}
	return NULL;
}

static void print_end(const struct socket_state *row, struct buf *out)
{
	if (row->state == SOCKET_LISTEN) {
		buf_puts(out, "which listened at ");
		address_print_ss(&row->local, out);
		return;
	}
	buf_puts(out, "connected to ");
	address_print_ss(&row->peer, out);
}

static void print_done(const struct journal *journal, size_t index,
		       size_t place, const struct socket_state *row,
		       struct buf *out)
{
	const struct event_packet *sent =
		find_packet(journal, index, place, row, PACKET_RST);
	const char *flag = sent ? "RST" : "FIN";
	if (!sent)
		sent = find_packet(journal, index, place, row, PACKET_FIN);
	if (sent)
		buf_printf(out, " It sent %s %s (packet %u).",
			   sent->packet.flags & PACKET_RST ? "an" : "a", flag,
			   sent->number);
}

static void print_socket(const struct journal *journal, size_t index,
			 size_t place, const struct socket_state *row, int fd,
			 struct buf *out)
{
	struct snapshot now = {0};
	journal_snapshot(journal, place, &now);
	const struct socket_state *left = find_row(&now, row);
	buf_printf(out, "%sThe kernel closed fd %d, ", out->len ? " " : "", fd);
	print_end(row, out);
	buf_puts(out, ".");
	print_done(journal, index, place, row, out);
	if (left && left->owner_count)
		buf_printf(out, " The socket stays open: %s has it, too.",
			   left->owners[0].actor);
	else if (left)
		buf_printf(out, " It is in %s now, without a process.",
			   socket_state_word(left));
	else
		buf_puts(out, " The socket is gone.");
	snapshot_done(&now);
}

void aftermath_print(const struct journal *journal, size_t index, size_t place,
		     struct buf *out)
{
	const char *actor = journal_at(journal, index)->as.actor.actor;
	struct snapshot before = {0};
	struct buf text = {0};
	journal_snapshot(journal, index, &before);
	for (size_t i = 0; i < before.count; i++) {
		const struct socket_state *row = &before.rows[i];
		int fd = fd_of(row, actor);
		bool is_tcp = !strcmp(socket_netid(row), "tcp");
		if (fd >= 0 && is_tcp && address_port(&row->local) > 0)
			print_socket(journal, index, place, row, fd, &text);
	}
	buf_puts(out, buf_text(&text));
	buf_done(&text);
	snapshot_done(&before);
}
