/* review: questions of lessons that were played come back, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "session/progress.h"

/* Asks what is due, RECALL_AT_ONCE questions at most: the learner answers in
 * words, sees the answer and judges it. What was judged is noted. `offers`:
 * first asks whether now is the time, and says nothing where nothing is due. */
bool review_ask(const struct catalogue *catalogue, struct progress *progress,
		bool offers, struct err *err);
