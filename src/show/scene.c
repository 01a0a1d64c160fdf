/* scene: all that a frame depends on, and the frame.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first row says where in the lesson one is, the last one which keys
 * matter; layout.c shares the rows between them among the panels.
 */
#include "show/scene.h"

#include "base/sentence.h"
#include "show/canvas/frame.h"
#include "show/canvas/search.h"
#include "show/panel/layout.h"
#include "show/panel/overlay.h"
#include "show/panel/stage.h"

#include <string.h>

enum { FULL_WIDTH = 80, FULL_HEIGHT = 24, MESSAGE_MOST = 3 };

/* "viewing step 3, live at step 7". */
static void print_status(const struct view *view, struct buf *out)
{
	const struct scene *scene = view->scene;
	if (scene->now.replay && scene->viewed) {
		SENTENCE(out, "head-replay-move",
			 SLOT_NUMBER("move", scene->viewed),
			 SLOT_NUMBER("moves", scene->live));
		return;
	}
	if (scene->now.replay) {
		buf_puts(out, sentence_text("head-replay"));
		return;
	}
	if (!view->back) {
		buf_puts(out, sentence_text(
				      scene->broken ? SENTENCE_ID("head-broken")
				      : scene->now.busy
					      ? SENTENCE_ID("head-settling")
					      : SENTENCE_ID("head-live")));
		return;
	}
	size_t back = scene->live - scene->viewed;
	if (!scene->live_beats || scene->is_free) {
		SENTENCE(out, "head-looking-back", SLOT_NUMBER("back", back));
		return;
	}
	size_t step = 0, live = 0, beat;
	if (scene->beats)
		lesson_beat_at(scene->lesson, scene->beats - 1, &step, &beat);
	lesson_beat_at(scene->lesson, scene->live_beats - 1, &live, &beat);
	if (!scene->viewed)
		SENTENCE(out, "head-viewing-beginning",
			 SLOT_NUMBER("live", live + 1));
	else if (step == live)
		SENTENCE(out, "head-viewing-back",
			 SLOT_NUMBER("step", step + 1),
			 SLOT_NUMBER("back", back));
	else
		SENTENCE(out, "head-viewing", SLOT_NUMBER("step", step + 1),
			 SLOT_NUMBER("live", live + 1));
}

/* `brief`: without what the step is for. */
static void print_place(const struct view *view, bool brief, struct buf *out)
{
	const struct scene *scene = view->scene;
	if (!scene->viewed) {
		SENTENCE_LINE(out, " · ", "", "head-beginning");
		return;
	}
	bool tries = scene->is_free && scene->now.trying && view->next;
	size_t step = tries ? view->next_step : view->step;
	if (scene->beats || tries)
		SENTENCE_LINE(out, " · ", "", "head-step",
			      SLOT_NUMBER("step", step + 1),
			      SLOT_NUMBER("steps", view->step_count));
	const char *subgoal =
		view->beat ? scene->lesson->steps[view->step].subgoal : NULL;
	if (scene->is_free && view->step_count)
		buf_printf(out, " · %s",
			   sentence_text(
				   scene->is_step
					   ? SENTENCE_ID("head-programs-call")
					   : SENTENCE_ID("head-own-call")));
	else if (subgoal && !brief)
		buf_printf(out, " · %s", subgoal);
}

static int columns(const struct buf *text)
{
	return (int)text_width(buf_text(text), text->len);
}

/* The title gives way to the place, and the place to the status. */
static void draw_header(const struct view *view, struct area area)
{
	struct buf status = {0}, place = {0};
	const char *title = view->scene->lesson->title;
	print_status(view, &status);
	print_place(view, false, &place);
	int right = columns(&status);
	// Before a room nothing is cut.
	if (view->scene->stage && right + 1 + columns(&place) > area.width) {
		buf_clear(&place);
		print_place(view, true, &place);
	}
	int room = area.width - right - 3 - columns(&place);
	int x = 1;
	bool is_whole = !view->scene->stage || !title ||
			(int)text_width(title, strlen(title)) <= room;
	if (room >= 8 && is_whole)
		x += area_fit(area, x, 0, room, STYLE_TITLE,
			      title ? title : "");
	const char *where = buf_text(&place);
	if (x == 1 && str_has_prefix(str_from(where), " · "))
		where += strlen(" · ");
	area_fit(area, x, 0, area.width - right - 2 - x, STYLE_PLAIN, where);
	area_text(area, area.width - right - 1, 0,
		  view->back ? STYLE_CHOSEN : STYLE_LABEL, buf_text(&status));
	buf_done(&status);
	buf_done(&place);
}

