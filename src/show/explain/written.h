/* written: what programs wrote to their terminals, as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* One line of one program. `now`: something of it was written in the viewed
 * move. */
struct written_line {
	const char *actor;
	const char *text;
	bool now;
};

/* In the order in which the lines began; in the view's arena. */
struct written {
	struct written_line *lines;
	size_t count;
};

/* Up to the place looked at. */
struct written written_make(struct view *view);

/* Adds each line behind the name of its program. */
void written_fill(struct view *view, struct blocks *blocks);
