/* layout: which panels there are, and how many rows each of them gets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/panel/panel.h"

/* One panel on the screen; `height` does not count its border. */
struct place {
	enum panel_id id;
	struct panel_rows rows;
	int height;
};

struct layout {
	struct place places[PANEL_COUNT];
	size_t count;
	int width;
};

/* Shares `height` rows, borders included, among the panels of `view`. `small`:
 * only the explanation and the changed sockets. */
struct layout layout_make(struct view *view, int width, int height, bool small);
