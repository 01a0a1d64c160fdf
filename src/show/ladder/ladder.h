/* ladder: calls and packets between the actors, time downwards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* Draws the window of the ladder that begins at row `scroll` into `area`,
 * below the names of the rails; with SCENE_FOLLOW that around the packet under
 * the cursor, or the end. `border` is the line above. Returns the most it can
 * be scrolled by. */
int ladder_draw(struct view *view, int scroll, struct area border,
		struct area area);

/* All rows below those names, as wide as that; `all` is begun here. */
void ladder_rows(struct view *view, int width, int height, struct grid *all);
