/* svg: calls and packets between the actors as a drawing, time downwards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rails and the instants are those of the ladder on the screen. Here every
 * instant has the same height, and the words of a packet stand over its arrow.
 * Looks are classes, so that the page decides how dark it is.
 */
#include "base/clock.h"
#include "base/escape.h"
#include "base/sentence.h"
#include "base/text.h"
#include "show/ladder/ladder_mark.h"
#include "show/ladder/ladder_row.h"
#include "show/packet/packet_row.h"
#include "show/page/form.h"
#include "show/panel/panel.h"

#include <string.h>

enum {
	WIDTH = 800,
	TIMES = 92, /* at the right */
	EDGE = 24,  /* to the left of the first rail */
	HEAD = 48,  /* the rails' names */
	ROW = 32,
	LETTER = 8, /* a column of text, rather too much */
	GAP = 12,   /* between a rail and words */
};

struct drawing {
	struct ladder ladder;
	struct buf *out;
	bool is_whole;
	int right; /* where the times begin */
	int y;	   /* of the row's middle */
};

static bool is_drawn(const struct drawing *drawing, size_t index)
{
	return drawing->is_whole || drawing->ladder.timeline.items[index].now;
}

/* --- text ------------------------------------------------------------------
 */

/* As many columns of the text as there are, "…" for the rest. */
static void fit(const char *text, int columns, struct buf *out)
{
	struct glyph glyph;
	size_t len = strlen(text), used = 0;
	bool all = (int)text_width(text, len) <= columns;
	while (text_glyph(text, len, &glyph)) {
		used += glyph.width;
		if (!all && (int)used >= columns)
			break;
		buf_add(out, glyph.text, glyph.len);
		text += glyph.used;
		len -= glyph.used;
	}
	buf_puts(out, all ? "" : "…");
}

/* `anchor` is start, middle or end. */
static void add_text(const struct drawing *drawing, int x, int y,
		     const char *anchor, int room, const char *look,
		     const char *text)
{
	struct buf cut = {0};
	fit(text, room / LETTER, &cut);
	buf_printf(drawing->out,
		   "<text class=\"%s\" x=\"%d\" y=\"%d\" "
		   "text-anchor=\"%s\">",
		   look, x, y, anchor);
	page_escape(drawing->out, buf_text(&cut), cut.len);
	buf_puts(drawing->out, "</text>\n");
	buf_done(&cut);
}

/* Beside a rail, on the side that has more room. */
static void text_at(const struct drawing *drawing, const struct rail *rail,
		    const char *look, const char *text)
{
	int behind = drawing->right - rail->x - GAP;
	int before = rail->x - GAP;
	int need = (int)text_width(text, strlen(text)) * LETTER;
	bool is_behind =
		behind >= need ? 2 * rail->x <= drawing->right || before < need
			       : behind >= before;
	add_text(drawing, is_behind ? rail->x + GAP : rail->x - GAP,
		 drawing->y + 5, is_behind ? "start" : "end",
		 is_behind ? behind : before, look, text);
}

/* --- instants --------------------------------------------------------------
 */

/* From the rail, or from the middle when it was on the wire already. */
static void draw_arrow(const struct drawing *drawing,
		       const struct instant *instant, const struct rail *from,
		       const struct rail *to)
{
	const struct event_packet *packet = &instant->event->as.packet;
	unsigned marks = packet->packet.marks;
	bool resumed = instant->kind == INSTANT_FATE ||
		       marks & (PACKET_INJECTED | PACKET_DUPLICATE);
	int sign = to->x > from->x ? 1 : -1, y = drawing->y + 8;
	int middle = (from->x + to->x) / 2;
	int begin = resumed ? middle : from->x;
	int end = packet->fate == PACKET_DELIVERED ? to->x - sign * 4 : middle;
	buf_printf(drawing->out, "<path class=\"way %s\" d=\"M%d %dH%d\"/>\n",
		   packet_fate_word(packet->fate), begin, y, end);
	if (packet->fate == PACKET_DELIVERED)
		buf_printf(drawing->out,
			   "<path class=\"head\" d=\"M%d %dl%d -5v10z\"/>\n",
			   to->x - sign, y, -sign * 11);
	if (packet->fate == PACKET_DROPPED)
		buf_printf(drawing->out,
			   "<path class=\"cross\" d=\"M%d %dl12 12m0 "
			   "-12l-12 12\"/>\n",
			   middle - 6, y - 6);
	if (packet->fate == PACKET_HELD)
		buf_printf(drawing->out,
			   "<path class=\"held\" d=\"M%d %dv14m5 0v-14\"/>\n",
			   middle, y - 7);
}

