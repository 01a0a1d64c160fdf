/* outcome: what a learner did in one run of a lesson, read from its journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"
#include "lesson/lesson.h"
#include "session/progress.h"

struct outcome {
	struct arena arena; /* of the answers */
	struct progress_run run;
};

/* What is to be remembered of a run of `lesson`, of which `beats` were played.
 * `by_itself`: --auto or a script pressed the keys. An answer that a rewind
 * made anew stands once, as it was given first. The caller ends it with
 * outcome_done(). */
void outcome_read(struct outcome *outcome, const struct lesson *lesson,
		  const struct journal *journal, size_t beats, bool by_itself);
void outcome_done(struct outcome *outcome);
