/* trace_refusal: why a process that runs already cannot be taken over.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <sys/types.h>

/* Says why PTRACE_SEIZE of `pid` failed with `error`, and what to do. Sets
 * *refused (may be NULL) when it is this machine that forbids it, and not the
 * process that is a wrong one. Returns false. */
bool trace_refusal_set(pid_t pid, int error, bool *refused, struct err *err);
