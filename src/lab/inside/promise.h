/* promise: what each inhabitant of a lab may do, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/confine.h"

/* A row of the table: something of the machine, and what each may do with it.
 * The manual, README.md and src/README.md have the same words. */
struct promise {
	const char *of;
	const char *may[INHABITANT_COUNT];
};

/* All rows, in the learner's language; in the arena. */
const struct promise *promises(struct arena *arena, size_t *count);

/* How an inhabitant is called there. */
const char *promise_name(enum inhabitant who);

/* Adds the table as plain text of at most 80 columns. */
void promise_print(struct buf *out);
