/* block: paragraphs with a look each, measured and drawn one below the other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "show/canvas/grid.h"

/* What happens when there is no room for everything: the higher ranks are
 * left out first. */
enum block_rank {
	BLOCK_NEEDED,
	BLOCK_USEFUL,
	BLOCK_EXTRA, /* nice on a screen of the usual size */
	BLOCK_ROOMY, /* only where there is room to spare */
	BLOCK_RANK_COUNT
};

/* `lead` stands before the text, whose rows all begin behind it; `tail` stands
 * behind it where it fits, on a row of its own otherwise. A rule is a thin
 * line with the text as its title. Texts are borrowed. */
struct block {
	enum block_rank rank;
	enum style style;
	const char *lead, *text, *tail; /* lead and tail may be NULL */
	enum style lead_style, tail_style;
	int indent;
	bool raw;  /* code: backquotes and stars are themselves */
	bool rule; /* a line across */
};

/* Owns its array only. Zero-initialise before use. */
struct blocks {
	struct block *items;
	size_t count, cap;
};

void blocks_add(struct blocks *blocks, struct block block);
void blocks_done(struct blocks *blocks);

/* Rows that the blocks up to `rank` take in `width` columns. */
int blocks_rows(const struct blocks *blocks, int width, enum block_rank rank);

/* What fits into `height` rows: the blocks up to the highest rank that fits
 * whole, BLOCK_NEEDED at least, and of the next rank those from the first on
 * that fit as well. Drawing returns whether nothing had to be cut. */
int blocks_rows_fitting(const struct blocks *blocks, int width, int height);
bool blocks_draw_fitting(const struct blocks *blocks, struct area area);

/* Draws all; what does not fit is cut. */
void blocks_draw(const struct blocks *blocks, struct area area);
