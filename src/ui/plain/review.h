/* review: questions of lessons that were played come back, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/print.h"
#include "lesson/catalogue.h"
#include "session/progress.h"

/* Asks what is due, RECALL_AT_ONCE questions at most: the learner answers in
 * words, sees the answer and judges it. What was judged is noted. `offers`:
 * first asks whether now is the time, and says nothing where nothing is due.
 * Results and calls are told in `notation`. */
bool review_ask(const struct catalogue *catalogue, struct progress *progress,
		enum notation notation, bool offers, struct err *err);
