/* ladder_row: one call or packet of the ladder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row has, from left to right: a sign (+: of the viewed beat), the number of
 * a packet, a bracket that joins what happened to the call that set it off,
 * the rails, the time since that call. What does not fit into a row has a
 * second one below it.
 */
#include "show/ladder/ladder_row.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "show/explain/given.h"
#include "show/ladder/ladder_mark.h"
#include "show/packet/packet_row.h"
#include "show/panel/answer.h"

#include <string.h>

static int columns(const char *text)
{
	return (int)text_width(text, strlen(text));
}

/* --- one row ---------------------------------------------------------------
 */

/* The rails as they stand at an instant: heavy where an actor is in a call. */
static void draw_rails(const struct ladder *ladder, size_t instant,
		       struct area row)
{
	for (size_t i = 0; i < ladder->rail_count; i++) {
		const struct rail *rail = &ladder->rails[i];
		bool is_inside = timeline_inside(&ladder->timeline, instant,
						 rail->index);
		area_text(row, rail->x, 0,
			  is_inside ? STYLE_BLOCKED : STYLE_PAST,
			  is_inside ? "┃" : "│");
	}
}

/* The sign that joins instant `index` to its cause, or passes by. */
static const char *bracket(const struct timeline *timeline, size_t index)
{
	const struct instant *instant = &timeline->items[index];
	long at = (long)index, cause = instant->cause;
	if (instant->last > at)
		return "┌";
	if (cause != INSTANT_ALONE && timeline->items[cause].last >= at)
		return timeline->items[cause].last == at ? "└" : "├";
	for (long i = at - 1; i >= 0; i--) {
		if (timeline->items[i].kind == INSTANT_CALL ||
		    timeline->items[i].kind == INSTANT_ORDER)
			return timeline->items[i].last > at ? "│" : " ";
	}
	return " ";
}

static void draw_time(struct area row, int x, uint64_t nanoseconds,
		      const char *sign)
{
	struct buf text = {0};
	double ms = (double)nanoseconds / (double)CLOCK_MS;
	if (ms >= 100)
		buf_printf(&text, "%s%.2f s", sign, ms / 1000);
	else
		buf_printf(&text, "%s%.2f ms", sign, ms);
	area_text(row, x + LADDER_TIME_WIDTH - (int)text.len, 0, STYLE_PAST,
		  buf_text(&text));
	buf_done(&text);
}

static void draw_gutter(const struct ladder *ladder, size_t index,
			struct area row)
{
	const struct instant *instant = &ladder->timeline.items[index];
	const struct timeline *timeline = &ladder->timeline;
	if (instant->now)
		area_text(row, 0, 0, STYLE_CHANGED, "+");
	if (instant_is_packet(instant)) {
		unsigned number = instant->event->as.packet.number;
		bool chosen = number == ladder->view->scene->packet_cursor;
		area_text(row, 1, 0, STYLE_KEY, chosen ? "▶" : " ");
		area_printf(row, 2, 0, chosen ? STYLE_CURRENT : STYLE_LABEL,
			    "%*u", ladder->numbers, number);
	}
	area_text(row, ladder->numbers + 3, 0, STYLE_LABEL,
		  bracket(timeline, index));
	int x = ladder->left + ladder->rails_width;
	if (ladder->has_times && instant->cause != INSTANT_ALONE)
		draw_time(row, x, instant_delay(timeline, index), "+");
	if (ladder->has_clock)
		draw_time(row, x + LADDER_TIME_WIDTH, instant->time, "");
}

/* --- packets ---------------------------------------------------------------
 */

const struct rail *ladder_end_rail(const struct ladder *ladder,
				   const char *actor, const char *host)
{
	const struct rail *rail = ladder_rail(ladder, actor, host);
	return rail ? rail : ladder_rail(ladder, NULL, host);
}

/* The columns between two rails, both included. */
static struct area between(struct area row, const struct rail *from,
			   const struct rail *to)
{
	int x = from->x < to->x ? from->x : to->x;
	int end = from->x < to->x ? to->x : from->x;
	return area_cut(row, x, 0, end - x + 1, 1);
}

static enum style packet_style(const struct instant *instant)
{
	return instant->now	  ? STYLE_PACKET
	       : instant->is_held ? STYLE_PLAIN
				  : STYLE_PAST;
}

