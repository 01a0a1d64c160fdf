/* stage_pages: a scene before a room as text, page by page, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "stage_pages.h"

#include <string.h>

int stage_page_draw(struct scene scene, int page, int width, int height,
		    struct buf *out)
{
	struct grid grid;
	struct stage_extent extent = {0};
	struct scene_stage stage = {.page = page, .extent = &extent};
	scene.stage = &stage;
	grid_init(&grid, width, height);
	scene_draw(&scene, &grid);
	buf_clear(out);
	grid_print(&grid, false, out);
	grid_done(&grid);
	return extent.pages;
}

static bool begins_words(struct str row)
{
	static const char *const titles[] = {"what happened ─",
					     "what this is about ─", "next"};
	for (size_t i = 0; i < COUNT(titles); i++) {
		if (str_has_prefix(row, titles[i]) &&
		    memmem(row.data, row.len, "─", strlen("─")))
			return true;
	}
	return false;
}

void stage_page_split(const char *page, struct buf *panels, struct buf *words)
{
	struct str rest = str_from(page), line;
	bool is_inside = false;
	while (str_next_line(&rest, &line)) {
		struct str row = str_trim(line);
		bool is_title = begins_words(row);
		bool is_words = is_inside && !is_title && row.len &&
				!str_has_prefix(row, "──");
		is_inside |= is_title;
		if (words && is_words)
			buf_printf(words, "%.*s\n", (int)row.len, row.data);
		if (panels && !is_inside)
			buf_printf(panels, "%.*s\n", (int)row.len, row.data);
	}
}

void stage_words(struct scene scene, int width, int height, struct buf *out)
{
	struct buf page = {0};
	int pages = 1;
	buf_clear(out);
	for (int i = 0; i < pages; i++) {
		pages = stage_page_draw(scene, i, width, height, &page);
		stage_page_split(buf_text(&page), NULL, out);
	}
	buf_done(&page);
}
