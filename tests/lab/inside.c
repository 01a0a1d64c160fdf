/* inside: runs part of a test as root of namespaces of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A Criterion worker has two threads and may not make a user namespace, so a
 * child does. Its findings come back as text through a pipe, because failing
 * inside a child of a worker would not reach Criterion.
 */
#include "inside.h"

#include "base/mem.h"
#include "patience.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { NO_NAMESPACES = 77 };

static bool write_map(const char *path, unsigned id)
{
	AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd >= 0 && dprintf(fd, "0 %u 1", id) > 0;
}

static bool enter(void)
{
	unsigned uid = geteuid(), gid = getegid();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		return false;
	AUTO_CLOSE int groups = open("/proc/self/setgroups", O_WRONLY);
	if (write(groups, "deny", 4) != 4 ||
	    !write_map("/proc/self/uid_map", uid) ||
	    !write_map("/proc/self/gid_map", gid))
		return false;
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
	AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return ioctl(fd, SIOCSIFFLAGS, &lo) == 0;
}

#if defined(__SANITIZE_ADDRESS__)
int __lsan_do_recoverable_leak_check(void);

/* The leak check traces this process, which what a test did to itself may
 * forbid: a seccomp filter, a covered /proc. */
static bool has_leaks(void)
{
	return !prctl(PR_GET_SECCOMP) && !access("/proc/self/task", R_OK) &&
	       __lsan_do_recoverable_leak_check();
}
#else
static bool has_leaks(void)
{
	return false;
}
#endif

static _Noreturn void child(void (*fn)(struct buf *found), bool enters,
			    int answer)
{
	struct buf found = {0};
	alarm(PATIENCE_SECONDS);
	if (enters && !enter())
		_exit(NO_NAMESPACES);
	fn(&found);
	if (has_leaks())
		buf_puts(&found, "memory leaked inside\n");
	size_t written = 0;
	while (written < found.len) {
		ssize_t more = write(answer, found.data + written,
				     found.len - written);
		if (more <= 0)
			_exit(1);
		written += (size_t)more;
	}
	_exit(0);
}

static char *run(void (*fn)(struct buf *found), bool enters)
{
	int ends[2];
	cr_assert(pipe2(ends, O_CLOEXEC) == 0);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		child(fn, enters, ends[1]);
	close(ends[1]);
	struct buf found = {0};
	char bytes[4096];
	for (ssize_t len; (len = read(ends[0], bytes, sizeof(bytes))) > 0;)
		buf_add(&found, bytes, (size_t)len);
	close(ends[0]);
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_NAMESPACES) {
		buf_done(&found);
		cr_skip_test("no user namespaces here: sockstep doctor");
	}
	if (status)
		buf_printf(&found, "the child ended with status %#x\n",
			   (unsigned)status);
	return found.len ? buf_take(&found) : xstrdup("");
}

char *inside(void (*fn)(struct buf *found))
{
	return run(fn, true);
}

char *apart(void (*fn)(struct buf *found))
{
	return run(fn, false);
}
