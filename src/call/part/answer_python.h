/* answer_python: what a call gives its caller in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

/* Adds the value or the exception of a call that returned; see
 * call_print_answer(). */
void answer_python(const struct call *call, bool brief, struct buf *out);
