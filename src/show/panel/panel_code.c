/* panel_code: the actors' calls side by side, the current one marked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The call of the viewed move takes a second row for its result when the two
 * do not fit beside each other; all other calls take one row, the call being
 * cut rather than its result, because the result is what later calls refer to.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "show/panel/column.h"
#include "show/panel/listing.h"
#include "show/panel/panel.h"

#include <string.h>

enum { COLUMN_LEAST = 34, COLUMNS_MOST = 4 };

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

static int columns_that_fit(const struct view *view, int width)
{
	int most = width / COLUMN_LEAST;
	if (most > COLUMNS_MOST)
		most = COLUMNS_MOST;
	if (most > (int)view->actor_count)
		most = (int)view->actor_count;
	return most < 1 ? 1 : most;
}

static bool is_actor(const struct beat *beat, const char *name)
{
	return beat && text_is(beat->actor, name);
}

/* How much an actor matters now: whose call is shown, whose call is next, who
 * is inside a call, who called last. */
static int weight(const struct view *view, const struct actor_view *actor)
{
	if (is_actor(view->beat, actor->name) ||
	    (view->call && !strcmp(view->call->event->actor, actor->name)))
		return 1000000;
	if (is_actor(view->next, actor->name))
		return 900000;
	const struct scene_programs *programs = &view->scene->programs;
	if (text_is(programs->turn, actor->name))
		return 800000;
	int latest = 0;
	for (size_t i = 0; i < view->call_count; i++) {
		if (!strcmp(view->calls[i].event->actor, actor->name))
			latest = (int)i + 1;
	}
	return latest + (actor->open ? 100000 : 0);
}

/* Chooses the actors that have a column, in the lesson's order. */
static int choose(const struct view *view, int most,
		  const struct actor_view **chosen)
{
	int count = 0;
	for (size_t i = 0; i < view->actor_count; i++) {
		int mine = weight(view, &view->actors[i]), heavier = 0;
		for (size_t k = 0; k < view->actor_count; k++) {
			int other = weight(view, &view->actors[k]);
			heavier += other > mine || (other == mine && k < i);
		}
		if (heavier < most)
			chosen[count++] = &view->actors[i];
	}
	return count;
}

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

/* The call, cut to `room` columns. */
static void draw_call(const struct view *view, const struct line *line,
		      struct area area, int y, int room)
{
	struct buf call = {0};
	line_print(view, line, &call);
	area_fit(area, 2, y, room, looks[line->state].style, buf_text(&call));
	buf_done(&call);
}

