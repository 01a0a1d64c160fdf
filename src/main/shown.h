/* shown: what a command shows, on the screen or in lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "ui/line/options.h"

/* Whether lines are added instead of drawing on the screen. */
bool shown_plain(const struct options *options);

/* The learner's record, to be freed by the caller; what is wrong with it is
 * said on standard error. */
struct progress *shown_progress(void);

/* The order in which options are asked: the same each time for who asks for a
 * number, the files' own where nobody is asked, else another at each run. */
uint64_t shown_seed(const struct options *options);

/* Puts the options of every question of the catalogue in that order. */
void shown_shuffle_all(const struct options *options,
		       struct catalogue *catalogue);

/* Shows the lesson, or the menu of the catalogue when `lesson` is NULL, until
 * the learner leaves. With a lesson the catalogue has those that can follow; it
 * may be NULL. Returns the exit status. */
int shown_run(const struct options *options, const struct catalogue *catalogue,
	      const struct lesson *lesson, struct err *err);
