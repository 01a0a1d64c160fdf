/* export_python: a run as programs in Python, one for each actor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/export/program.h"

/* Adds the whole program of `actor`, which makes the same calls in the same
 * order, and some that Python makes by itself. Fails where program_make()
 * does. */
bool export_python(const struct exported *from, const char *actor,
		   struct buf *out, struct err *err);
