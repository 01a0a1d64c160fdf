/* parallel: the checks of a set, each played by a process of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/play.h"

struct parallel;

/* Called for each check that was played, in the order of the file. False ends
 * all. */
typedef bool parallel_over_fn(void *data, size_t check);

/* Starts players for the checks that `wanted` has (NULL: all), as many as this
 * machine can do with at once. Each makes its lab, and waits. All that is given
 * is borrowed. NULL, with the reason, when not even a process can be started.
 */
struct parallel *parallel_begin(struct report *report, const bool *wanted,
				const struct target *target, struct loop *loop,
				const struct play_options *options,
				struct err *err);

/* Plays them with the target, which is built now, and notes their outcomes.
 * Returns false, with the reason, when this machine cannot, and without one
 * when `over` or `options->ending` has ended it. */
bool parallel_play(struct parallel *parallel, parallel_over_fn *over,
		   void *data, struct err *err);

/* Ends what still runs. NULL is fine. */
void parallel_end(struct parallel *parallel);
