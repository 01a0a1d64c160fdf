/* progress: which lessons the learner has finished, and their choices.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One JSON file in the XDG state folder ($XDG_STATE_HOME/sockstep). A missing
 * or damaged file is an empty progress, never an error; it is replaced as a
 * whole (rename(2)).
 */
#pragma once
#include "base/err.h"

#include <stddef.h>

struct progress;

struct progress *progress_open(void);
void progress_free(struct progress *progress);

/* Beats played of a lesson (the most of any run), and whether it was finished.
 * 0 and false for one never begun. */
size_t progress_beats(const struct progress *progress, const char *lesson);
bool progress_is_finished(const struct progress *progress, const char *lesson);

/* Remembers; progress_save() writes it. */
void progress_note(struct progress *progress, const char *lesson, size_t beats,
		   bool finished);

/* The learner's language, "c" or "python". */
const char *progress_language(const struct progress *progress);
void progress_set_language(struct progress *progress, const char *language);

bool progress_save(struct progress *progress, struct err *err);
