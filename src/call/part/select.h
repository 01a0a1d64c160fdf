/* select: what select(2) gives back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

/* The members of select's result.out: a set for each argument that is one, by
 * the number of that argument, and the time that is left. */
enum { SELECT_OUT_TIME = 3, SELECT_OUT_COUNT };

/* That member of the result; the first one that is asked for makes the list in
 * the arena. */
struct value *select_out(struct call *call, size_t index, struct arena *arena);
