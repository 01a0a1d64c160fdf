/* export_c: a run as programs in C, one for each actor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/export/program.h"

/* Adds the whole program of `actor`, which makes the same calls in the same
 * order. It compiles with -Wall -Wextra -Werror. Fails where program_make()
 * does. */
bool export_c(const struct exported *from, const char *actor, struct buf *out,
	      struct err *err);
