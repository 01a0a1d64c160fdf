/* code_line: one call of the code panel, over as many rows as it needs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The result stands at the right of the call's last row, or in a row of its own
 * where the two do not fit beside each other. What has to be cut is the call
 * rather than its result, because the result is what later calls refer to; it
 * ends with an ellipsis then.
 */
#include "show/panel/code_line.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "show/panel/answer.h"
#include "show/panel/listing.h"

#include <string.h>

enum { ROWS_MOST = 3, CALL = 2, FURTHER = 4 }; /* columns before the words */

static const struct {
	const char *sign;
	enum style style;
} looks[] = {
	[LINE_FUTURE] = {" ", STYLE_PAST},
	[LINE_PAST] = {" ", STYLE_PLAIN},
	[LINE_NEXT] = {"▷", STYLE_CODE},
	[LINE_CURRENT] = {"▶", STYLE_CURRENT},
};

/* Of the learner's own calls: the key that they are typed with. */
static const char own_sign[] = ":";

/* Whether the current call's result takes a row below it. */
static bool wants_row(const struct view *view, const struct line *line,
		      int width)
{
	if (line->state != LINE_CURRENT || !line->made)
		return false;
	struct buf words = {0};
	line_print(view, line, &words);
	result_words(line->made->event, view->scene->notation, false, &words);
	size_t need = text_width(buf_text(&words), words.len) + 4;
	buf_done(&words);
	return need > (size_t)width || line->made->event->phase != CALL_RETURN;
}

/* A room reads what was called and what comes next, so there that takes rows; a
 * learner has the call whole below, and rather sees more of them. */
static int rows_most(const struct view *view, const struct line *line)
{
	return view->scene->stage && line->state != LINE_FUTURE ? ROWS_MOST : 1;
}

/* Takes the call's row number `row` off the words. */
static bool take_row(struct str *rest, int row, int width, struct str *words)
{
	int before = row ? FURTHER : CALL;
	if (row == ROWS_MOST)
		return false;
	if (row < ROWS_MOST - 1)
		return text_wrap(rest, (size_t)(width - before), words);
	*words = *rest;
	return rest->len > 0;
}

/* How many rows the call takes, and the columns that are used in its last. */
static int call_rows(const struct view *view, const struct line *line,
		     int width, int *used)
{
	struct buf call = {0};
	*used = 0;
	if (rows_most(view, line) == 1)
		return 1;
	line_print(view, line, &call);
	struct str rest = {buf_text(&call), call.len}, words;
	int rows = 0;
	for (; take_row(&rest, rows, width, &words); rows++)
		*used = (rows ? FURTHER : CALL) +
			(int)text_width(words.data, words.len);
	buf_done(&call);
	return rows ? rows : 1;
}

/* Where it has one row, it leaves `beside` columns of it. */
static int draw_call(const struct view *view, const struct line *line,
		     struct area area, int y, int beside)
{
	enum style style = looks[line->state].style;
	struct buf call = {0};
	line_print(view, line, &call);
	struct str rest = {buf_text(&call), call.len}, words = rest;
	int rows = 0;
	if (rows_most(view, line) == 1)
		area_fit(area, CALL, y, area.width - CALL - beside, style,
			 buf_text(&call));
	else
		for (; take_row(&rest, rows, area.width, &words); rows++) {
			AUTO_FREE char *row =
				xprintf("%.*s", (int)words.len, words.data);
			int x = rows ? FURTHER : CALL;
			area_fit(area, x, y + rows, area.width - x, style, row);
		}
	buf_done(&call);
	return rows ? rows : 1;
}

/* Whose call comes next, of programs that are stopped at one. */
static enum style pending_words(const struct view *view,
				const struct made_call *made, struct buf *out)
{
	struct buf call = {0};
	const struct actor_view *actor = view_actor(view, made->event->actor);
	enum style style = listing_state(view, actor, &call, out);
	buf_done(&call);
	return style;
}

/* What stands at the right of a call. */
static enum style result_beside(const struct view *view,
				const struct line *line, struct buf *out)
{
	enum style style = STYLE_PLAIN;
	bool brief = line->state != LINE_CURRENT;
	if (line->made && line->made->pending)
		style = pending_words(view, line->made, out);
	else if (line->made)
		style = result_words(line->made->event, view->scene->notation,
				     brief, out);
	else if (line->state == LINE_NEXT)
		SENTENCE(out, "panel-next");
	const struct event_call *event = line->made ? line->made->event : NULL;
	if (event && event->phase == CALL_BLOCKED)
		buf_puts(out, " zZ");
	return style;
}

/* "blocked in accept: asleep in the kernel", or the result and its time. */
static void draw_below(const struct view *view, const struct line *line,
		       struct area area, int y)
{
	const struct event_call *event = line->made->event;
	struct buf result = {0}, time = {0};
	enum notation notation = view->scene->notation;
	enum style style = result_words(event, notation, false, &result);
	if (event->phase == CALL_BLOCKED)
		SENTENCE_LINE(&result, ": ", " zZ", "panel-asleep");
	else if (event->phase == CALL_RETURN)
		time_print(event->call.result.elapsed, &time);
	int width = (int)text_width(buf_text(&result), result.len);
	if (width > area.width - 4 && event->phase == CALL_RETURN) {
		buf_clear(&result);
		result_words(event, notation, true, &result);
		width = (int)text_width(buf_text(&result), result.len);
	}
	area_fit(area, 4, y, area.width - 4, style, buf_text(&result));
	if (5 + width + (int)time.len < area.width)
		area_text(area, area.width - (int)time.len, y, STYLE_PAST,
			  buf_text(&time));
	buf_done(&result);
	buf_done(&time);
}

static int beside_width(const struct buf *beside)
{
	int width = (int)text_width(buf_text(beside), beside->len);
	return width ? width + 1 : 0;
}

int code_line_rows(const struct view *view, const struct line *line, int width)
{
	int used, rows = call_rows(view, line, width, &used);
	if (wants_row(view, line, width))
		return rows + 1;
	struct buf result = {0};
	(void)result_beside(view, line, &result);
	int need = beside_width(&result);
	buf_done(&result);
	return rows + (used && need && used + need > width);
}

static void draw_beside(const struct view *view, const struct line *line,
			struct area area, int y, int rows)
{
	struct buf result = {0};
	enum style style = result_beside(view, line, &result);
	int need = beside_width(&result);
	draw_call(view, line, area, y, need);
	if (need)
		area_text(area, area.width - need + 1, y + rows - 1, style,
			  buf_text(&result));
	buf_done(&result);
}

int code_line_draw(const struct view *view, const struct line *line,
		   struct area area, int y)
{
	enum style style = looks[line->state].style;
	const char *sign = looks[line->state].sign;
	int rows = code_line_rows(view, line, area.width);
	if (line->state == LINE_PAST && line->made->moved && !line->made->now)
		sign = "*";
	if (line->state == LINE_CURRENT)
		area_fill(area, 0, y, area.width, style, ' ');
	area_text(area, 0, y, style, sign);
	if (line->own)
		area_text(area, 1, y, style, own_sign);
	if (wants_row(view, line, area.width))
		draw_below(view, line, area,
			   y + draw_call(view, line, area, y, 0));
	else
		draw_beside(view, line, area, y, rows);
	return rows;
}
