/* block: paragraphs with a look each, measured and drawn one below the other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measuring is drawing into an area without rows, so the two cannot differ.
 */
#include "show/canvas/block.h"

#include <string.h>

void blocks_add(struct blocks *blocks, struct block block)
{
	blocks->items = xgrow(blocks->items, &blocks->cap, blocks->count + 1,
			      sizeof(*blocks->items));
	blocks->items[blocks->count++] = block;
}

void blocks_done(struct blocks *blocks)
{
	free(blocks->items);
	*blocks = (struct blocks){0};
}

static int columns(const char *text)
{
	return text ? (int)text_width(text, strlen(text)) : 0;
}

/* Text as it is, broken where it must be. Returns the rows it took. */
static int draw_raw(struct area area, enum style style, const char *text)
{
	struct str rest = str_from(text), line;
	int y = 0;
	while (area.width > 0 && text_wrap(&rest, (size_t)area.width, &line))
		area_textn(area, 0, y++, style, line);
	return y;
}

static int draw_rule(const struct block *block, struct area area)
{
	area_fill(area, 0, 0, area.width, STYLE_BORDER, 0x2500);
	if (block->text && *block->text) {
		int used = area_fit(area, 3, 0, area.width - 5, block->style,
				    block->text);
		area_text(area, 2, 0, STYLE_BORDER, " ");
		area_text(area, 3 + used, 0, STYLE_BORDER, " ");
	}
	return 1;
}

/* The part of `area` below row `y`; rows above it may lie outside. */
static struct area below(struct area area, int x, int y)
{
	area.height = y < area.height ? area.height - y : 0;
	area.y += y;
	area.x += x;
	area.width = x < area.width ? area.width - x : 0;
	return area;
}

static int draw_one(const struct block *block, struct area area)
{
	if (block->rule)
		return draw_rule(block, area);
	int lead = block->indent;
	if (block->lead) {
		area_text(area, block->indent, 0, block->lead_style,
			  block->lead);
		lead += columns(block->lead) + 1;
	}
	struct area inner = below(area, lead, 0);
	int rows = block->raw ? draw_raw(inner, block->style, block->text)
			      : area_words(inner, block->style, block->text);
	if (!block->tail)
		return rows;
	int text = columns(block->text), tail = columns(block->tail);
	if (rows <= 1 && text + 1 + tail <= inner.width) {
		area_text(inner, text + 1, 0, block->tail_style, block->tail);
		return 1;
	}
	return rows + draw_raw(below(area, lead, rows), block->tail_style,
			       block->tail);
}

/* Which blocks: those up to `rank`, and the first `more` of the next one. */
struct choice {
	enum block_rank rank;
	size_t more;
};

static int draw_all(const struct blocks *blocks, struct area area,
		    struct choice choice)
{
	int y = 0;
	size_t more = choice.more;
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->items[i];
		bool is_more = block->rank == choice.rank + 1 && more;
		more -= is_more;
		if (block->rank <= choice.rank || is_more)
			y += draw_one(block, below(area, 0, y));
	}
	return y;
}

static int rows_of(const struct blocks *blocks, int width, struct choice choice)
{
	struct grid none = {0};
	return draw_all(blocks, (struct area){&none, 0, 0, width, 0}, choice);
}

int blocks_rows(const struct blocks *blocks, int width, enum block_rank rank)
{
	return rows_of(blocks, width, (struct choice){.rank = rank});
}

/* What stands between two blocks, a row or a line, which parts nothing at the
 * end. */
static bool is_gap(const struct blocks *blocks, struct choice choice)
{
	size_t more = 0;
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->items[i];
		more += block->rank == choice.rank + 1;
		if (more && more == choice.more)
			return block->rule ||
			       (!block->lead && !strcmp(block->text, " "));
	}
	return false;
}

static struct choice choose(const struct blocks *blocks, int width, int height)
{
	struct choice choice = {.rank = BLOCK_RANK_COUNT - 1};
	while (choice.rank > BLOCK_NEEDED &&
	       rows_of(blocks, width, choice) > height)
		choice.rank--;
	while (choice.rank + 1 < BLOCK_RANK_COUNT &&
	       choice.more < blocks->count) {
		choice.more++;
		if (rows_of(blocks, width, choice) > height) {
			choice.more--;
			break;
		}
	}
	choice.more -= is_gap(blocks, choice);
	return choice;
}

int blocks_rows_fitting(const struct blocks *blocks, int width, int height)
{
	return rows_of(blocks, width, choose(blocks, width, height));
}

bool blocks_draw_fitting(const struct blocks *blocks, struct area area)
{
	struct choice choice = choose(blocks, area.width, area.height);
	return draw_all(blocks, area, choice) <= area.height;
}

void blocks_draw(const struct blocks *blocks, struct area area)
{
	draw_all(blocks, area, (struct choice){.rank = BLOCK_ROOMY});
}
