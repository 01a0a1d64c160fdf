/* trace_child: the process that becomes a traced program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The filter (seccomp(2), SECCOMP_RET_TRACE) is a property of the process that
 * execve(2) and fork(2) hand on. It is loaded after the tracer has attached
 * and as the last thing before execve(2): a filtered call without a tracer
 * fails with ENOSYS. The kernel keeps a bitmap of the calls that a filter
 * always allows (Linux 5.11), so all others cost next to nothing.
 *
 * A program of another architecture than ours, started later by a traced one,
 * has other numbers: its calls are allowed and not seen.
 */
#include "lab/inside/trace_child.h"

#include "base/mem.h"
#include "lab/inside/agent.h"
#include "lab/trace/trace_calls.h"
#include "lab/trace/trace_program.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <seccomp.h>
#include <sys/ioctl.h>

static _Noreturn void fail(int error)
{
	_exit(error ? error : EINVAL);
}

/* What fails is told when it is traced, and not before: nobody could say why a
 * process is gone that is to be traced. */
static void await_tracer(int gate, int error)
{
	uint64_t opened;
	if (read(gate, &opened, sizeof(opened)) != sizeof(opened))
		fail(errno);
	if (error)
		fail(error);
}

static void load_filter(void)
{
	size_t count;
	const struct trace_call *calls = trace_calls(&count);
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		fail(ENOMEM);
	int error = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
				     SCMP_ACT_ALLOW);
	for (size_t i = 0; !error && i < count; i++)
		error = seccomp_rule_add(filter, SCMP_ACT_TRACE(0),
					 (int)calls[i].number, 0);
	// A binary search instead of a list; an old libseccomp has none.
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	error = error ? error : seccomp_load(filter);
	if (error)
		fail(TRACE_CHILD_NO_FILTER);
	seccomp_release(filter);
}

/* The three get out of the way of each other first. Returns an errno or 0. */
static int place_stdio(const int stdio[3])
{
	int kept[3];
	for (int fd = 0; fd < 3; fd++)
		kept[fd] = fcntl(stdio[fd], F_DUPFD_CLOEXEC, 10);
	for (int fd = 0; fd < 3; fd++)
		if (dup2(kept[fd], fd) < 0)
			return errno;
	if (isatty(0))
		ioctl(0, TIOCSCTTY, 0);
	return 0;
}

static int move_up(int fd)
{
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	if (moved < 0)
		fail(errno);
	return moved;
}

/* What is denied to somebody else than who started it is told as that; but
 * root's own programs may read root's files, see power.c. */
static int denied(const struct trace_child *child, int error)
{
	return error == EACCES && child->power.user &&
			       child->power.who != INHABITANT_PROGRAM
		       ? TRACE_CHILD_CLOSED
		       : error;
}

_Noreturn void trace_child_main(const struct trace_child *child)
{
	struct trace_packed program;
	int gate = move_up(child->gate);
	int error = trace_program_unpack(child->program, &program) ? 0 : errno;
	setsid();
	agent_default_signals();
	if (!error)
		error = place_stdio(child->stdio);
	close_fds(3, ~0U, CLOSE_RANGE_CLOEXEC);
	if (!power_give_up(&child->power) && !error)
		error = TRACE_CHILD_NO_FILTER;
	await_tracer(gate, error);
	if (chdir(program.directory) < 0)
		fail(errno == ENOENT ? TRACE_CHILD_NO_FOLDER
				     : denied(child, errno));
	load_filter();
	execve(program.path, program.argv,
	       confine_environment(child->power.who, program.environment,
				   child->shared));
	fail(denied(child, errno));
}
