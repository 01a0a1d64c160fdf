/* table_steady: the widths that the columns of sockets keep through a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/socket/table.h"
#include "show/view/view.h"

/* Sets `floors` of the table: what its columns are wide at least in `width`, so
 * that they stand where they stood when names, states and addresses come and
 * go. All 0 where there is no room for that. */
void table_steady(struct view *view, struct table *table, int width);
