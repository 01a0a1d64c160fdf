/* progress_notes: what a note adds to the record.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "session/progress.h"

#include <jansson.h>
#include <time.h>

/* The number at `key`, from 0; 0 where there is none. */
size_t notes_count(const json_t *object, const char *key);

/* The state of that word; PROGRESS_NEW for NULL and for any other. */
enum progress_state notes_state(const char *word);

/* Adds a note of a run, of a question asked again or of an exercise, unless the
 * record has it. */
void notes_add(json_t *root, const json_t *note);

/* The answers of one run of `root`: those of its lesson at its time. The caller
 * owns the array. */
json_t *notes_answers(const json_t *root, const json_t *run);

/* What was answered in the run that ends now, as a note has it; the caller owns
 * the array. */
json_t *notes_of_answers(const struct progress_run *run, time_t now);
