/* act_tell: what is told of a call when it is asked about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

struct syscall;

/* Adds what the call takes, what it does, and what it fails with. */
void tell_call(const struct syscall *call, struct buf *out);
