/* blocked: whether a process sleeps inside a system call, and where.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * /proc/PID/syscall says "running" for a process that is on a processor or
 * ready to be, and otherwise the number of the system call it is inside, -1
 * for none. A process in state D (waiting for a disk, say) or T (stopped) is
 * inside a call, too, but does not wait for what a lesson is about: only S
 * counts. The two files are read one after the other, so the number is read
 * again behind the state: a call that came back in between was not blocked.
 * Of a process whose /proc is closed to us (it is not dumpable) only the state
 * is known, and the caller knows that it is inside the call.
 * A function of the C library that asks a name server sleeps in one of several
 * calls, poll() most often.
 */
#include "lab/kernel/blocked.h"

#include "base/clock.h"
#include "lab/kernel/process.h"

#include <stdlib.h>
#include <string.h>

enum { NO_CALL = -1, NOT_TOLD = -2 };

/* The system call that the process is inside, NO_CALL, or NOT_TOLD. */
static long call_of(pid_t pid)
{
	char text[256], *end;
	if (process_read(pid, "syscall", text, sizeof(text)) <= 0)
		return NOT_TOLD;
	long said = strtol(text, &end, 10);
	return end != text ? said : NO_CALL;
}

static bool is_inside(pid_t pid, long number)
{
	long found = call_of(pid);
	return found == number || found == NOT_TOLD;
}

void probe_place(pid_t pid, char *where, size_t size)
{
	ssize_t len = process_read(pid, "wchan", where, size);
	if (len <= 0 || strcmp(where, "0") == 0)
		where[0] = '\0'; // no right to know: kernel.kptr_restrict
}

bool probe_is_blocked(pid_t pid, long number, char *where, size_t size)
{
	where[0] = '\0';
	if (!is_inside(pid, number) || process_state(pid) != 'S')
		return false;
	probe_place(pid, where, size);
	return is_inside(pid, number);
}

uint64_t asleep_since(struct asleep *asleep, pid_t tid)
{
	unsigned long turns = process_turns(tid);
	if (!asleep->since || asleep->turns != turns)
		asleep->since = clock_now();
	asleep->turns = turns;
	return asleep->since;
}

bool probe_is_asleep(pid_t pid, char *where, size_t size)
{
	long number = call_of(pid);
	where[0] = '\0';
	return number != NO_CALL && probe_is_blocked(pid, number, where, size);
}
