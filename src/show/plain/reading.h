/* reading: a lesson as a text to be read, without a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/print.h"
#include "lesson/lesson.h"

/* The whole lesson in the order in which it is played: words, calls, questions
 * with their answers behind them. What a kernel says is not there, for nothing
 * runs. */
void reading_print(const struct lesson *lesson, enum notation notation,
		   struct buf *out);
