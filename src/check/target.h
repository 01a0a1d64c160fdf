/* target: the program that is checked, found and built.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

enum target_language { TARGET_ANY, TARGET_C, TARGET_PYTHON };

/* A program that can be started: `words`, NULL behind the last, in `folder`.
 * Zero-initialise before use. */
struct target {
	struct arena arena;
	const char *const *words;
	const char *folder;
	char *made; /* a folder of ours with what was compiled, or NULL */
};

/* Takes a program and its arguments as they are given. */
void target_take(struct target *target, char *const *words);

/* Finds out what `path` is, a program, a C or Python file or a folder with one,
 * and builds it: by a Makefile, by cc, or not at all. `names` are those that
 * the exercise's own files have, without a suffix, for a folder with several.
 * On failure `said` has what the compiler said, if it was that; `err` says what
 * was tried. */
bool target_build(struct target *target, const char *path,
		  enum target_language language, const char *const *names,
		  size_t name_count, struct buf *said, struct err *err);

/* Takes away what was compiled. */
void target_done(struct target *target);
