/* attempt: tries something in a process of its own, which may fail or hang.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

/* What came of it: `said` is what was seen or, when it failed, what was tried
 * and the reason, with its errno in `error` (0: it was none). `blame` is what
 * needs a remedy where that is not the thing itself but something before it
 * (enum remedy_for, 0: the thing itself). */
struct attempt {
	bool works;
	int error;
	unsigned blame;
	struct err said;
};

/* The thing to try. On success it may write what it saw into `attempt->said`;
 * on failure it returns attempt_failed(). */
typedef bool attempt_fn(struct attempt *attempt);

/* Runs `fn` in a child process, for at most 120 seconds, and returns what came
 * of it. A child that dies has failed. */
struct attempt attempt_in_child(attempt_fn *fn);

/* Notes "what: reason" and the errno as it is now. Returns false. */
bool attempt_failed(struct attempt *attempt, const char *what);

/* A child that only waits, in sigsuspend(2), until it is ended. Returns its
 * pid, -1 on failure. */
int attempt_child_begin(void);
void attempt_child_end(int pid);
