/* panel_code: the actors' calls side by side, the current one marked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "base/text.h"
#include "show/panel/code_line.h"
#include "show/panel/listing.h"
#include "show/panel/panel.h"

#include <string.h>

enum { COLUMN_LEAST = 34, COLUMNS_MOST = 4 };

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

/* Up to as many as no screen has. */
static int column_rows(const struct view *view, const struct column *column,
		       int width)
{
	enum { ENOUGH = 200 };
	int rows = 0;
	for (size_t i = 0; i < column->count && rows < ENOUGH; i++)
		rows += code_line_rows(view, &column->lines[i], width);
	return rows;
}

/* The first line to draw, so that the focus, its result and one line behind
 * it are seen. */
static size_t first_line(const struct view *view, const struct column *column,
			 struct area area)
{
	size_t first = column->focus, behind = first + 1;
	if (!column->count)
		return 0;
	int room = area.height -
		   code_line_rows(view, &column->lines[first], area.width);
	if (behind < column->count && area.height > 3)
		room -= code_line_rows(view, &column->lines[behind],
				       area.width);
	while (first > 0) {
		room -= code_line_rows(view, &column->lines[first - 1],
				       area.width);
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
		y += code_line_draw(view, &column->lines[i], area, y);
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
	struct buf names = {0};
	size_t count = 0;
	for (size_t i = 0; i < view->actor_count; i++) {
		const struct actor_view *actor = &view->actors[i];
		if (has_column(split, actor))
			continue;
		count++;
		buf_puts(&names, names.len ? ", " : "");
		buf_puts(&names, actor->name);
		if (actor->open && actor->open->phase == CALL_BLOCKED)
			buf_printf(&names, " (%s)",
				   sentence_text("panel-blocked"));
	}
	if (count)
		SENTENCE(out, "note-also",
			 SLOT_TEXT("others", buf_text(&names)));
	buf_done(&names);
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
