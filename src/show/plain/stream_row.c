/* stream_row: one event of a stream as a line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/plain/stream_row.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "show/explain/life.h"
#include "show/packet/packet_row.h"

#include <string.h>

void stream_row_source(const struct event_source *source, struct buf *out)
{
	if (source->file && source->line) {
		SENTENCE_LINE(out, " ", "", "plain-in-line-of",
			      SLOT_NUMBER("line", source->line),
			      SLOT_TEXT("file", text_base(source->file)));
	} else if (source->function) {
		SENTENCE_LINE(out, " ", "", "plain-in",
			      SLOT_TEXT("function", source->function));
	}
}

void stream_row_chain(const struct event_source *source, struct buf *out)
{
	if (!source->file || !source->chain)
		return;
	SENTENCE_LINE(out, "  ", "\n", "plain-at-line-of-in",
		      SLOT_NUMBER("line", source->line),
		      SLOT_TEXT("file", text_base(source->file)),
		      SLOT_TEXT("chain", source->chain));
}

void stream_row_killed(const char *lead, const char *actor, int signal,
		       struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, signal);
	SENTENCE_LINE(out, lead, "\n", "plain-was-killed-by",
		      SLOT_TEXT("actor", actor),
		      SLOT_TEXT("signal",
				name ? name : sentence_text("plain-a-signal")));
}

void stream_row_actor(const struct event_actor *event, struct buf *out)
{
	if (event->phase == ACTOR_BORN && event->parent)
		SENTENCE_LINE(out, "", "\n",
			      event->is_thread ? "plain-is-a-new-thread"
					       : "plain-is-a-new-process",
			      SLOT_TEXT("actor", event->actor),
			      SLOT_TEXT("parent", event->parent),
			      SLOT_NUMBER("pid", event->pid));
	else if (event->phase == ACTOR_BORN)
		SENTENCE_LINE(out, "", "\n", "plain-has-begun-pid",
			      SLOT_TEXT("actor", event->actor),
			      SLOT_NUMBER("pid", event->pid));
	else if (event->signal)
		stream_row_killed("", event->actor, event->signal, out);
	else
		SENTENCE_LINE(out, "", "\n", "plain-ended-with-exit-status",
			      SLOT_TEXT("actor", event->actor),
			      SLOT_NUMBER("status", event->status));
}

void stream_row_signal(const struct event_signal *event, struct buf *out)
{
	buf_printf(out, "%s ", event->actor);
	life_print_signal(event, out);
	buf_putc(out, '\n');
}

/* Of what the wire had nowhere to take: of what it was told to drop nothing is
 * said. */
static const char *fate_of(const struct event_packet *event)
{
	if (event->fate != PACKET_DROPPED || event->to_host)
		return SENTENCE_OF("plain-fate", fate, packet);
	return address_is_multicast(&event->packet.to)
		       ? SENTENCE_OF("plain-no-other-host", fate, packet)
		       : SENTENCE_OF("plain-no-host", fate, packet);
}

void stream_row_packet(const struct event_packet *event, struct buf *out)
{
	const struct slot slots[] = {
		SLOT_TEXT("fate", packet_fate_word(event->fate)),
		SLOT_NUMBER("packet", event->number)};
	buf_puts(out, "  ");
	packet_print_end(event->from_actor, &event->packet.from, out);
	buf_puts(out, " -> ");
	packet_print_target(event, out);
	buf_putc(out, ' ');
	packet_print(&event->packet, out);
	if (event->fate != PACKET_DELIVERED)
		sentence_line(out, " ", "", fate_of(event), slots,
			      COUNT(slots));
	buf_putc(out, '\n');
}

void stream_row_finding(const struct event_finding *event, struct buf *out)
{
	const struct slot actor = SLOT_TEXT("actor", event->actor);
	const struct slot text = SLOT_TEXT("finding", event->text);
	if (event->lesson)
		SENTENCE_LINE(out, "", "\n", "plain-finding-lesson", actor,
			      text, SLOT_TEXT("lesson", event->lesson));
	else
		SENTENCE_LINE(out, "", "\n", "plain-finding", actor, text);
	stream_row_chain(&event->source, out);
}
