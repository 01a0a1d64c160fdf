/* search: a text that is looked for in the rows of a grid.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/grid.h"

/* A row that has the text: the `nth`, from 1, of `count`. `row` -1: none
 * has. */
struct search_hit {
	long row;
	size_t nth, count;
};

/* The first row with `text` from row `from` on, in the direction of `step`, 1
 * or -1; behind the end it goes on at the other one. Capitals are as good as
 * small letters. */
struct search_hit search_rows(const struct grid *grid, const char *text,
			      long from, int step);

/* Gives each place of `area` that has `text` a look of its own. */
void search_mark(struct area area, const char *text);
