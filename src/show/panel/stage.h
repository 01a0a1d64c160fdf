/* stage: a scene before a room: one panel in front, the words page by page.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* Draws the panels of a scene that has a stage, whatever the size of `area`:
 * no word is cut, what does not fit beside what matters is on the next page.
 * A question is a page by itself, so that nothing is answered before it was
 * read. */
void stage_draw(struct view *view, struct area area);