/* Who sent it again, where the bracket does not say it. */
static void add_timer(const struct timeline *timeline, size_t index,
		      struct buf *out)
{
	const struct instant *instant = &timeline->items[index];
	if (instant->kind != INSTANT_PACKET || instant->cause < 0)
		return;
	const struct instant *cause = &timeline->items[instant->cause];
	if (cause->last >= (long)index || cause->kind != INSTANT_CALL)
		return;
	const struct event_call *call = &cause->event->as.call;
	struct buf words = {0};
	call_print(&call->call, NOTATION_C, &words);
	SENTENCE_LINE(out, out->len ? ", " : "", "", "panel-by-timer",
		      SLOT_TEXT("actor", call->actor),
		      SLOT_TEXT("call", buf_text(&words)));
	buf_done(&words);
}

/* A packet of an actor with itself has no way to be drawn. */
static void draw_own(const struct instant *instant, const struct rail *rail,
		     struct area row)
{
	struct buf text = {0};
	const struct event_packet *packet = &instant->event->as.packet;
	packet_words(&packet->packet, &text);
	SENTENCE_LINE(&text, " ", "", "panel-to-itself");
	if (packet->fate != PACKET_DELIVERED)
		buf_printf(&text, ", %s", packet_fate_word(packet->fate));
	int width = columns(buf_text(&text));
	bool right = rail->x + 4 + width <= row.width || rail->x < width + 4;
	int x = right ? rail->x + 4 : rail->x - 3 - width;
	area_text(row, right ? rail->x + 1 : rail->x - 2, 0,
		  packet_style(instant), right ? "◀─" : "─▶");
	area_fit(row, x, 0, row.width - x, packet_style(instant),
		 buf_text(&text));
	buf_done(&text);
}

/* Draws one packet; `out` gets what found no room. */
static void draw_packet(const struct ladder *ladder, size_t index,
			struct area row, struct buf *out)
{
	const struct instant *instant = &ladder->timeline.items[index];
	const struct event_packet *packet = &instant->event->as.packet;
	const struct rail *from =
		ladder_end_rail(ladder, packet->from_actor, packet->from_host);
	const struct rail *to =
		ladder_end_rail(ladder, packet->to_actor, packet->to_host);
	enum packet_said said = PACKET_SAID_ALL;
	if (from == to) {
		draw_own(instant, from, row);
	} else {
		const struct packet_way way = {
			.packet = packet,
			.to_right = from->x < to->x,
			.resumed = instant->kind == INSTANT_FATE,
			.strong = instant->now || instant->is_held,
			.style = packet_style(instant),
		};
		said = packet_row_draw(&way, between(row, from, to));
	}
	if (said == PACKET_SAID_NOTHING)
		packet_words(&packet->packet, out);
	if (said == PACKET_SAID_NAME) {
		struct buf name = {0};
		packet_words_split(&packet->packet, &name, out);
		buf_done(&name);
	}
	add_timer(&ladder->timeline, index, out);
}

/* --- calls -----------------------------------------------------------------
 */

/* Text that has no room on either side of its rail, with the actor's name in
 * front, across the rail. Returns whether it has room in the row. */
static bool text_across(const struct rail *rail, struct area row,
			enum style style, const char *text)
{
	char *named = xprintf(" %s: %s ", rail->name, text);
	int width = columns(named), x = rail->x - width / 2;
	x = x + width > row.width ? row.width - width : x;
	bool fits = width <= row.width;
	if (fits)
		area_text(row, x < 0 ? 0 : x, 0, style, named);
	free(named);
	return fits;
}

enum style ladder_call_words(const struct instant *instant,
			     enum notation notation, struct buf *text,
			     struct buf *result)
{
	const struct event_call *made = &instant->event->as.call;
	if (instant->kind == INSTANT_CALL)
		call_print(&made->call, notation, text);
	else
		buf_printf(text, "%s", made->call.syscall->name);
	bool over = made->phase == CALL_RETURN;
	if (made->phase == CALL_ENTER)
		return STYLE_CODE;
	enum style style = result_words(made, notation, true, result);
	if (over)
		given_print(&made->call, notation, result);
	else
		buf_puts(result, " zZ");
	return style;
}

/* A call and its result on one row, or the result below. */
static void draw_call(const struct ladder *ladder, size_t index,
		      struct area row, struct buf *out)
{
	const struct instant *instant = &ladder->timeline.items[index];
	const struct rail *rail = ladder_rail(ladder, instant->actor, NULL);
	struct buf text = {0}, result = {0};
	if (!rail)
		return;
	enum style style = ladder_call_words(
		instant, ladder->view->scene->notation, &text, &result);
	struct buf whole = {0};
	buf_printf(&whole, result.len ? "%s %s" : "%s", buf_text(&text),
		   buf_text(&result));
	bool behind;
	int width = columns(buf_text(&whole));
	style = instant->now ? style : STYLE_PLAIN;
	if (width <= ladder_room(rail, row.width, width, &behind)) {
		area_text(row, rail->x, 0, STYLE_KEY, "●");
		ladder_text(rail, row, style, buf_text(&whole));
	} else if (!text_across(rail, row, style, buf_text(&whole))) {
		area_text(row, rail->x, 0, STYLE_KEY, "●");
		ladder_text(rail, row, style, buf_text(&text));
		buf_puts(out, buf_text(&result));
	}
	buf_done(&whole);
	buf_done(&text);
	buf_done(&result);
}

