/* export: runs as pages, transcripts and handouts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/line/options.h"

/* Writes what the options ask for of a lesson, which is played first, or of the
 * log of a run. `word` is NULL with --all: then a page of each lesson goes into
 * a folder, and an index. Returns the exit status, with a sentence in `err` or
 * nothing. */
int export_run(const struct options *options, const char *word,
	       struct err *err);
