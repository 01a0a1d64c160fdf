/* act_tell: what is told of a call when it is asked about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "call/print.h"

struct syscall;

/* Adds what the call takes, what it does, and what it fails with, in words that
 * are right in the notation. */
void tell_call(const struct syscall *call, enum notation notation,
	       struct buf *out);
