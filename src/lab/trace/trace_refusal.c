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

#include "base/sentence.h"
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
		return FAILURE(err, "attach-self", SLOT_NUMBER("pid", pid));
	if (process_status_number(status, "VmSize") < 0)
		return FAILURE(err, "attach-no-calls", SLOT_NUMBER("pid", pid));
	if (tracer > 0)
		return FAILURE(err, "attach-traced", SLOT_NUMBER("pid", pid),
			       SLOT_NUMBER("tracer", tracer));
	if (geteuid() != 0 && user >= 0 && user != (long)geteuid())
		return FAILURE(err, "attach-other-user",
			       SLOT_NUMBER("pid", pid),
			       SLOT_NUMBER("user", user),
			       SLOT_NUMBER("own", geteuid()));
	if (is_hidden(pid))
		return FAILURE(err, "attach-not-dumpable",
			       SLOT_NUMBER("pid", pid));
	return true;
}

bool trace_refusal_set(pid_t pid, int error, bool *refused, struct err *err)
{
	char status[4096];
	if (error == ESRCH)
		return FAILURE(err, "attach-no-process",
			       SLOT_NUMBER("pid", pid));
	if (error == EPERM &&
	    process_read(pid, "status", status, sizeof(status)) > 0 &&
	    !set_own(err, pid, status))
		return false;
	if (refused)
		*refused = true;
	return FAILURE(
		err, "attach", SLOT_NUMBER("pid", pid),
		SLOT_TEXT("reason", strerror(error)),
		SLOT_TEXT("remedy", remedy_find(REMEDY_ATTACH, error, "")));
}
