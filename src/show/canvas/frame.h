/* frame: the lines around panels, and the row of keys at the bottom.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/grid.h"
#include "show/scene.h"

/* A horizontal line over the whole width of `area` at row `y`, with corners
 * of the frame where `left` and `right` are not NULL. Returns what lies
 * between the corners. */
struct area frame_line(struct area area, int y, const char *left,
		       const char *right);

/* The two sides of the frame, from row `y` on. */
void frame_sides(struct area area, int y, int height);

/* Joins vertical lines of the frame to the horizontal ones they touch. */
void frame_join(struct grid *grid);

/* The keys that matter now, as many as fit. */
void frame_keys(struct area row, const struct scene_key *keys, size_t count);

/* The sentence that stands alone where the screen is too small for more. */
void frame_too_small(struct grid *grid);
enum { FRAME_LEAST_WIDTH = 40, FRAME_LEAST_HEIGHT = 12 };
