/* menu: the list of lessons as a screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list scrolls by itself so that the chosen lesson is seen; what there is
 * to know about it stands below.
 */
#include "show/panel/menu.h"

#include "base/sentence.h"
#include "base/text.h"
#include "show/canvas/block.h"
#include "show/canvas/frame.h"
#include "show/canvas/search.h"
#include "show/panel/overlay.h"
#include "show/panel/panel.h"

#include <string.h>

/* A row of the list: a module's heading or a lesson. */
struct entry {
	bool heading;
	size_t lesson; /* index; of a heading, its first lesson */
};

struct entries {
	struct entry *items;
	size_t count, chosen; /* the chosen lesson's entry */
};

static const struct lesson *lesson_at(const struct menu *menu, size_t i)
{
	return menu->catalogue->lessons[i];
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* The caller frees the items. */
static struct entries entries_make(const struct menu *menu)
{
	size_t lessons = menu->catalogue->count;
	struct entries entries = {0};
	entries.items = xcalloc(2 * lessons, sizeof(*entries.items));
	const char *module = "";
	for (size_t i = 0; i < lessons; i++) {
		const char *own = or_empty(lesson_at(menu, i)->module);
		if (strcmp(own, module) != 0)
			entries.items[entries.count++] =
				(struct entry){true, i};
		module = own;
		if (i == menu->chosen)
			entries.chosen = entries.count;
		entries.items[entries.count++] = (struct entry){false, i};
	}
	return entries;
}

/* "finished", "4 of 17", or nothing for one never begun. */
static void print_progress(const struct menu *menu, size_t i, struct buf *out)
{
	if (menu->states && menu->states[i])
		buf_puts(out, menu->states[i]);
	else if (menu->played && menu->played[i])
		SENTENCE(
			out, "panel-of-beats",
			SLOT_NUMBER("played", menu->played[i]),
			SLOT_NUMBER("beats", lesson_beats(lesson_at(menu, i))));
}

static void draw_lesson(const struct menu *menu, size_t i, struct area area,
			int y)
{
	bool chosen = i == menu->chosen;
	enum style style = chosen ? STYLE_CHOSEN : STYLE_PLAIN;
	struct buf progress = {0};
	print_progress(menu, i, &progress);
	int width = (int)progress.len;
	if (chosen)
		area_fill(area, 0, y, area.width, style, ' ');
	const struct lesson *lesson = lesson_at(menu, i);
	if (chosen)
		area_text(area, 1, y, style, "▶");
	if (!lesson->is_exercise)
		area_printf(area, 2, y, style, "%2d",
			    catalogue_number(lesson->file));
	AUTO_FREE char *title =
		xprintf("%s%s", lesson->is_exercise ? "Exercise: " : "",
			or_empty(lesson->title));
	area_fit(area, 6, y, area.width - 8 - width, style, title);
	area_text(area, area.width - width - 1, y,
		  chosen ? style : STYLE_RESULT, buf_text(&progress));
	buf_done(&progress);
}

/* The first entry to draw: the chosen one is seen, with its module's heading
 * where that fits. */
static size_t first_entry(const struct entries *entries, int height)
{
	size_t room = height > 0 ? (size_t)height : 1;
	if (entries->count <= room)
		return 0;
	size_t middle = room / 2;
	size_t first = entries->chosen > middle ? entries->chosen - middle : 0;
	if (first + room > entries->count)
		first = entries->count - room;
	return first;
}

static void draw_list(const struct menu *menu, struct area area)
{
	struct entries entries = entries_make(menu);
	size_t first = first_entry(&entries, area.height);
	for (int y = 0; y < area.height; y++) {
		size_t at = first + (size_t)y;
		if (at >= entries.count)
			break;
		const struct entry *entry = &entries.items[at];
		if (entry->heading)
			area_fit(area, 1, y, area.width - 2, STYLE_TITLE,
				 lesson_at(menu, entry->lesson)->module);
		else
			draw_lesson(menu, entry->lesson, area, y);
	}
	if (!entries.count)
		area_fit(area, 1, 0, area.width - 2, STYLE_PAST,
			 sentence_text("panel-no-lessons-were-found"));
	free(entries.items);
}

static size_t count_exercises(const struct catalogue *catalogue)
{
	size_t count = 0;
	for (size_t i = 0; i < catalogue->count; i++)
		count += catalogue->lessons[i]->is_exercise;
	return count;
}

/* "6 minutes to watch, 20 to do · after: listen, accept". */
static void print_facts(const struct lesson *lesson, struct buf *out)
{
	if (lesson->minutes_demo && !lesson->is_exercise)
		SENTENCE_LINE(out, "", " ", "panel-minutes-to-watch",
			      SLOT_NUMBER("minutes", lesson->minutes_demo));
	if (lesson->minutes_lab)
		SENTENCE(out, "panel-minutes-to-do",
			 SLOT_NUMBER("minutes", lesson->minutes_lab));
	struct buf required = {0};
	for (size_t i = 0; i < lesson->requires_count; i++)
		buf_printf(&required, "%s%s", i ? ", " : "",
			   lesson->requires[i]);
	if (required.len)
		SENTENCE_LINE(out, out->len ? " · " : "", "", "panel-after",
			      SLOT_TEXT("lesson", buf_text(&required)));
	buf_done(&required);
	if (lesson->is_exercise)
		SENTENCE_LINE(out, out->len ? " · " : "", "", "panel-checks",
			      SLOT_NUMBER("checks", lesson->step_count),
			      SLOT_NUMBER("points", lesson_points(lesson)));
	if (text_is(lesson->kind, "extension"))
		SENTENCE_LINE(out, out->len ? " · " : "", "",
			      "panel-extension");
}

static void draw_chosen(const struct menu *menu, struct area area)
{
	if (menu->chosen >= menu->catalogue->count)
		return;
	const struct lesson *lesson = lesson_at(menu, menu->chosen);
	struct blocks blocks = {0};
	struct buf facts = {0};
	print_facts(lesson, &facts);
	if (menu->message)
		blocks_add(&blocks, (struct block){.style = STYLE_MESSAGE,
						   .text = menu->message});
	if (lesson->objective)
		blocks_add(&blocks, (struct block){.lead = sentence_text(
							   "panel-you-will"),
						   .lead_style = STYLE_LABEL,
						   .text = lesson->objective});
	if (facts.len)
		blocks_add(&blocks, (struct block){.style = STYLE_LABEL,
						   .text = facts.data});
	if (menu->missing)
		blocks_add(&blocks, (struct block){.rank = BLOCK_USEFUL,
						   .style = STYLE_MESSAGE,
						   .text = menu->missing});
	blocks_draw_fitting(&blocks, area);
	blocks_done(&blocks);
	buf_done(&facts);
}

static void draw_header(const struct menu *menu, struct area area)
{
	struct buf status = {0};
	size_t exercises = count_exercises(menu->catalogue);
	size_t lessons = menu->catalogue->count - exercises;
	if (exercises)
		SENTENCE(&status, "panel-of-lessons-of-exercises",
			 SLOT_NUMBER("finished", menu->finished),
			 SLOT_NUMBER("lessons", lessons),
			 SLOT_NUMBER("solved", menu->solved),
			 SLOT_NUMBER("exercises", exercises));
	else
		SENTENCE(&status, "panel-of-lessons-finished",
			 SLOT_NUMBER("finished", menu->finished),
			 SLOT_NUMBER("lessons", lessons));
	int width = (int)status.len;
	area_fit(area, 1, 0, area.width - width - 3, STYLE_TITLE,
		 exercises ? sentence_text("panel-sockstep-socket-calls-one")
			   : sentence_text("panel-sockstep-real-socket-calls"));
	area_text(area, area.width - width - 1, 0, STYLE_LABEL,
		  buf_text(&status));
	buf_done(&status);
}

static void mark(const struct menu *menu, struct area area)
{
	if (menu->sought)
		search_mark(area, menu->sought);
}

static void draw_panels(const struct menu *menu, struct area area)
{
	enum { ABOUT = 4 };
	int height = area.height;
	int about = height >= 20 ? ABOUT : ABOUT - 1;
	int list = height - about - 4;
	struct area border = frame_line(area, 1, "┌", "┐");
	border_left(border, STYLE_TITLE,
		    count_exercises(menu->catalogue)
			    ? sentence_text("panel-lessons-and-exercises")
			    : "lessons");
	frame_sides(area, 2, list);
	draw_list(menu, area_cut(area, 1, 2, area.width - 2, list));
	frame_line(area, 2 + list, "├", "┤");
	frame_sides(area, 3 + list, about);
	draw_chosen(menu, area_cut(area, 2, 3 + list, area.width - 4, about));
	int message = menu->message != NULL;
	mark(menu, area_cut(area, 1, 2, area.width - 2, list));
	mark(menu, area_cut(area, 1, 3 + list + message, area.width - 2,
			    about - message));
}

/* What answers the learner stands below what is open, too. */
static void draw_below(const struct menu *menu, struct area area, int rows)
{
	int y = area.height - 1 - rows;
	frame_sides(area, y, rows);
	if (menu->message)
		area_fit(area, 2, y, area.width - 4, STYLE_MESSAGE,
			 menu->message);
}

int menu_draw(const struct menu *menu, struct grid *grid)
{
	int most = 0;
	grid_clear(grid);
	struct area area = area_of(grid);
	if (grid->width < FRAME_LEAST_WIDTH ||
	    grid->height < FRAME_LEAST_HEIGHT) {
		frame_too_small(grid);
		return 0;
	}
	int below = (menu->message != NULL) + menu->room;
	struct area over =
		area_cut(area, 0, 1, area.width, area.height - 2 - below);
	draw_header(menu, area);
	if (menu->help)
		most = overlay_draw_keys(menu->keys, menu->key_count,
					 menu->scroll, over);
	else if (menu->text)
		most = overlay_draw_text(menu->title, menu->text, menu->scroll,
					 over);
	else
		draw_panels(menu, area);
	if (menu->help || menu->text) {
		mark(menu,
		     area_cut(over, 1, 1, over.width - 2, over.height - 1));
		draw_below(menu, area, below);
	}
	frame_keys(frame_line(area, area.height - 1, "└", "┘"), menu->keys,
		   menu->key_count);
	if (menu->ascii)
		grid_to_ascii(grid);
	return most;
}

static void list_lessons(const struct menu *menu, struct grid *all)
{
	enum { WIDTH = 600 };
	const struct catalogue *catalogue = menu->catalogue;
	grid_init(all, WIDTH, (int)catalogue->count);
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct lesson *lesson = lesson_at(menu, i);
		area_printf(area_of(all), 0, (int)i, STYLE_PLAIN, "%s%s %s %s",
			    lesson->is_exercise ? "Exercise: " : "",
			    or_empty(lesson->title), lesson->id,
			    or_empty(lesson->objective));
	}
}

void menu_rows(const struct menu *menu, int width, struct grid *all)
{
	if (menu->help)
		overlay_rows_keys(menu->keys, menu->key_count, width, all);
	else if (menu->text)
		overlay_rows_text(menu->text, width, all);
	else
		list_lessons(menu, all);
	if (menu->ascii)
		grid_to_ascii(all);
}
