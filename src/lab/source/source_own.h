/* source_own: which frame of a stack is the learner's line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/source/source.h"

/* The index of that frame, -1 where no frame has a line that can be read. */
int source_find_own(const struct source_stack *stack);

/* Whether a file is of the machine's programs or of Python's modules. */
bool source_is_of_system(const char *file);

/* Takes their lines from the functions of Go's own library and runtime,
 * wherever that stands. */
void source_leave_go(struct source_stack *stack);
