/* plain_ui: a lesson as lines that are only ever added to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For screen readers, pipes, transcripts and tests. On a terminal it asks
 * before each beat; otherwise it plays to the end by itself.
 */
#pragma once
#include "lesson/catalogue.h"
#include "session/progress.h"
#include "ui/line/options.h"

/* Plays `lesson` on standard output, and from `catalogue`, where there is one,
 * those that are asked for at its end. Returns the exit status; `err` holds the
 * sentence to print with it, or nothing. */
int plain_run(const struct options *options, const struct catalogue *catalogue,
	      const struct lesson *lesson, struct progress *progress,
	      struct err *err);
