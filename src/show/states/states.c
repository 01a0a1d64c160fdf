/* states: where every TCP socket stands in the state machine, and its way.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/states/states.h"

#include "base/sentence.h"
#include "show/canvas/block.h"
#include "show/panel/panel.h"

#include <string.h>

enum { LIST_LEAST = 44, LIST_LEFT = STATES_WIDTH + 3 };

static void print_step(const struct path_step *step, struct buf *out)
{
	bool unseen = step->unseen;
	buf_printf(out, "%s%s%s", unseen ? "(" : "", path_word(step->state),
		   unseen ? ")" : "");
}

static void add_title(struct view *view, const struct path *path,
		      struct blocks *blocks)
{
	struct buf title = {0}, ends = {0};
	buf_printf(&title, "%s:", path_who(path, &view->arena));
	address_print_ss(&path->row->local, &ends);
	if (address_port(&path->row->peer) > 0) {
		buf_puts(&ends, " → ");
		address_print_ss(&path->row->peer, &ends);
	}
	if (!path->row->local.len) {
		buf_clear(&ends);
		SENTENCE(&ends, "panel-no-address-yet");
	}
	blocks_add(blocks,
		   (struct block){.lead = buf_keep(&title, &view->arena),
				  .lead_style = STYLE_TITLE,
				  .raw = true,
				  .style = STYLE_LABEL,
				  .text = buf_keep(&ends, &view->arena)});
}

/* The whole path, at whose end the socket stands now. */
static void add_path(struct view *view, const struct path *path,
		     struct blocks *blocks)
{
	struct buf text = {0};
	for (size_t i = 0; i < path->count; i++) {
		bool last = i + 1 == path->count;
		buf_puts(&text, i ? " → " : "");
		buf_puts(&text, last ? "*" : "");
		print_step(&path->steps[i], &text);
		buf_puts(&text, last ? "*" : "");
	}
	blocks_add(blocks,
		   (struct block){.indent = 2,
				  .text = buf_keep(&text, &view->arena)});
}

/* One row for each transition just made: from, to, why. */
static void add_news(struct view *view, const struct path *path,
		     struct blocks *blocks)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct path_step *step = &path->steps[i];
		struct buf text = {0};
		if (!step->now)
			continue;
		if (i)
			buf_printf(&text, "%s → ",
				   path_word(path->steps[i - 1].state));
		buf_puts(&text, path_word(step->state));
		if (step->cause)
			SENTENCE_LINE(&text, ", ", "", "panel-by-cause",
				      SLOT_TEXT("cause", step->cause));
		if (step->unseen)
			SENTENCE_LINE(&text, " (", ")", "panel-unseen");
		blocks_add(
			blocks,
			(struct block){.indent = 1,
				       .lead = "+",
				       .lead_style = STYLE_CHANGED,
				       .raw = true,
				       .style = STYLE_RESULT,
				       .text = buf_keep(&text, &view->arena)});
	}
}

static bool has_unseen(const struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		for (size_t k = 0; k < paths->items[i].count; k++) {
			if (paths->items[i].steps[k].unseen)
				return true;
		}
	}
	return false;
}

static void fill_list(struct view *view, const struct paths *paths,
		      bool is_small, struct blocks *blocks)
{
	for (size_t i = 0; i < paths->count; i++) {
		if (i)
			blocks_add(blocks, (struct block){.text = " "});
		add_title(view, &paths->items[i], blocks);
		add_path(view, &paths->items[i], blocks);
		add_news(view, &paths->items[i], blocks);
	}
	if (!paths->count) {
		blocks_add(blocks,
			   (struct block){.text = sentence_text(
						  "panel-there-is-no-tcp")});
		return;
	}
	blocks_add(blocks, (struct block){.text = " "});
	if (has_unseen(paths))
		blocks_add(blocks,
			   (struct block){
				   .style = STYLE_PAST,
				   .text = sentence_text(
					   "panel-state-was-passed-unseen")});
	blocks_add(blocks, (struct block){.style = STYLE_PAST,
					  .text = sentence_text(
						  "panel-words-of-ss-unconn")});
	// Where the diagram is, there is nothing to be said of it.
	if (is_small)
		blocks_add(blocks,
			   (struct block){
				   .style = STYLE_PAST,
				   .text = SENTENCE_KEPT(
					   &view->arena,
					   "panel-from-columns-and-rows",
					   SLOT_NUMBER("columns",
						       STATES_WIDTH +
							       LIST_LEAST + 4),
					   SLOT_NUMBER("rows",
						       STATES_HEIGHT + 3))});
}

static void list_rows(struct view *view, const struct paths *paths, int width,
		      bool is_small, struct grid *all)
{
	struct blocks blocks = {0};
	fill_list(view, paths, is_small, &blocks);
	grid_init(all, width, blocks_rows(&blocks, width, BLOCK_ROOMY));
	blocks_draw(&blocks, area_of(all));
	blocks_done(&blocks);
}

static int draw_list(struct view *view, const struct paths *paths,
		     bool is_small, int scroll, struct area border,
		     struct area area)
{
	struct grid all;
	list_rows(view, paths, area.width, is_small, &all);
	int most = all.height > area.height ? all.height - area.height : 0;
	scroll = scroll < 0 ? 0 : scroll > most ? most : scroll;
	area_copy(area, &all, scroll);
	border_extent(border, scroll, area.height, all.height);
	grid_done(&all);
	return most;
}

/* Whether there is room for those lines, and some of the list. */
static bool has_lines(int width, int height)
{
	return width >= STATES_LINE_WIDTH && height >= 3 * STATES_LINES;
}

/* Whether the diagram stands beside the list. */
static bool has_map(int width, int height)
{
	return width >= STATES_WIDTH + LIST_LEAST && height >= STATES_HEIGHT;
}

int states_draw(struct view *view, int scroll, struct area border,
		struct area area)
{
	struct paths paths;
	paths_init(&paths, view);
	struct area list = area;
	if (has_map(area.width, area.height)) {
		states_map_draw(&paths, area_cut(area, 0, 0, STATES_WIDTH,
						 STATES_HEIGHT));
		int x = LIST_LEFT;
		list = area_cut(area, x, 0, area.width - x, area.height);
		for (int y = 0; y < area.height; y++)
			area_text(area, x - 2, y, STYLE_BORDER, "│");
	} else if (has_lines(area.width, area.height)) {
		states_line_draw(&paths, area);
		area_fill(area, 0, STATES_LINES, area.width, STYLE_BORDER,
			  0x2500);
		list = area_cut(area, 0, STATES_LINES + 1, area.width,
				area.height);
	}
	int most = draw_list(view, &paths, !has_map(area.width, area.height),
			     scroll, border, list);
	paths_done(&paths);
	return most;
}

void states_rows(struct view *view, int width, int height, struct grid *all)
{
	struct paths paths;
	paths_init(&paths, view);
	bool is_small = !has_map(width, height);
	list_rows(view, &paths, is_small ? width : width - LIST_LEFT, is_small,
		  all);
	paths_done(&paths);
}
