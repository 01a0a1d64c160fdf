/* search: a text that is looked for in the rows of a grid.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be found is what can be seen: rows as they are drawn, so that the
 * same search serves every list, whatever it is made of. A row becomes text,
 * and a byte of that remembers its column.
 */
#include "show/canvas/search.h"

#include "base/mem.h"

#include <string.h>

/* Adds columns `left` to `right` of row `y`. Returns the column of each byte,
 * which the caller frees. */
static int *print_row(const struct grid *grid, int y, int left, int right,
		      struct buf *text)
{
	const struct cell *row = grid->cells + (size_t)y * (size_t)grid->width;
	size_t cap = 0;
	int *columns = NULL;
	for (int x = left; x < right; x++) {
		size_t begin = text->len;
		if (row[x].c)
			text_encode(text, row[x].c);
		columns = xgrow(columns, &cap, text->len + 1, sizeof(*columns));
		while (begin < text->len)
			columns[begin++] = x;
	}
	return columns;
}

static bool has(const struct grid *grid, int y, const char *text)
{
	struct buf row = {0};
	free(print_row(grid, y, 0, grid->width, &row));
	bool found = strcasestr(buf_text(&row), text) != NULL;
	buf_done(&row);
	return found;
}

/* How many rows it is from `from` to `row`, in the direction of `step`. */
static long away(long row, long from, int step, long height)
{
	long by = (row - from) * step;
	return by < 0 ? by + height : by;
}

struct search_hit search_rows(const struct grid *grid, const char *text,
			      long from, int step)
{
	struct search_hit hit = {.row = -1};
	long height = grid->height;
	if (!text[0] || !height)
		return hit;
	from = ((from % height) + height) % height;
	for (int y = 0; y < grid->height; y++) {
		if (!has(grid, y, text))
			continue;
		hit.count++;
		if (hit.row >= 0 && away(y, from, step, height) >=
					    away(hit.row, from, step, height))
			continue;
		hit.row = y;
		hit.nth = hit.count;
	}
	return hit;
}

static void mark_row(struct area area, int y, const char *text)
{
	struct buf row = {0};
	AUTO_FREE int *columns = print_row(area.grid, area.y + y, area.x,
					   area.x + area.width, &row);
	size_t len = strlen(text);
	const char *begin = buf_text(&row), *at = begin;
	while ((at = strcasestr(at, text)) != NULL) {
		int first = columns[at - begin];
		int last = columns[at - begin + (long)len - 1];
		area_restyle(area, first - area.x, y, last - first + 1,
			     STYLE_FOUND);
		at += len;
	}
	buf_done(&row);
}

void search_mark(struct area area, const char *text)
{
	for (int y = 0; text[0] && y < area.height; y++)
		mark_row(area, y, text);
}
