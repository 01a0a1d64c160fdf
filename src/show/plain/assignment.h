/* assignment: what an exercise asks for, as a text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "lesson/lesson.h"

/* The task as paragraphs of one line each, then below `heading` the checks with
 * their points. */
void assignment_print(const struct lesson *exercise, const char *heading,
		      struct buf *out);

/* How it is begun, for who reads of it where it cannot be done. */
void assignment_print_way(const struct lesson *exercise, struct buf *out);
