/* overlay: what a key opens over the screen: help, more, all sockets …
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* Draws the scene's overlay into all of `area`, with a frame. Returns the most
 * it can be scrolled by. */
int overlay_draw(struct view *view, struct area area);

/* Lines of text, as OVERLAY_TEXT has them, for the menu. */
int overlay_draw_text(const char *title, const char *text, int scroll,
		      struct area area);

/* The keys' list alone, for the menu. */
int overlay_draw_keys(const struct scene_key *keys, size_t count, int scroll,
		      struct area area);

/* Begins `all` with every row of what the scene's overlay would list in an area
 * of that size: row number n is the one that it begins with, or has under its
 * cursor, when it is scrolled by n. */
void overlay_rows(struct view *view, int width, int height, struct grid *all);
void overlay_rows_text(const char *text, int width, struct grid *all);
void overlay_rows_keys(const struct scene_key *keys, size_t count, int width,
		       struct grid *all);
