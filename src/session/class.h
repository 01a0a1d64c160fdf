/* class: the records of many learners, as they exported them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "session/progress.h"

#include <jansson.h>

/* An answer of a learner, of whom only the number is kept. */
struct class_answer {
	size_t learner;
	const char *lesson;
	struct progress_answer answer;
};

/* How far a learner has come in a lesson: `step` is the one that the last run
 * of it came to, from 0. `is_last`: it is the lesson of their last run. */
struct class_stand {
	size_t learner;
	const char *lesson;
	enum progress_state state;
	int step;
	bool is_last;
};

/* Zero-initialise before use. Answers of a learner are in the order in which
 * they were given. */
struct class
{
	struct arena arena;
	size_t learners;
	struct class_answer *answers;
	size_t answer_count, answer_cap;
	struct class_stand *stands;
	size_t stand_count, stand_cap;
	json_t *runs; /* whose each run is, by its id */
	json_t *seen; /* answers that were counted */
};

/* Adds a record that `progress --export` wrote. Two files of one learner, told
 * by a run that both have, count once. Fails, with nothing changed, when it
 * cannot be read or is no record. */
bool class_add(struct class *class, const char *path, struct err *err);
void class_done(struct class *class);
