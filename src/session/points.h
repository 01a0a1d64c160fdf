/* points: what a learner got for exercises.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <jansson.h>
#include <stdbool.h>

/* The best of all rounds of checks. `most` is what there was to get then; 0
 * when no check was ever played. */
struct points {
	bool is_begun;
	int got, most;
};

/* What the record has of an exercise. */
struct points points_find(const json_t *root, const char *exercise);

/* How far that is: "new", "begun" or "finished", all points of `most`. */
const char *points_word(struct points points, int most);

/* A note that an exercise was begun, or how many points a round of checks
 * gave. */
json_t *points_note(const char *exercise, struct points points);

/* Adds a note to the record. Returns whether that changed anything. */
bool points_add(json_t *root, const json_t *note);

/* All that the record has, as notes; the caller releases them. */
json_t *points_notes(const json_t *root);

/* All that the record has, for a person; nothing when there is nothing. */
void points_print(const json_t *root, struct buf *out);
