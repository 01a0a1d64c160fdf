/* stream_row: one event of a stream as a line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/plain/stream_row.h"

#include "call/table/symbol.h"
#include "show/explain/life.h"
#include "show/packet/packet_row.h"

#include <string.h>

void stream_row_source(const struct event_source *source, struct buf *out)
{
	if (source->file && source->line) {
		buf_printf(out, " in line %d of %s", source->line,
			   text_base(source->file));
	} else if (source->function) {
		buf_printf(out, " in %s", source->function);
	}
}

void stream_row_chain(const struct event_source *source, struct buf *out)
{
	if (!source->file || !source->chain)
		return;
	buf_printf(out, "  at: line %d of %s, in %s\n", source->line,
		   text_base(source->file), source->chain);
}

void stream_row_actor(const struct event_actor *event, struct buf *out)
{
	const char *signal = symbol_name(SYMBOL_SIGNAL, event->signal);
	if (event->phase == ACTOR_BORN && event->parent)
		buf_printf(out, "%s is a new %s of %s, pid %d\n", event->actor,
			   event->is_thread ? "thread" : "process",
			   event->parent, event->pid);
	else if (event->phase == ACTOR_BORN)
		buf_printf(out, "%s has begun, pid %d\n", event->actor,
			   event->pid);
	else if (event->signal)
		buf_printf(out, "%s was killed by %s\n", event->actor,
			   signal ? signal : "a signal");
	else
		buf_printf(out, "%s ended with exit status %d\n", event->actor,
			   event->status);
}

void stream_row_signal(const struct event_signal *event, struct buf *out)
{
	buf_printf(out, "%s ", event->actor);
	life_print_signal(event, out);
	buf_putc(out, '\n');
}

/* Why the wire had nowhere to take it; "" where it was told to drop it. */
static const char *reason_of(const struct event_packet *event)
{
	const struct address *to = &event->packet.to;
	if (event->fate != PACKET_DROPPED || event->to_host)
		return "";
	return address_is_multicast(to) ? ": there is no other host"
					: ": no host has that address";
}

void stream_row_packet(const struct event_packet *event, struct buf *out)
{
	buf_puts(out, "  ");
	packet_print_end(event->from_actor, &event->packet.from, out);
	buf_puts(out, " -> ");
	packet_print_target(event, out);
	buf_putc(out, ' ');
	packet_print(&event->packet, out);
	if (event->fate != PACKET_DELIVERED)
		buf_printf(out, " (%s, packet %u%s)",
			   packet_fate_word(event->fate), event->number,
			   reason_of(event));
	buf_putc(out, '\n');
}

void stream_row_finding(const struct event_finding *event, struct buf *out)
{
	buf_printf(out, "finding, %s: %s", event->actor, event->text);
	if (event->lesson)
		buf_printf(out, " (lesson %s)", event->lesson);
	buf_putc(out, '\n');
	stream_row_chain(&event->source, out);
}
