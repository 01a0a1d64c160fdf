/* pace: how much longer everything takes here than on an idle machine.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdint.h>

/* What this thread had of a processor, and how long it waited for one, in
 * nanoseconds. */
struct pace {
	uint64_t ran, waited;
};

/* What it is now; zeros where the kernel does not say, proc_pid_schedstat(5).
 */
struct pace pace_now(void);

/* `time`, stretched as this thread was slowed down from `begin` to `end`: twice
 * as long when it waited as long as it ran, and six times at most. */
uint64_t pace_stretch(struct pace begin, struct pace end, uint64_t time);
