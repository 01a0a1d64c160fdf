/* crew: workers, each a process that grades one submission.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/grade/book.h"

/* What a worker does, in a process of its own: grades submission number `index`
 * and writes its lines into `out`. Returns the process's exit status: 0 when
 * nothing of ours failed. */
typedef int crew_work_fn(void *data, size_t index, int out);

/* Called when a submission is over, with what became of it in the book. */
typedef void crew_over_fn(void *data, size_t index);

struct crew_options {
	unsigned jobs;	    /* workers at a time */
	unsigned seconds;   /* behind which a worker is ended, and tried anew */
	const int *ending;  /* not 0 any more: all are to end */
	const bool *wanted; /* by submission: whether to grade it */
	crew_work_fn *work;
	crew_over_fn *over;
	void *data;
};

/* Grades what is wanted, and notes each line in the book as it comes. A worker
 * that fails is tried again when all others had their turn, at most three
 * times; then what is not known is noted as an error. Returns false when the
 * book cannot be written, or nothing can be started. */
bool crew_run(struct book *book, struct loop *loop,
	      const struct crew_options *options, struct err *err);
