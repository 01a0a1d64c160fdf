/* outline: the steps of a lesson, one of them under a cursor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* Draws them as an overlay does; the cursor decides which are seen. */
int outline_draw(struct view *view, int scroll, struct area border,
		 struct area area);

/* A row for each step; `all` is begun here. */
void outline_rows(struct view *view, int width, int height, struct grid *all);
