/* outline: the steps of a lesson, one of them under a cursor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each step says whether it was played, and how often it asks: that is what a
 * presenter has to know who looks for a place to go on.
 */
#include "show/panel/outline.h"

#include "base/count.h"
#include "base/sentence.h"
#include "show/panel/panel.h"

static size_t questions(const struct step *step)
{
	size_t count = 0;
	for (size_t i = 0; i < step->beat_count; i++)
		count += step->beats[i].prediction != NULL;
	return count;
}

/* ">" where the view is, "*" where the kernel has been. */
static const char *sign_of(const struct view *view, size_t step)
{
	const struct scene *scene = view->scene;
	size_t begin = lesson_beat_index(scene->lesson, step, 0);
	if (scene->beats && step == view->step)
		return ">";
	return begin < scene->live_beats ? "*" : " ";
}

static void draw_step(const struct view *view, size_t step, struct area area,
		      int y)
{
	const struct step *what = &view->scene->lesson->steps[step];
	bool chosen = step == view->scene->outlined;
	enum style style = chosen ? STYLE_CHOSEN : STYLE_PLAIN;
	size_t asks = questions(what);
	if (chosen)
		area_fill(area, 0, y, area.width, style, ' ');
	int x = area_printf(area, 0, y, style, "%s %2zu  ", sign_of(view, step),
			    step + 1);
	const char *title = what->title ? what->title : what->subgoal;
	int room = area.width - x - (asks ? 14 : 0);
	area_fit(area, x, y, room, style, title ? title : "");
	if (!asks)
		return;
	struct buf text = {0};
	SENTENCE(&text, "panel-questions", SLOT_NUMBER("count", asks));
	area_text(area, area.width - 12, y, style, buf_text(&text));
	buf_done(&text);
}

int outline_draw(struct view *view, int scroll, struct area border,
		 struct area area)
{
	(void)scroll;
	size_t count = view->step_count, room = (size_t)area.height;
	size_t at = view->scene->outlined;
	size_t first = at >= room && room ? at - room + 1 : 0;
	for (size_t i = first; i < count && i - first < room; i++)
		draw_step(view, i, area, (int)(i - first));
	border_extent(border, (int)first, area.height, (int)count);
	return 0;
}

void outline_rows(struct view *view, int width, int height, struct grid *all)
{
	(void)height;
	grid_init(all, width, (int)view->step_count);
	for (size_t i = 0; i < view->step_count; i++)
		draw_step(view, i, area_of(all), (int)i);
}
