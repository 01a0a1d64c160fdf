/* prompt_draw: an open prompt in the last rows of the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/grid.h"
#include "ui/prompt/prompt.h"

/* Draws the line into the row above the last, `hint` (or, when it is empty,
 * which keys there are) into the last, and a list of completions over the rows
 * above. `x` and `y` get where the cursor stands. A line that is too long is
 * scrolled, and < and > stand where it goes on. */
void prompt_draw(const struct prompt *prompt, const char *hint,
		 struct grid *grid, int *x, int *y);
