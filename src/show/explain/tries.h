/* tries: what a lesson had to be tried by oneself, to be read again later.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Whether the lesson went by anything that was to be tried. */
bool explain_has_tries(const struct view *view);

/* Adds each of them, the first one first, but for one of the viewed beat. */
void explain_tries(struct view *view, struct blocks *blocks);
