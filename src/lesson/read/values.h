/* values: what an exercise draws anew at each run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     value = "$" ( "port" | "text" | "number" ) [ digits ]
 *
 * The same name is the same value throughout one run. All of them follow from
 * one seed, so that a run can be made again.
 */
#pragma once
#include "lesson/read/fault.h"

/* Adds `text` to `out` with its values in the place of their names. `line` is
 * where it begins in the file. A name that is none is a fault; capitals and
 * braces, as a shell has them, are left alone. */
void values_put(struct str text, int line, uint64_t seed, struct buf *out,
		struct faults *faults);

/* The next of the numbers that a seed begins, which is in *state (splitmix64).
 */
uint64_t values_draw(uint64_t *state);
