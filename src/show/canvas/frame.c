/* frame: the lines around panels, and the row of keys at the bottom.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/canvas/frame.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

enum { LINE_ACROSS = 0x2500, LINE_DOWN = 0x2502 };

struct area frame_line(struct area area, int y, const char *left,
		       const char *right)
{
	area_fill(area, 0, y, area.width, STYLE_BORDER, LINE_ACROSS);
	int inset = left && right ? 1 : 0;
	if (inset) {
		area_text(area, 0, y, STYLE_BORDER, left);
		area_text(area, area.width - 1, y, STYLE_BORDER, right);
	}
	return area_cut(area, inset, y, area.width - 2 * inset, 1);
}

void frame_sides(struct area area, int y, int height)
{
	for (int i = 0; i < height; i++) {
		area_text(area, 0, y + i, STYLE_BORDER, "│");
		area_text(area, area.width - 1, y + i, STYLE_BORDER, "│");
	}
}

static bool is_border(const struct grid *grid, int x, int y, uint32_t c)
{
	if (y < 0 || y >= grid->height)
		return false;
	const struct cell *cell = &grid->cells[y * grid->width + x];
	return cell->style == STYLE_BORDER && cell->c == c;
}

void frame_join(struct grid *grid)
{
	for (int y = 0; y < grid->height; y++) {
		for (int x = 1; x + 1 < grid->width; x++) {
			if (!is_border(grid, x, y, LINE_ACROSS))
				continue;
			bool above = is_border(grid, x, y - 1, LINE_DOWN);
			bool below = is_border(grid, x, y + 1, LINE_DOWN);
			uint32_t joint = above && below ? 0x253c
					 : above	? 0x2534
					 : below	? 0x252c
							: LINE_ACROSS;
			grid->cells[y * grid->width + x].c = joint;
		}
	}
}

static int columns(const char *text)
{
	return (int)text_width(text, strlen(text));
}

void frame_keys(struct area row, const struct scene_key *keys, size_t count)
{
	int x = 1;
	bool first = true;
	for (size_t i = 0; i < count; i++) {
		const struct scene_key *key = &keys[i];
		if (!key->now || !key->brief)
			continue;
		int need = columns(key->key) + 1 + columns(key->brief) +
			   (first ? 2 : 3);
		if (x + need > row.width)
			continue;
		x += area_text(row, x, 0, STYLE_PLAIN, first ? " " : "· ");
		x += area_text(row, x, 0, STYLE_KEY, key->key);
		x += area_text(row, x, 0, STYLE_PLAIN, " ");
		x += area_text(row, x, 0, STYLE_PLAIN, key->brief);
		x += area_text(row, x, 0, STYLE_PLAIN, " ");
		first = false;
	}
}

void frame_too_small(struct grid *grid)
{
	char *text = SENTENCE_NEW("reply-screen-small",
				  SLOT_NUMBER("columns", FRAME_LEAST_WIDTH),
				  SLOT_NUMBER("rows", FRAME_LEAST_HEIGHT),
				  SLOT_NUMBER("width", grid->width),
				  SLOT_NUMBER("height", grid->height));
	area_words(area_of(grid), STYLE_PLAIN, text);
	free(text);
}
