/* balance: whether the form of questions betrays their answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who always takes the shortest option, or the longest, or that of one letter,
 * should be right no more often, and no less, than who throws dice.
 */
#pragma once
#include "lesson/lesson.h"

/* How an option is chosen without reading it: by its length, or by its
 * place. */
enum { BALANCE_SHORTEST, BALANCE_LONGEST, BALANCE_PLACE };
enum { BALANCE_WAYS = BALANCE_PLACE + LESSON_OPTIONS_MAX };

/* How many questions each way would answer, and would by chance.
 * Zero-initialise before use. */
struct balance {
	size_t questions;
	double right[BALANCE_WAYS], chance[BALANCE_WAYS];
};

/* Counts the questions of a lesson that have one right option. */
void balance_add(struct balance *balance, const struct lesson *lesson);

/* Adds a line to `out` for each way that is ten points or more from chance.
 * Returns whether there was none. Too few questions prove nothing. */
bool balance_check(const struct balance *balance, struct buf *out);
