/* pipe_end: the descriptors of a process that are ends of a pipe.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

/* Whether `fd` of `actor` at `place` is what a call made a pipe's end, a copy
 * of one, or inherited from who forked it; `writes` gets which end. pipe(2). */
bool pipe_end_find(const struct journal *journal, size_t place,
		   const char *actor, int64_t fd, bool *writes);
