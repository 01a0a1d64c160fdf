/* code_line: one call of the code panel, over as many rows as it needs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/panel/column.h"

/* The rows that it takes in so many columns. */
int code_line_rows(const struct view *view, const struct line *line, int width);

/* Draws it from row `y` on, and returns its rows. */
int code_line_draw(const struct view *view, const struct line *line,
		   struct area area, int y);
