/* actors: the names of a free lab's processes, as they are typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/lesson.h"

enum { ACTORS_MOST = 16 };

/* Cuts `names` at the commas, in place, into `actors`, whose names point into
 * it. Returns how many there are, or 0 when there are too many, one is missing,
 * cannot be used or is there twice. */
size_t actors_cut(char *names, struct actor_spec actors[ACTORS_MOST],
		  struct err *err);