static void draw_beside(const struct view *view, const struct line *line,
			struct area area, int y, bool brief)
{
	struct buf result = {0};
	enum style style = STYLE_PLAIN;
	if (line->made && line->made->pending)
		style = pending_words(view, line->made, &result);
	else if (line->made)
		style = result_words(line->made->event, view->scene->notation,
				     brief, &result);
	else if (line->state == LINE_NEXT)
		SENTENCE(&result, "panel-next");
	const struct event_call *event = line->made ? line->made->event : NULL;
	if (event && event->phase == CALL_BLOCKED)
		buf_puts(&result, " zZ");
	int width = (int)text_width(buf_text(&result), result.len);
	int room = area.width - 2 - (width ? width + 1 : 0);
	draw_call(view, line, area, y, room);
	area_text(area, area.width - width, y, style, buf_text(&result));
	buf_done(&result);
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
		buf_puts(&result, ": asleep in the kernel zZ");
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

static int draw_line(const struct view *view, const struct line *line,
		     struct area area, int y)
{
	enum style style = looks[line->state].style;
	const char *sign = looks[line->state].sign;
	if (line->state == LINE_PAST && line->made->moved && !line->made->now)
		sign = "*";
	if (line->state == LINE_CURRENT)
		area_fill(area, 0, y, area.width, style, ' ');
	area_text(area, 0, y, style, sign);
	if (line->own)
		area_text(area, 1, y, style, own_sign);
	if (!wants_row(view, line, area.width)) {
		draw_beside(view, line, area, y, line->state != LINE_CURRENT);
		return 1;
	}
	draw_call(view, line, area, y, area.width - 2);
	draw_below(view, line, area, y + 1);
	return 2;
}

static int column_rows(const struct view *view, const struct column *column,
		       int width)
{
	int rows = 0;
	for (size_t i = 0; i < column->count; i++)
		rows += 1 + wants_row(view, &column->lines[i], width);
	return rows;
}

/* The first line to draw, so that the focus, its result and one line behind
 * it are seen. */
static size_t first_line(const struct view *view, const struct column *column,
			 struct area area)
{
	int below = area.height > 3 && column->focus + 1 < column->count;
	int room = area.height - below;
	size_t first = column->focus;
	if (!column->count)
		return 0;
	room -= 1 + wants_row(view, &column->lines[first], area.width);
	while (first > 0) {
		room -= 1 +
			wants_row(view, &column->lines[first - 1], area.width);
		if (room < 0)
			break;
		first--;
	}
	return first;
}

static void draw_column(const struct view *view, const struct column *column,
			struct area area)
{
	if (!column->count)
		area_fit(
			area, 2, 0, area.width - 2, STYLE_PAST,
			!view->step_count ? sentence_text("panel-no-call-yet")
			: view->scene->lesson->is_exercise
				? sentence_text("panel-makes-no-call-in")
				: sentence_text("panel-makes-no-call-in-this"));
	int y = 0;
	for (size_t i = first_line(view, column, area); i < column->count; i++)
		y += draw_line(view, &column->lines[i], area, y);
}

struct split {
	int count, width;
	const struct actor_view *actors[COLUMNS_MOST];
};

static struct split split_make(const struct view *view, int width)
{
	struct split split = {0};
	int most = columns_that_fit(view, width);
	split.count = choose(view, most, split.actors);
	split.width = split.count ? (width - split.count + 1) / split.count : 0;
	return split;
}

/* Column `i` of an area; the last one takes what division left over. */
static struct area split_area(const struct split *split, struct area area,
			      int i)
{
	int x = i * (split->width + 1);
	int width = i + 1 == split->count ? area.width - x : split->width;
	return area_cut(area, x, 0, width, area.height);
}

static struct panel_rows code_rows(struct view *view, int width)
{
	struct split split = split_make(view, width);
	struct panel_rows rows = {.least = 2};
	int lines = 0;
	for (int i = 0; i < split.count; i++) {
		struct listing listing;
		if (listing_make(&listing, view, split.actors[i])) {
			int all = listing_rows(&listing);
			lines = all > lines ? all : lines;
			continue;
		}
		struct column column = column_make(view, split.actors[i]);
		int most = column_rows(view, &column, split.width);
		if (most > rows.most)
			rows.most = most;
	}
	rows.wish = rows.most < 4 ? rows.most : 4;
	if (lines)
		return (struct panel_rows){
			.least = lines < 4 ? lines : 4,
			.wish = lines < 7 ? lines : 7,
			.most = lines > rows.most ? lines : rows.most};
	if (rows.least > rows.wish)
		rows.least = rows.wish = rows.most = 2;
	return rows;
}

static void draw_actor(struct view *view, const struct actor_view *actor,
		       struct area area)
{
	struct listing listing;
	if (listing_make(&listing, view, actor)) {
		listing_draw(&listing, area);
		return;
	}
	struct column column = column_make(view, actor);
	draw_column(view, &column, area);
}

static void code_draw(struct view *view, struct area area)
{
	struct split split = split_make(view, area.width);
	for (int i = 0; i < split.count; i++) {
		draw_actor(view, split.actors[i], split_area(&split, area, i));
		int x = (i + 1) * (split.width + 1) - 1;
		for (int y = 0; i + 1 < split.count && y < area.height; y++)
			area_text(area, x, y, STYLE_BORDER, "│");
	}
}

static void actor_title(const struct actor_view *actor, bool brief,
			struct buf *out)
{
	buf_puts(out, actor->name);
	if (actor->pid && !brief)
		SENTENCE_LINE(out, "  ", "", "panel-pid",
			      SLOT_NUMBER("pid", actor->pid));
	if (actor->ended)
		SENTENCE_LINE(out, "  ", "", "panel-ended");
	else if (actor->traced)
		listing_title(actor, out);
}

static bool has_column(const struct split *split,
		       const struct actor_view *actor)
{
	for (int i = 0; i < split->count; i++) {
		if (split->actors[i] == actor)
			return true;
	}
	return false;
}

/* Who has no column: "also client2, client3 (blocked)", or, where that is wider
 * than `room`, "also 2 more". */
static void others_title(const struct view *view, const struct split *split,
			 int room, struct buf *out)
{
	size_t count = 0;
	for (size_t i = 0; i < view->actor_count; i++) {
		const struct actor_view *actor = &view->actors[i];
		if (has_column(split, actor))
			continue;
		count++;
		buf_puts(out, out->len ? ", " : "also ");
		buf_puts(out, actor->name);
		if (actor->open && actor->open->phase == CALL_BLOCKED)
			buf_puts(out, " (blocked)");
	}
	if (!count || (int)text_width(buf_text(out), out->len) <= room)
		return;
	buf_clear(out);
	SENTENCE(out, "panel-also-more", SLOT_NUMBER("count", count));
}

/* The title of the last column leaves room for the others. */
static void code_head(struct view *view, struct area border)
{
	enum { AROUND = 4 }; /* columns of a title's border */
	struct split split = split_make(view, border.width);
	struct buf title = {0}, others = {0};
	if (split.count) {
		actor_title(split.actors[split.count - 1], true, &title);
		int used = (int)text_width(buf_text(&title), title.len);
		others_title(view, &split, split.width - used - 2 * AROUND,
			     &others);
	}
	for (int i = 0; i < split.count; i++) {
		struct area part = split_area(&split, border, i);
		bool last = i + 1 == split.count && others.len;
		if (last)
			border_right(part, STYLE_LABEL, buf_text(&others));
		if (last)
			part.width -=
				(int)text_width(buf_text(&others), others.len) +
				AROUND / 2;
		buf_clear(&title);
		actor_title(split.actors[i], false, &title);
		if ((int)text_width(buf_text(&title), title.len) + AROUND >
		    part.width) {
			buf_clear(&title);
			actor_title(split.actors[i], true, &title);
		}
		border_left(part, STYLE_TITLE, buf_text(&title));
	}
	buf_done(&others);
	buf_done(&title);
}

static bool code_stands(const struct view *view, int height, bool small)
{
	(void)view;
	(void)height;
	return !small;
}

const struct panel panel_code = {
	.name = "code",
	.rows = code_rows,
	.draw = code_draw,
	.head = code_head,
	.stands = code_stands,
	.turns = {[PANEL_GIVES] = 1, [PANEL_FILLS] = 3},
};