static void draw_packet(const struct drawing *drawing,
			const struct instant *instant)
{
	const struct event_packet *packet = &instant->event->as.packet;
	const struct ladder *ladder = &drawing->ladder;
	const struct rail *from =
		ladder_end_rail(ladder, packet->from_actor, packet->from_host);
	const struct rail *to =
		ladder_end_rail(ladder, packet->to_actor, packet->to_host);
	struct buf text = {0};
	page_packet_words(packet, &text);
	if (!from || !to || from == to) {
		if (from == to)
			buf_printf(&text, " %s",
				   sentence_text("panel-to-itself"));
		if (from || to)
			text_at(drawing, from ? from : to, "packet",
				buf_text(&text));
	} else {
		int width = to->x - from->x;
		draw_arrow(drawing, instant, from, to);
		add_text(drawing, (from->x + to->x) / 2, drawing->y + 1,
			 "middle", width < 0 ? -width : width, "packet",
			 buf_text(&text));
	}
	buf_done(&text);
}

static void draw_call(const struct drawing *drawing,
		      const struct instant *instant)
{
	const struct rail *rail =
		ladder_rail(&drawing->ladder, instant->actor, NULL);
	struct buf text = {0}, result = {0};
	if (!rail)
		return;
	ladder_call_words(instant, drawing->ladder.view->scene->notation, &text,
			  &result);
	if (result.len)
		buf_printf(&text, " %s", buf_text(&result));
	buf_printf(drawing->out,
		   "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"4\"/>\n",
		   rail->x, drawing->y);
	text_at(drawing, rail, "call", buf_text(&text));
	buf_done(&text);
	buf_done(&result);
}

static void draw_data(const struct drawing *drawing,
		      const struct instant *instant)
{
	const struct ladder *ladder = &drawing->ladder;
	const struct rail *from = ladder_rail(ladder, instant->actor, NULL);
	const struct rail *to = ladder_rail(ladder, instant->to_actor, NULL);
	struct buf text = {0};
	ladder_data_words(instant, &text);
	if (from && to && instant->to_actor && from != to) {
		int sign = to->x > from->x ? 1 : -1;
		buf_printf(drawing->out,
			   "<path class=\"way data\" d=\"M%d %dH%d\"/>\n"
			   "<path class=\"head\" d=\"M%d %dl%d -5v10z\"/>\n",
			   from->x, drawing->y + 8, to->x - sign * 4,
			   to->x - sign, drawing->y + 8, -sign * 11);
		add_text(drawing, (from->x + to->x) / 2, drawing->y + 1,
			 "middle", (to->x - from->x) * sign, "packet",
			 buf_text(&text));
	} else if (from) {
		text_at(drawing, from, "packet", buf_text(&text));
	}
	buf_done(&text);
}

static void draw_mark(const struct drawing *drawing,
		      const struct instant *instant)
{
	const struct rail *rail =
		ladder_rail(&drawing->ladder, instant->actor, NULL);
	struct buf text = {0};
	ladder_mark_words(instant, &text);
	if (rail) {
		buf_printf(drawing->out,
			   "<circle class=\"mark\" cx=\"%d\" cy=\"%d\" "
			   "r=\"4\"/>\n",
			   rail->x, drawing->y);
		text_at(drawing, rail, "mark", buf_text(&text));
	}
	buf_done(&text);
}

/* What belongs to no rail: across all of them. */
static void draw_across(const struct drawing *drawing,
			const struct instant *instant)
{
	struct buf text = {0};
	ladder_mark_words(instant, &text);
	if (instant->kind == INSTANT_STEP)
		buf_printf(drawing->out,
			   "<path class=\"step\" d=\"M4 %dH%d\"/>\n",
			   drawing->y + 10, WIDTH - 4);
	bool is_step = instant->kind == INSTANT_STEP;
	add_text(drawing, is_step ? 4 : drawing->right / 2, drawing->y + 5,
		 is_step ? "start" : "middle", drawing->right, "across",
		 buf_text(&text));
	buf_done(&text);
}

static void (*const drawers[])(const struct drawing *,
			       const struct instant *) = {
	[INSTANT_STEP] = draw_across,  [INSTANT_CALL] = draw_call,
	[INSTANT_RETURN] = draw_call,  [INSTANT_PACKET] = draw_packet,
	[INSTANT_FATE] = draw_packet,  [INSTANT_DATA] = draw_data,
	[INSTANT_ORDER] = draw_across, [INSTANT_COMMAND] = draw_across,
	[INSTANT_BIRTH] = draw_mark,   [INSTANT_SIGNAL] = draw_mark,
	[INSTANT_END] = draw_mark,
};

