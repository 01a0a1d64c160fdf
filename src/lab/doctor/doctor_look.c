/* doctor_look: tries what tells the state of sockets and processes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/doctor/doctor_check.h"
#include "lab/kernel/blocked.h"
#include "lab/kernel/descriptor.h"
#include "lab/kernel/process.h"
#include "lab/probe/diag.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* Makes a socket that must be listed. Returns it, -1 on failure. */
static int make_listed(int family, int type)
{
	struct address any = {.as.any.sa_family = (sa_family_t)family};
	AUTO_CLOSE int fd = socket(family, type | SOCK_CLOEXEC, 0);
	// Address 0, port 0, and the autobind of a UNIX socket.
	any.len = family == AF_UNIX ? sizeof(sa_family_t)
				    : sizeof(struct sockaddr_in);
	if (fd < 0 || bind(fd, &any.as.any, any.len) < 0 ||
	    (type == SOCK_STREAM && listen(fd, 1) < 0))
		return -1;
	return take_fd(&fd);
}

/* Finds a socket of ours in the kernel's listing, by its cookie. */
static bool try_listing(struct attempt *attempt, int family, int type)
{
	AUTO_CLOSE int fd = make_listed(family, type);
	AUTO_CLOSE int diag =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		return attempt_failed(attempt, "make a socket to look for");
	if (diag < 0)
		return attempt_failed(attempt,
				      "socket(AF_NETLINK, NETLINK_SOCK_DIAG)");
	uint64_t cookie = 0;
	socklen_t len = sizeof(cookie);
	getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &len);
	struct snapshot snapshot = {0};
	bool listed = diag_dump(diag, "host", &snapshot, &attempt->said);
	attempt->error = listed ? ENOENT : errno;
	bool found = listed && snapshot_find(&snapshot, "host", cookie);
	if (found)
		FAILURE(&attempt->said, "doctor-listed",
			SLOT_NUMBER("count", snapshot.count));
	else if (listed)
		FAILURE(&attempt->said, "doctor-not-listed");
	snapshot_done(&snapshot);
	return found;
}

static bool try_tcp(struct attempt *attempt)
{
	return try_listing(attempt, AF_INET, SOCK_STREAM);
}

static bool try_udp(struct attempt *attempt)
{
	return try_listing(attempt, AF_INET, SOCK_DGRAM);
}

static bool try_unix(struct attempt *attempt)
{
	return try_listing(attempt, AF_UNIX, SOCK_STREAM);
}

static bool copy_socket(struct attempt *attempt, int pid, int fd)
{
	AUTO_CLOSE int pidfd = process_open(pid);
	if (pidfd < 0)
		return attempt_failed(attempt, "pidfd_open of a child");
	AUTO_CLOSE int copy = descriptor_copy(pidfd, fd);
	if (copy < 0)
		return attempt_failed(attempt, "pidfd_getfd from a child");
	FAILURE(&attempt->said, "doctor-copied");
	return true;
}

static bool try_getfd(struct attempt *attempt)
{
	AUTO_CLOSE int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int pid = attempt_child_begin();
	if (pid < 0)
		return attempt_failed(attempt, "start a process");
	bool works = copy_socket(attempt, pid, fd);
	attempt_child_end(pid);
	return works;
}

static bool try_ptrace(struct attempt *attempt)
{
	int pid = attempt_child_begin();
	if (pid < 0)
		return attempt_failed(attempt, "start a process");
	bool works = !ptrace(PTRACE_SEIZE, pid, NULL, PTRACE_O_EXITKILL);
	if (works)
		FAILURE(&attempt->said, "doctor-seized");
	else
		attempt_failed(attempt, "ptrace(PTRACE_SEIZE) of a child");
	attempt_child_end(pid);
	return works;
}

/* A new child is inside sigsuspend(2) in less than a millisecond, on a busy
 * machine in some; the state is asked for again until then, unless none can be
 * read at all. */
enum { PATIENCE = 60 }; /* seconds, of the 120 that an attempt has */

static bool try_syscall(struct attempt *attempt)
{
	char where[64] = "";
	int pid = attempt_child_begin();
	if (pid < 0)
		return attempt_failed(attempt, "start a process");
	uint64_t end = clock_now() + PATIENCE * CLOCK_SECOND;
	bool works = false;
	errno = 0;
	while (!works && process_state(pid) && clock_now() < end) {
		works = probe_is_blocked(pid, SYS_rt_sigsuspend, where,
					 sizeof(where));
		sched_yield();
	}
	if (works && *where)
		FAILURE(&attempt->said, "doctor-asleep-in",
			SLOT_TEXT("function", where));
	else if (works)
		FAILURE(&attempt->said, "doctor-asleep");
	else
		attempt_failed(attempt, "see a child asleep in sigsuspend(2)");
	attempt_child_end(pid);
	return works;
}

/* clang-format off */
static const struct doctor_kernel looks[] = {
	{"sock_diag TCP", SENTENCE_ID("doctor-for-sock-diag-tcp"), DOCTOR_MISSING, REMEDY_TCP, false, try_tcp},
	{"sock_diag UDP", SENTENCE_ID("doctor-for-sock-diag-udp"), DOCTOR_MISSING, REMEDY_UDP, false, try_udp},
	{"sock_diag UNIX", SENTENCE_ID("doctor-for-sock-diag-unix"), DOCTOR_OPTIONAL, REMEDY_UNIX, false, try_unix},
	{"pidfd_getfd", SENTENCE_ID("doctor-for-pidfd-getfd"), DOCTOR_MISSING, REMEDY_GETFD, false, try_getfd},
	{"/proc/PID/syscall", SENTENCE_ID("doctor-for-proc-pid-syscall"), DOCTOR_MISSING, REMEDY_SYSCALL, false, try_syscall},
	{"ptrace", SENTENCE_ID("doctor-for-ptrace"), DOCTOR_OPTIONAL, REMEDY_PTRACE, false, try_ptrace},
};
/* clang-format on */

const struct doctor_kernel *doctor_looks(size_t *count)
{
	*count = COUNT(looks);
	return looks;
}
