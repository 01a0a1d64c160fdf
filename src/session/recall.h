/* recall: questions that come back, later each time they were known.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum { RECALL_AT_ONCE = 5 }; /* questions; more would be a test */

/* A question that was answered once: the `number`th recall of a lesson, from 1.
 * `lesson` is borrowed from the record. */
struct recall {
	const char *lesson;
	int number;
	time_t due; /* 0: known so often that it does not come back */
	int stage;  /* how often it was known in a row since the first time */
};

/* Adds a judgement {"id", "lesson", "number", "time", "knew"} to the record,
 * once. */
void recall_add(json_t *root, const json_t *judgement);

/* When a question comes back after all its judgements in the record. A question
 * without any has number 0. */
struct recall recall_find(const json_t *root, const char *lesson, int number);

/* "it comes back in 3 days": what follows from `due`. The caller frees it. */
char *recall_when(time_t due, time_t now);

/* Those that are due at `now`, the longest due first. Returns how many there
 * are; the first `most` are written. */
size_t recall_due(const json_t *root, time_t now, struct recall *due,
		  size_t most);