void ladder_data_words(const struct instant *instant, struct buf *text)
{
	long long count = instant->event->as.call.call.result.value;
	SENTENCE(text, "panel-no-packet", SLOT_NUMBER("count", count));
}

static void draw_data(const struct ladder *ladder, size_t index,
		      struct area row, struct buf *out)
{
	const struct instant *instant = &ladder->timeline.items[index];
	const struct rail *from = ladder_rail(ladder, instant->actor, NULL);
	const struct rail *to = ladder_rail(ladder, instant->to_actor, NULL);
	struct buf text = {0};
	ladder_data_words(instant, &text);
	enum style style = instant->now ? STYLE_KERNEL : STYLE_PAST;
	(void)out;
	if (!from || !to || !instant->to_actor || from == to) {
		if (to && from == to)
			buf_printf(&text, ", %s",
				   sentence_text("panel-to-itself"));
		if (from)
			ladder_text(from, row, style, buf_text(&text));
		buf_done(&text);
		return;
	}
	struct area way = between(row, from, to);
	bool to_right = from->x < to->x;
	int width = columns(buf_text(&text));
	area_fill(way, 1, 0, way.width - 2, style, 0x2504);
	area_text(way, to_right ? way.width - 2 : 1, 0, style,
		  to_right ? "▶" : "◀");
	if (width + 8 <= way.width) {
		int x = (way.width - width) / 2;
		area_text(way, x - 1, 0, style, " ");
		x += area_text(way, x, 0, style, buf_text(&text));
		area_text(way, x, 0, style, " ");
	} else {
		buf_puts(out, buf_text(&text));
	}
	buf_done(&text);
}

/* --- any row ---------------------------------------------------------------
 */

static ladder_mark_fn *const drawers[] = {
	[INSTANT_STEP] = ladder_step,	[INSTANT_CALL] = draw_call,
	[INSTANT_RETURN] = draw_call,	[INSTANT_PACKET] = draw_packet,
	[INSTANT_FATE] = draw_packet,	[INSTANT_DATA] = draw_data,
	[INSTANT_ORDER] = ladder_order, [INSTANT_COMMAND] = ladder_command,
	[INSTANT_BIRTH] = ladder_birth, [INSTANT_SIGNAL] = ladder_signal,
	[INSTANT_END] = ladder_end,
};

/* The row below, at the rail of the call that it belongs to. */
static void draw_more(const struct ladder *ladder, size_t index,
		      struct area row, const char *more)
{
	const struct instant *instant = &ladder->timeline.items[index];
	bool is_call = instant->kind == INSTANT_CALL ||
		       instant->kind == INSTANT_RETURN;
	const struct rail *rail =
		is_call ? ladder_rail(ladder, instant->actor, NULL) : NULL;
	char *text = xprintf("└ %s", more);
	draw_rails(ladder, index, row);
	ladder_text(rail ? rail : ladder->rails, row,
		    instant_is_packet(instant) ? packet_style(instant)
		    : instant->now	       ? STYLE_RESULT
					       : STYLE_PLAIN,
		    text);
	free(text);
}

int ladder_row_draw(const struct ladder *ladder, size_t index, struct area area)
{
	const struct instant *instant = &ladder->timeline.items[index];
	struct area row = area;
	struct buf more = {0};
	row.height = area.height > 0;
	if (instant->kind == INSTANT_STEP) {
		ladder_step(ladder, index, row, &more);
		return 1;
	}
	struct area rails = row;
	rails.x += ladder->left;
	rails.width = ladder->rails_width;
	if (instant->kind == INSTANT_PACKET || instant->kind == INSTANT_FATE)
		area_about_packet(row, 0, instant->event->as.packet.number);
	draw_rails(ladder, index, rails);
	drawers[instant->kind](ladder, index, rails, &more);
	draw_gutter(ladder, index, row);
	if (!more.len) {
		buf_done(&more);
		return 1;
	}
	rails.y++;
	rails.height = area.height > 1;
	draw_more(ladder, index, rails, buf_text(&more));
	buf_done(&more);
	return 2;
}
