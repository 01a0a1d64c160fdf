/* otherwise: where Python would not have done what the kernel was asked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* What is otherwise in a Python program that makes the call, as one or more
 * sentences; NULL where nothing is, or nobody asks for Python. */
const char *otherwise_in_python(struct view *view,
				const struct made_call *made);
