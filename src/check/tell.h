/* tell: what a learner reads of a check that failed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "lesson/lesson.h"
#include "session/session.h"

enum { TELL_LINES = 15, TELL_COLUMNS = 76 };

/* Adds why `call`, which is over at `place` of the journal, did what it did.
 * Returns false, and adds nothing, where that is unknown. */
typedef bool explain_fn(const struct journal *journal, size_t place,
			const struct event_call *call, struct buf *out);

/* What is known of a check that failed. */
struct failure {
	const struct lesson *exercise;
	const struct session *session; /* where it stands */
	bool too_long;		       /* the time of the whole check is over */
	const char *folder;  /* what the learner's files are told without */
	explain_fn *explain; /* why a call of the program failed; NULL */
};

/* Adds at most TELL_LINES lines: what was done, numbered, what was expected,
 * what was there instead, what shows it, the cause where a finding knows it.
 * `brief` gets one sentence, `lesson` the id of one that teaches it, or NULL;
 * both live in `arena`. */
void tell_failure(const struct failure *failure, struct arena *arena,
		  struct buf *out, const char **brief, const char **lesson);
