/* trace_refusal: why a process that runs already cannot be taken over.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ptrace(2) says EPERM for many reasons, and in this order they are looked for
 * in the process's own /proc, where everybody may read them: it is a thread of
 * the kernel, which has no memory; another tracer has it (TracerPid); it is
 * another user's (Uid); it is not dumpable, and so its /proc/PID/fd belongs to
 * root. What is left is the machine's: Yama, which lets a process be traced by
 * its ancestors only (ptrace_scope 1), a container, a security module.
 */
#include "lab/trace/trace_refusal.h"

#include "lab/kernel/process.h"
#include "lab/kernel/remedy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_hidden(pid_t pid)
{
	char path[64];
	struct stat stat_of;
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	return geteuid() != 0 && !stat(path, &stat_of) && stat_of.st_uid == 0;
}

static bool set_own(struct err *err, pid_t pid, const char *status)
{
	long tracer = process_status_number(status, "TracerPid");
	long user = process_status_number(status, "Uid");
	if (pid == getpid())
		return err_set(err, "trace process %d: it is sockstep",
			       (int)pid);
	if (process_status_number(status, "VmSize") < 0)
		return err_set(err,
			       "trace process %d: it is a thread of the "
			       "kernel or has ended, and makes no calls",
			       (int)pid);
	if (tracer > 0)
		return err_set(err,
			       "trace process %d: process %ld traces it "
			       "already, and there can be one tracer only; end "
			       "that one",
			       (int)pid, tracer);
	if (geteuid() != 0 && user >= 0 && user != (long)geteuid())
		return err_set(err,
			       "trace process %d: it is user %ld's, and "
			       "you are %ld; become that user, or root",
			       (int)pid, user, (long)geteuid());
	if (is_hidden(pid))
		return err_set(err,
			       "trace process %d: it may not be looked "
			       "into (it is not dumpable, or its file cannot "
			       "be read); only root can trace it",
			       (int)pid);
	return true;
}

bool trace_refusal_set(pid_t pid, int error, bool *refused, struct err *err)
{
	char status[4096];
	if (error == ESRCH)
		return err_set(err,
			       "trace process %d: there is no such process",
			       (int)pid);
	if (error == EPERM &&
	    process_read(pid, "status", status, sizeof(status)) > 0 &&
	    !set_own(err, pid, status))
		return false;
	if (refused)
		*refused = true;
	return err_set(err, "trace process %d: %s; %s", (int)pid,
		       strerror(error), remedy_find(REMEDY_ATTACH, error, ""));
}
