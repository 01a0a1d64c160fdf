/* class_tally: which misconceptions a class holds, and where it stops.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A misconception is a letter and a number in the lessons' files; what it is,
 * the options say that tempt by it. So each is told by the options that were
 * chosen, most chosen first. It was chosen by whoever took such an option once,
 * and is held by whoever took one the last time that there was one to take.
 */
#pragma once
#include "lesson/catalogue.h"
#include "session/class.h"

/* An option that was chosen, and by how many. */
struct class_choice {
	const char *lesson;
	int step, beat, place;
	size_t count;
};

/* One misconception: learners that were asked, chose it, hold it. */
struct class_held {
	const char *id;
	size_t asked, chose, holds;
	struct class_choice *choices;
	size_t choice_count, choice_cap;
};

/* A lesson that was begun: how many came to its end or not, and who of those
 * did nothing after it. `step` is the one at which most of them stopped. */
struct class_stop {
	const char *lesson;
	size_t begun, stopped, last;
	int step;
	size_t at_step;
};

/* What was counted, each list with what most of them share first. */
struct class_tally {
	struct class class;
	struct catalogue catalogue; /* empty: the lessons are not there */
	struct class_held *held;
	size_t held_count, held_cap;
	struct class_stop *stops;
	size_t stop_count, stop_cap;
};

/* Makes both lists of what was read into `class`. */
void class_tally_make(struct class_tally *tally);

/* The lesson, or NULL. */
const struct lesson *class_lesson(const struct class_tally *tally,
				  const char *id);

/* The text of an option, when the lesson is still as it was answered, or NULL.
 * `id` is the misconception. */
const char *class_option_text(const struct class_tally *tally,
			      const struct class_choice *choice,
			      const char *id);

/* Frees all, the class and the catalogue, too. */
void class_tally_done(struct class_tally *tally);
