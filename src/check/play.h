/* play: the checks of an exercise, each played in a lab of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "check/target.h"
#include "check/tell.h"
#include "lesson/lesson.h"

enum verdict {
	VERDICT_NOT_RUN,
	VERDICT_PASSED,
	VERDICT_FAILED,
	VERDICT_ERROR, /* we could not find out; the learner loses nothing */
	VERDICT_COUNT
};

/* "passed", "FAILED" … */
const char *verdict_word(enum verdict verdict);

/* What became of one check. `told` has lines of at most 76 columns, the
 * feedback of a check that failed; `brief` is one sentence of it. Strings live
 * in the report's arena. */
struct outcome_of {
	enum verdict verdict;
	uint64_t elapsed; /* nanoseconds */
	const char *told, *brief;
	const char *lesson; /* the id of one that teaches it, or NULL */
};

/* The outcome of each check of `exercise`, in their order. */
struct report {
	struct arena arena;
	const struct lesson *exercise;
	struct outcome_of *outcomes;
};

/* How checks are played. */
struct play_options {
	const int *ending;  /* as in session_options */
	uint64_t until;	    /* a moment behind which nothing goes on; 0: none */
	bool is_unconfined; /* the program sees all files of the user */
	explain_fn *explain; /* for what is told of a check that failed */
};

struct playing;

/* Makes the lab of check number `check`, for a program whose folder and files
 * are known; what it is started by, `target->words`, may come later. NULL, with
 * the reason, when this machine cannot: then no check can be played. All that
 * is given lasts until it was played. */
struct playing *playing_open(struct report *report, size_t check,
			     const struct target *target, struct loop *loop,
			     const struct play_options *options,
			     struct err *err);

/* Plays it, notes its outcome, and frees it. */
void playing_run(struct playing *playing);

/* Both, one behind the other. */
bool report_play(struct report *report, size_t check,
		 const struct target *target, struct loop *loop,
		 const struct play_options *options, struct err *err);

void report_begin(struct report *report, const struct lesson *exercise);
void report_done(struct report *report);

/* The points of those that passed, and of all. */
int report_points(const struct report *report);
int report_most(const struct report *report);

/* How many have that verdict. */
size_t report_count(const struct report *report, enum verdict verdict);
