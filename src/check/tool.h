/* tool: a compiler or make, run to its end, with what it says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

/* Runs `words` (NULL behind the last; words[0] is in PATH) in `folder` for at
 * most a minute, or until something can be read from `*stop` (NULL: nothing).
 * `said` gets what it writes, both streams in order, at most 64 KiB. Fails when
 * it cannot be run, and when it does not end with status 0. */
bool tool_run(const char *const *words, const char *folder, const int *stop,
	      struct buf *said, struct err *err);
