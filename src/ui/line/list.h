/* list: the lessons and the learner's progress, as text and as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "session/progress.h"

/* Adds a line for each lesson, below a line for each module. */
void list_print(const struct catalogue *catalogue,
		const struct progress *progress, struct buf *out);

/* Adds how many checks and points an exercise has, and what the learner has of
 * them. */
void list_print_points(const struct lesson *exercise,
		       const struct progress *progress, struct buf *out);

/* Adds one array with an object for each lesson; the manual lists the
 * fields. */
void list_print_json(const struct catalogue *catalogue,
		     const struct progress *progress, struct buf *out);
