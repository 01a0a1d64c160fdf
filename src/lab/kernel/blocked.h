/* blocked: whether a process sleeps inside a system call, and where.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Whether process `pid` sleeps (state S) inside system call `number`, as /proc
 * says. Then `where` (of `size` bytes) gets the kernel function it waits in,
 * see wchan in proc(5), and is empty when the kernel does not tell. */
bool probe_is_blocked(pid_t pid, long number, char *where, size_t size);

/* The same for a function of the C library, which may be inside any system
 * call. The caller knows that the process is inside the function. */
bool probe_is_asleep(pid_t pid, char *where, size_t size);

/* The kernel function in which process `pid` waits, in whatever state it is;
 * empty when the kernel does not tell. */
void probe_place(pid_t pid, char *where, size_t size);

/* One sleep of a thread, as looks have seen it; zeros: none yet. */
struct asleep {
	uint64_t since; /* of clock_now() */
	unsigned long turns;
};

/* Since when thread `tid`, which was just found asleep, is known to sleep
 * without having been given a processor in between. */
uint64_t asleep_since(struct asleep *asleep, pid_t tid);