static void draw_time(const struct drawing *drawing, size_t index)
{
	const struct timeline *timeline = &drawing->ladder.timeline;
	struct buf text = {0};
	if (timeline->items[index].cause == INSTANT_ALONE)
		return;
	double ms = (double)instant_delay(timeline, index) / (double)CLOCK_MS;
	if (ms >= 100)
		buf_printf(&text, "+%.2f s", ms / 1000);
	else
		buf_printf(&text, "+%.2f ms", ms);
	add_text(drawing, WIDTH - 4, drawing->y + 5, "end", TIMES, "time",
		 buf_text(&text));
	buf_done(&text);
}

/* --- all of it -------------------------------------------------------------
 */

static void place_rails(struct drawing *drawing)
{
	struct ladder *ladder = &drawing->ladder;
	size_t count = ladder->rail_count;
	drawing->right = WIDTH - TIMES;
	int room = drawing->right - 2 * EDGE;
	for (size_t i = 0; i < count; i++)
		ladder->rails[i].x =
			EDGE +
			(count > 1 ? (int)i * room / (int)(count - 1) : 0);
}

static void draw_rail(const struct drawing *drawing, size_t at, int height)
{
	const struct ladder *ladder = &drawing->ladder;
	const struct rail *rail = &ladder->rails[at];
	bool is_last = at && at + 1 == ladder->rail_count;
	int room = (drawing->right - 2 * EDGE) /
		   (ladder->rail_count > 1 ? (int)ladder->rail_count - 1 : 1);
	const char *anchor = !at ? "start" : is_last ? "end" : "middle";
	int x = !at ? 4 : is_last ? drawing->right - 4 : rail->x;
	if (ladder->host_count > 1)
		add_text(drawing, x, 16, anchor, room * 2 / 3, "host",
			 rail->host ? rail->host
				    : sentence_text("page-no-host"));
	add_text(drawing, x, 34, anchor, room * 2 / 3, "name", rail->name);
	buf_printf(drawing->out, "<path class=\"rail\" d=\"M%d %dV%d\"/>\n",
		   rail->x, HEAD - 6, height);
	int y = HEAD;
	for (size_t i = 0; i < ladder->timeline.count; i++) {
		if (!is_drawn(drawing, i))
			continue;
		if (timeline_inside(&ladder->timeline, i, rail->index))
			buf_printf(drawing->out,
				   "<path class=\"inside\" "
				   "d=\"M%d %dv%d\"/>\n",
				   rail->x, y, ROW);
		y += ROW;
	}
}

/* Whether a drawing says more than a line of words would. */
static bool is_worth(const struct drawing *drawing, int *rows)
{
	const struct timeline *timeline = &drawing->ladder.timeline;
	bool worth = false;
	*rows = 0;
	for (size_t i = 0; i < timeline->count; i++) {
		enum instant_kind kind = timeline->items[i].kind;
		if (!is_drawn(drawing, i))
			continue;
		++*rows;
		worth |= kind == INSTANT_PACKET || kind == INSTANT_FATE ||
			 kind == INSTANT_DATA || kind == INSTANT_RETURN;
	}
	return drawing->ladder.rail_count && (worth || drawing->is_whole) &&
	       *rows;
}

static void draw_all(struct drawing *drawing, size_t number, int rows)
{
	int height = HEAD + rows * ROW + 8;
	buf_printf(drawing->out,
		   NOTATION("<svg viewBox=\"0 0 %d %d\" role=\"img\" "
			    "aria-label=\""),
		   WIDTH, height);
	escape_xml(sentence_text("page-label-drawing"), drawing->out);
	buf_printf(drawing->out, NOTATION("\" aria-describedby=\"w%zu\">\n"),
		   number);
	for (size_t i = 0; i < drawing->ladder.rail_count; i++)
		draw_rail(drawing, i, height);
	drawing->y = HEAD + ROW / 2;
	for (size_t i = 0; i < drawing->ladder.timeline.count; i++) {
		const struct instant *instant =
			&drawing->ladder.timeline.items[i];
		if (!is_drawn(drawing, i))
			continue;
		drawers[instant->kind](drawing, instant);
		draw_time(drawing, i);
		drawing->y += ROW;
	}
	buf_puts(drawing->out, "</svg>\n");
}

bool page_svg(struct view *view, bool is_whole, size_t number, struct buf *out)
{
	struct drawing drawing = {
		.ladder = {.view = view}, .out = out, .is_whole = is_whole};
	int rows;
	ladder_open(&drawing.ladder);
	place_rails(&drawing);
	bool worth = is_worth(&drawing, &rows);
	if (worth)
		draw_all(&drawing, number, rows);
	ladder_close(&drawing.ladder);
	return worth;
}
