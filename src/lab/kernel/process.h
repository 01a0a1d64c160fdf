/* process: what /proc tells about a process.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Reads a small file of /proc/PID as text, at most `size` - 1 bytes; -1 when it
 * cannot be read. */
ssize_t process_read(pid_t pid, const char *name, char *text, size_t size);

/* The first number of the field `name` ("Uid") in the text of /proc/PID/status;
 * -1 where it is not told. */
long process_status_number(const char *status, const char *name);

/* The letter of its state, see proc(5): S asleep, T stopped, Z a zombie …; 0
 * for no process. */
char process_state(pid_t pid);

/* How often the thread was given a processor: who slept all the time has the
 * same number as before. 0 where the kernel does not say, proc_pid_schedstat(5)
 */
unsigned long process_turns(pid_t tid);

/* The number of the parent, as this process sees it; 0 when there is none or no
 * such process. proc_pid_stat(5) */
pid_t process_parent(pid_t pid);

/* Whether there is no such process, or it is on its way out. */
bool process_is_ending(pid_t pid);

/* How a zombie ended, as of waitpid(2). Returns false for a process that is no
 * zombie, or no more. */
bool process_end(pid_t pid, int *status);

/* What the process does with a signal, as it is now. */
enum process_signal {
	PROCESS_DEFAULT, /* SIG_DFL, or there is no process */
	PROCESS_IGNORES,
	PROCESS_CATCHES,
};
enum process_signal process_signal(pid_t pid, int signal);

/* Whether a signal stops a process that does not catch it, see signal(7). */
bool process_stops_by(int signal);

/* Whether the process is about to take a signal, or is taking one right now: a
 * signal waits for it, or it does anything at all. One that is stopped takes
 * none. */
bool process_has_signal(pid_t pid);

/* A pidfd of the process, see pidfd_open(2), which the caller closes; -1 with
 * errno when there is none. */
int process_open(pid_t pid);

/* Sends a signal to the process of a pidfd; -1 with errno when that cannot be,
 * see pidfd_send_signal(2). */
int process_send(int pidfd, int signal);

/* The process of a pidfd as our own /proc numbers it, see pidfd_open(2). 0 for
 * one that was waited for. */
pid_t process_of_pidfd(int pidfd);

/* The number of a process or thread in the innermost namespace that it is in:
 * the last of NSpid, see proc_pid_status(5). 0 for none. */
long process_inner(pid_t pid);

/* The thread of process `pid`, as our own /proc numbers both, whose number in
 * its own namespace is `inner`. 0 for none. */
pid_t process_thread(pid_t pid, int inner);

/* How the process of a pidfd ended, as of waitpid(2), when it was waited for
 * by somebody else. Returns false before Linux 6.15, and for a process that was
 * not waited for yet. */
bool process_end_reaped(int pidfd, int *status);
