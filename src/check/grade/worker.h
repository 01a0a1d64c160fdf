/* worker: one submission, from its files to what came of each check.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "check/grade/book.h"
#include "check/grade/roster.h"
#include "check/tell.h"

/* What all workers do alike. */
struct work {
	struct book *book;
	const struct lesson *exercise;
	const struct lesson *hidden; /* checks that follow, or NULL */
	const struct roster *roster;
	unsigned seconds; /* how long a submission may take altogether */
	bool is_unconfined;
	explain_fn *explain;
};

/* Grades submission number `index` of the roster, but for the checks of which
 * the book knows what came of them. Writes a line for each into `out` as it is
 * over. Returns false when something of ours failed, so that there is something
 * left to be tried again; `err` says what. */
bool worker_grade(const struct work *work, size_t index, struct loop *loop,
		  const int *ending, int out, struct err *err);
