/* screen_colours: what the styles of a grid are in the terminal's colours.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/style.h"

#include <curses.h>

/* Makes one pair for each style, on the terminal's own ground where the theme
 * has none. Whether there are any: NO_COLOR holds, or the terminal has few. */
bool screen_start_colours(void);

/* Bold and the like. Also where NO_COLOR holds, what bold looks like is the
 * terminal's. */
attr_t screen_attributes(enum style style);

/* The pair of a style, 0 for the terminal's own, of a screen with colours. */
short screen_pair(enum style style);
