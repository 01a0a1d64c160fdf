/* ending: what a learner is told at the end of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Adds that the lesson is over, what its aim was, and how many of its questions
 * the learner had right. */
void ending_add(struct view *view, struct blocks *blocks);
