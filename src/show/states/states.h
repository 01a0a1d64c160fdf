/* states: where every TCP socket stands in the state machine, and its way.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/states/paths.h"

/* Draws the list of sockets with their paths and, where there is room, the
 * state machine as a diagram beside it. The list begins at row `scroll`.
 * Returns the most it can be scrolled by. */
int states_draw(struct view *view, int scroll, struct area border,
		struct area area);

/* The rows of that list in an area of that size; `all` is begun here. */
void states_rows(struct view *view, int width, int height, struct grid *all);

/* The diagram alone, STATES_WIDTH x STATES_HEIGHT. */
void states_map_draw(const struct paths *paths, struct area area);
enum { STATES_WIDTH = 84, STATES_HEIGHT = 41 };
