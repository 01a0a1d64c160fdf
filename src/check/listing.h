/* listing: what a learner's folder has that may matter to its building.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"

enum { LISTING_MOST = 256 };

/* Names of files, in the order of the alphabet; one that a compiler would take
 * for an option begins with "./". They live in `arena`. */
struct listing {
	struct arena *arena;
	const char *c[LISTING_MOST], *python[LISTING_MOST],
		*programs[LISTING_MOST];
	size_t c_count, python_count, program_count;
	const char *shut;    /* a program that may not be executed, or NULL */
	const char *archive; /* the last one, or NULL */
	bool has_makefile;
};

/* Whether it is a file that can be executed. */
bool listing_is_program(const char *path);

/* Reads the folder into a listing that has its arena and nothing else. */
bool listing_read(struct listing *listing, const char *folder, struct err *err);

/* The one of several files that is called like one of the exercise's, without
 * a suffix, or the only one; NULL for neither. */
const char *listing_choose(const char *const *files, size_t count,
			   const char *const *names, size_t name_count);
