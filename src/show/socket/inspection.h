/* inspection: all that was read of one socket, value by value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* The last one before the place looked at, for the overlay: names, values with
 * their units, a sentence each; first those that differ
 * from a new socket's, with "*" before them. Texts live in the view's arena or
 * are borrowed from it. */
void inspection_fill(struct view *view, struct blocks *blocks);