static void draw_panel(struct view *view, const struct place *place,
		       struct area area, int y, bool first)
{
	const struct panel *panel = panel_get(place->id);
	bool small = view->small;
	struct area border = small ? frame_line(area, y, NULL, NULL)
				   : frame_line(area, y, first ? "┌" : "├",
						first ? "┐" : "┤");
	if (panel->title)
		border_left(border, STYLE_TITLE, panel->title);
	if (panel->head)
		panel->head(view, border);
	int inset = small ? 0 : 1;
	if (!small)
		frame_sides(area, y + 1, place->height);
	panel->draw(view, area_cut(area, inset, y + 1, area.width - 2 * inset,
				   place->height));
}

static int message_rows(const struct scene *scene, int width)
{
	if (!scene->message)
		return 0;
	int rows = words_rows(scene->message, width - 4);
	return rows < MESSAGE_MOST ? rows : MESSAGE_MOST;
}

static void draw_message(const struct scene *scene, struct area area, int y,
			 int rows, bool small)
{
	if (!rows)
		return;
	if (!small)
		frame_sides(area, y, rows);
	area_words(area_cut(area, 2, y, area.width - 4, rows), STYLE_MESSAGE,
		   scene->message);
}

static void draw_footer(const struct scene *scene, struct area area, bool small)
{
	int y = area.height - 1;
	struct area row = small ? area_cut(area, 0, y, area.width, 1)
				: frame_line(area, y, "└", "┘");
	frame_keys(row, scene->keys, scene->key_count);
}

/* Before a room there is no frame: more is left for large letters. */
static void draw_stage(struct view *view, struct area area)
{
	const struct scene *scene = view->scene;
	int message = message_rows(scene, area.width);
	int below = message + scene->room;
	stage_draw(view,
		   area_cut(area, 0, 1, area.width, area.height - 2 - below));
	draw_message(scene, area, area.height - 1 - below, message, true);
}

static void draw_panels(struct view *view, struct area area)
{
	const struct scene *scene = view->scene;
	bool small = view->small;
	int message = message_rows(scene, area.width);
	int below = message + scene->room;
	int inner = area.width - (small ? 0 : 2);
	struct layout layout =
		layout_make(view, inner, area.height - 2 - below, small);
	int y = 1;
	for (size_t i = 0; i < layout.count; i++) {
		draw_panel(view, &layout.places[i], area, y, i == 0);
		y += 1 + layout.places[i].height;
	}
	draw_message(scene, area, area.height - 1 - below, message, small);
	if (!small)
		frame_sides(area, area.height - 1 - scene->room, scene->room);
}

/* What answers the learner stands below what is open, too. */
static int draw_overlay(struct view *view, struct area area)
{
	const struct scene *scene = view->scene;
	int message = message_rows(scene, area.width);
	int below = message + scene->room;
	int height = area.height - 2 - below;
	int most = overlay_draw(view, area_cut(area, 0, 1, area.width, height));
	draw_message(scene, area, 1 + height, message, false);
	frame_sides(area, 1 + height + message, scene->room);
	return most;
}

static void mark_sought(const struct scene *scene, struct area area)
{
	if (scene->overlay && scene->sought)
		search_mark(area_cut(area, 1, 2, area.width - 2,
				     area.height - 3 -
					     message_rows(scene, area.width) -
					     scene->room),
			    scene->sought);
}

int scene_draw(const struct scene *scene, struct grid *grid)
{
	int most = 0;
	grid_clear(grid);
	struct area area = area_of(grid);
	if (grid->width < FRAME_LEAST_WIDTH ||
	    grid->height < FRAME_LEAST_HEIGHT) {
		frame_too_small(grid);
		return 0;
	}
	if (scene->stage && scene->stage->is_blank)
		return 0;
	bool small = grid->width < FULL_WIDTH || grid->height < FULL_HEIGHT ||
		     scene->stage;
	struct view view;
	view_init(&view, scene);
	view.small = small;
	draw_header(&view, area);
	if (scene->overlay == OVERLAY_NONE && scene->stage)
		draw_stage(&view, area);
	else if (scene->overlay == OVERLAY_NONE)
		draw_panels(&view, area);
	else
		most = draw_overlay(&view, area);
	draw_footer(scene, area, small);
	frame_join(grid);
	if (scene->ascii)
		grid_to_ascii(grid);
	mark_sought(scene, area);
	view_done(&view);
	return most;
}

void scene_rows(const struct scene *scene, int width, int height,
		struct grid *all)
{
	struct view view;
	view_init(&view, scene);
	overlay_rows(&view, width, height - 2, all);
	if (scene->ascii)
		grid_to_ascii(all);
	view_done(&view);
}
