/* export_lesson: a run as the draft of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/export/program.h"

/* Adds a lesson in the form of lessons/README.md that makes the same deeds, and
 * expects what came of them. Its words say what happened, no more: whoever
 * teaches with it puts others in their place. Fails when the run has something
 * that a lesson cannot say. */
bool export_lesson(const struct exported *from, struct buf *out,
		   struct err *err);

/* Adds the lines of an `expect` block for deed `index` (export_expect.c). Those
 * of a lesson's own beat are its own, as far as they were met. */
void export_expect(const struct exported *from, const struct deeds *deeds,
		   size_t index, struct buf *out);
