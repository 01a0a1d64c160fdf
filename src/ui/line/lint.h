/* lint: checks lessons: their form, and every expectation on this kernel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "ui/line/options.h"

struct lesson;

/* Prints every fault of every file as "file:line: sentence" on standard output
 * and, unless only the form is asked for, plays each lesson that has none and
 * prints every expectation that is not met the same way. What follows an
 * exercise and is no .md file is a program that it is played with. Returns the
 * exit status, with a sentence in `err` or nothing. */
int lint_files(const struct options *options, char *const *files, size_t count,
	       struct err *err);

/* Reads one lesson and prints its faults to `out`. Returns NULL when it has
 * any, or, with `err` filled, when it cannot be read. */
struct lesson *lint_read(const char *file, struct buf *out, struct err *err);
