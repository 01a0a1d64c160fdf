/* table_steady: the columns of sockets that stay in their places.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/socket/table.h"
#include "show/view/view.h"

/* Sets the widths of the table to what they are in `width` through the whole
 * lesson, so that they stand where they stood when names, states and addresses
 * come and go. What a cell was, and has no room in its column, its row's note
 * says. Returns false, with the widths as they were, where there is no room
 * for that. */
bool table_steady(struct view *view, struct table *table, int width);
