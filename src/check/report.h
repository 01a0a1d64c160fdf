/* report: the outcomes of an exercise's checks, in each form.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/play.h"

/* The line of one check and, if it is wanted, the feedback below it. */
void report_print_check(const struct report *report, size_t check,
			bool with_told, struct buf *out);

/* Whether it could not be played, for a reason that no check before it had. */
bool report_is_new_error(const struct report *report, size_t check);

/* "6 of 10 points …", the last line of the text. */
void report_print_sum(const struct report *report, struct buf *out);

/* One JSON object; TAP 14; JUnit XML. */
void report_print_json(const struct report *report, struct buf *out);
void report_print_tap(const struct report *report, struct buf *out);
void report_print_junit(const struct report *report, struct buf *out);
