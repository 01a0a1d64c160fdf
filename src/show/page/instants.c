/* instants: what the ladder of a document draws, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "base/text.h"
#include "show/ladder/ladder_mark.h"
#include "show/ladder/ladder_row.h"
#include "show/packet/packet_row.h"
#include "show/page/form.h"

void page_packet_ends(const struct event_packet *packet, struct buf *out)
{
	struct buf from = {0}, to = {0};
	packet_print_end(packet->from_actor, &packet->packet.from, &from);
	packet_print_target(packet, &to);
	SENTENCE_LINE(out, "", " ", "page-packet-ends",
		      SLOT_TEXT("from", buf_text(&from)),
		      SLOT_TEXT("to", buf_text(&to)));
	buf_done(&from);
	buf_done(&to);
}

void page_packet_words(const struct event_packet *packet, struct buf *out)
{
	packet_words(&packet->packet, out);
	if (packet->fate != PACKET_DELIVERED)
		buf_printf(out, ", %s", packet_fate_word(packet->fate));
}

static void instant_print(const struct instant *instant, enum notation notation,
			  struct buf *out)
{
	const struct event_packet *packet = &instant->event->as.packet;
	struct buf result = {0};
	if (instant->actor)
		buf_printf(out, "%s: ", instant->actor);
	if (instant_is_packet(instant)) {
		page_packet_ends(packet, out);
		page_packet_words(packet, out);
	} else if (instant->kind == INSTANT_DATA) {
		ladder_data_words(instant, out);
		if (instant->to_actor)
			SENTENCE_LINE(out, ", ", "", "page-to-actor",
				      SLOT_TEXT("actor", instant->to_actor));
	} else if (instant->kind == INSTANT_CALL ||
		   instant->kind == INSTANT_RETURN) {
		ladder_call_words(instant, notation, out, &result);
		buf_printf(out, "%s%s", result.len ? " " : "",
			   buf_text(&result));
	} else {
		ladder_mark_words(instant, out);
	}
	buf_done(&result);
}

void page_instants(struct view *view, bool is_whole, struct buf *out)
{
	struct timeline timeline;
	timeline_init(&timeline, view);
	for (size_t i = 0; i < timeline.count; i++) {
		struct buf line = {0};
		if (!is_whole && !timeline.items[i].now)
			continue;
		instant_print(&timeline.items[i], view->scene->notation, &line);
		// A command of several lines stays one here.
		text_show_all(out, buf_text(&line));
		buf_putc(out, '\n');
		buf_done(&line);
	}
	timeline_done(&timeline);
}
