/* ending: what a learner is told at the end of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Adds how many of the lesson's questions the learner had right, and the steps
 * of the others, to which `key` goes; nothing where none was answered. */
void ending_print(const struct scene *scene, const char *key, struct buf *out);

/* Adds that the lesson is over, what its aim was, and how many of its questions
 * the learner had right. */
void ending_add(struct view *view, struct blocks *blocks);
