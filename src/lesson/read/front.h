/* front: the front matter of a lesson, its keys and their values.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/lesson.h"

/* Fills in `lesson` from the lines between the two `---`. `line` is the first
 * of them, counted in the file. All that is wrong goes into `faults`. */
void front_parse(struct lesson *lesson, struct str text, int line,
		 struct faults *faults);
