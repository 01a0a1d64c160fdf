/* pace: how much longer everything takes here than on an idle machine.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdint.h>
#include <sys/types.h>

/* What this thread had of a processor, and how long it waited for one, in
 * nanoseconds. */
struct pace {
	uint64_t ran, waited;
};

/* What it is now; zeros where the kernel does not say, proc_pid_schedstat(5).
 */
struct pace pace_now(void);

/* The same of a thread; zeros where there is none. */
struct pace pace_of(pid_t tid);

/* `time`, stretched as this thread was slowed down from `begin` to `end`: twice
 * as long when it waited as long as it ran, and six times at most. */
uint64_t pace_stretch(struct pace begin, struct pace end, uint64_t time);

/* The same for those who waited for a processor for so many nanoseconds in all,
 * one behind the other: who sleeps is not slowed down. It is not longer by more
 * than twice that, for some of what they wait for is the kernel's own work,
 * which nobody counts. */
uint64_t pace_stretch_of(struct pace begin, struct pace end, uint64_t time,
			 uint64_t waited);
