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

/* The diagram alone, STATES_WIDTH x STATES_HEIGHT. */
void states_map_draw(const struct paths *paths, struct area area);
enum { STATES_WIDTH = 84, STATES_HEIGHT = 41 };
