/* fault: what is wrong with a lesson, and on which line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/sentence.h"

/* A fault in a lesson. The texts belong to the list. */
struct fault {
	int line;
	char *text;
};

/* Zero-initialise before use. */
struct faults {
	struct fault *items;
	size_t count, cap;
};

/* Adds a fault: what is wrong and what was expected, the record `id` of
 * assets/faults.txt. Control characters that came in with the lesson's text
 * become "?". */
#define FAULT(faults, line, id, ...)                                           \
	faults_say(faults, line, id, SLOTS(__VA_ARGS__))
void faults_say(struct faults *faults, int line, const char *id,
		const struct slot *slots, size_t count);

/* The same where an error says it. */
void faults_pass(struct faults *faults, int line, const struct err *err);

/* Puts them in the order of their lines. */
void faults_sort(struct faults *faults);

/* Adds one line for each: "file:line: sentence". */
void faults_print(const struct faults *faults, const char *file,
		  struct buf *out);
void faults_done(struct faults *faults);

/* The end of a sentence about an unknown `word`: "; did you mean a or b?", or
 * ": expected one of a, b, c" when none of the names is near. The result
 * belongs to the caller. */
char *fault_nearest(struct str word, const char *const *names, size_t count);

/* The same behind what was expected: ": a, b, c" in place of the latter. */
char *fault_nearest_or_all(struct str word, const char *const *names,
			   size_t count);
