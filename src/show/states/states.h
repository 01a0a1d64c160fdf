/* states: where every TCP socket stands in the state machine, and its way.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/states/paths.h"

/* Draws the list of sockets with their paths and the state machine: where there
 * is room as a diagram beside it, otherwise as some lines above. The list
 * begins at row `scroll`. Returns the most it can be scrolled by. */
int states_draw(struct view *view, int scroll, struct area border,
		struct area area);

/* The rows of that list in an area of that size; `all` is begun here. */
void states_rows(struct view *view, int width, int height, struct grid *all);

/* The diagram alone, STATES_WIDTH x STATES_HEIGHT. */
void states_map_draw(const struct paths *paths, struct area area);
enum { STATES_WIDTH = 84, STATES_HEIGHT = 41 };

/* The same as STATES_LINES rows, at least STATES_LINE_WIDTH wide. */
void states_line_draw(const struct paths *paths, struct area area);
enum { STATES_LINE_WIDTH = 75, STATES_LINES = 5 };
