/* target: the program that is checked, found and built.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

enum target_language { TARGET_ANY, TARGET_C, TARGET_PYTHON };

enum { TARGET_SEEN_MOST = 6 };

/* Runs a compiler or the like, as tool_run() does (tool.h). */
typedef bool target_run_fn(void *data, const char *const *words,
			   const char *folder, struct buf *said,
			   struct err *err);

/* A program that can be started: `words`, NULL behind the last, in `folder`.
 * `seen` are the files and folders that it is made of, NULL behind the last:
 * of the user's files it sees no others. Zero-initialise before use. */
struct target {
	struct arena arena;
	const char *const *words;
	const char *folder;
	const char *file; /* the one in it that is meant; NULL: what is there */
	const char *seen[TARGET_SEEN_MOST + 1];
	size_t seen_count;
	target_run_fn *run; /* NULL: tool_run() */
	void *run_data;
	const int *stop;    /* of tool_run(); NULL: nothing ends it early */
	const char *called; /* in sentences; NULL: as the folder is */
	bool is_ours;	    /* what is compiled can go into the folder itself */
	char *made; /* a folder of ours with what was compiled, or NULL */
};

/* Takes a program and its arguments as they are given, to be started in the
 * working folder. Fails when there is no such program. */
bool target_take(struct target *target, char *const *words, struct err *err);

/* Finds what is at `path`, a program, a C or Python file or a folder with one:
 * its folder and, but for a Python of the learner's own, all that the program
 * will see. */
bool target_find(struct target *target, const char *path, struct err *err);

/* Finds out what it is, and builds it: by a Makefile, by cc, or not at all.
 * `names` are those that the exercise's own files have, without a suffix, for a
 * folder with several. On failure `said` has what the compiler said, if it was
 * that; `err` says what was tried. */
bool target_build(struct target *target, enum target_language language,
		  const char *const *names, size_t name_count, struct buf *said,
		  struct err *err);

/* Takes away what was compiled. */
void target_done(struct target *target);
