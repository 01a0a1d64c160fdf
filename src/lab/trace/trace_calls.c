/* trace_calls: which system calls a traced program stops at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel's filter only knows numbers. A read(2) may be of a socket or of a
 * file, and only /proc/TID/fd knows: a stop that is about no socket goes on at
 * once. No table of descriptors is kept here, for it could be wrong: openat(2)
 * and pipe(2) make descriptors too, and do not stop.
 */
#include "lab/trace/trace_calls.h"

#include "base/mem.h"
#include "lab/kernel/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define ROW(call, subject, length)                                             \
	{                                                                      \
		SYS_##call, #call, TRACE_##subject, length                     \
	}

/* clang-format off */
static const struct trace_call table[] = {
	ROW(accept, ALWAYS, -1),
	ROW(accept4, ALWAYS, -1),
#ifdef SYS_alarm
	ROW(alarm, TIMER, -1),
#endif
	ROW(bind, ALWAYS, -1),
#ifdef SYS_chown
	ROW(chown, POWER, -1),
#endif
	ROW(chroot, POWER, -1),
	ROW(clone, FORK, -1),
	ROW(clone3, FORK, -1),
	ROW(close, FD, -1),
	ROW(close_range, RANGE, -1),
	ROW(connect, ALWAYS, -1),
	ROW(dup, FD, -1),
#ifdef SYS_dup2
	ROW(dup2, TWO_FDS, -1),
#endif
	ROW(dup3, TWO_FDS, -1),
#ifdef SYS_epoll_create
	ROW(epoll_create, LIST, -1),
#endif
	ROW(epoll_create1, LIST, -1),
	ROW(epoll_ctl, EPOLL_CTL, -1),
	ROW(epoll_pwait, EPOLL, -1),
#ifdef SYS_epoll_pwait2
	ROW(epoll_pwait2, EPOLL, -1),
#endif
#ifdef SYS_epoll_wait
	ROW(epoll_wait, EPOLL, -1),
#endif
	ROW(exit_group, EXIT, -1),
	ROW(fchown, POWER, -1),
	ROW(fchownat, POWER, -1),
	ROW(fcntl, FD, -1),
#ifdef SYS_fork
	ROW(fork, FORK, -1),
#endif
	ROW(getpeername, ALWAYS, -1),
	ROW(getsockname, ALWAYS, -1),
	ROW(getsockopt, ALWAYS, -1),
	ROW(ioctl, FD, -1),
	ROW(io_uring_setup, RING, -1),
#ifdef SYS_lchown
	ROW(lchown, POWER, -1),
#endif
	ROW(listen, ALWAYS, -1),
#ifdef SYS_poll
	ROW(poll, POLL, -1),
#endif
#ifdef SYS_pipe
	ROW(pipe, ENDS, -1),
#endif
	ROW(pipe2, ENDS, -1),
	ROW(ppoll, POLL, -1),
	ROW(pselect6, SELECT, -1),
	ROW(ptrace, TRACER, -1),
	ROW(read, FD, 2),
	ROW(readv, FD, -1),
	ROW(recvfrom, ALWAYS, 2),
	ROW(recvmmsg, ALWAYS, -1),
	ROW(recvmsg, ALWAYS, -1),
#ifdef SYS_select
	ROW(select, SELECT, -1),
#endif
	ROW(restart_syscall, AGAIN, -1),
	ROW(sched_getaffinity, SHARE, -1),
	ROW(sched_setaffinity, SHARE, -1),
	ROW(sendfile, TWO_FDS, 3),
	ROW(sendmmsg, ALWAYS, -1),
	ROW(sendmsg, ALWAYS, -1),
	ROW(sendto, ALWAYS, 2),
	ROW(setgid, POWER, -1),
	ROW(setgroups, POWER, -1),
	ROW(setitimer, TIMER, -1),
	ROW(setregid, POWER, -1),
	ROW(setresgid, POWER, -1),
	ROW(setresuid, POWER, -1),
	ROW(setreuid, POWER, -1),
	ROW(setsockopt, ALWAYS, -1),
	ROW(setuid, POWER, -1),
	ROW(shutdown, ALWAYS, -1),
	ROW(socket, ALWAYS, -1),
	ROW(socketpair, ALWAYS, -1),
	ROW(splice, SPLICE, 4),
	ROW(timer_settime, TIMER, -1),
#ifdef SYS_vfork
	ROW(vfork, FORK, -1),
#endif
	ROW(write, FD, 2),
	ROW(writev, FD, -1),
};
/* clang-format on */

const struct trace_call *trace_calls(size_t *count)
{
	*count = COUNT(table);
	return table;
}

const struct trace_call *trace_call_find(long number)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (table[i].number == number)
			return &table[i];
	return NULL;
}

const struct trace_call *trace_call_named(const char *name)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (!strcmp(table[i].name, name))
			return &table[i];
	return NULL;
}

/* The same, slower; where a container's filter forbids process_vm_readv(2). */
static bool read_file_of_memory(pid_t tid, uint64_t address, void *into,
				size_t len)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/mem", (int)tid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd >= 0 && pread(fd, into, len, (off_t)address) == (ssize_t)len;
}

bool trace_read(pid_t tid, uint64_t address, void *into, size_t len)
{
	struct iovec here = {into, len};
	struct iovec there = {(void *)(uintptr_t)address, len};
	if (process_vm_readv(tid, &here, 1, &there, 1, 0) == (ssize_t)len)
		return true;
	return (errno == EPERM || errno == ENOSYS) &&
	       read_file_of_memory(tid, address, into, len);
}

/* False where nobody may know. */
static bool find_socket(pid_t tid, int fd, uint64_t *inode)
{
	char target[48];
	unsigned long found = 0;
	uint32_t copied = 0;
	bool known = true;
	if (descriptor_target(tid, fd, target, sizeof(target)))
		sscanf(target, "socket:[%lu]", &found);
	else if (errno == EACCES)
		known = descriptor_inode(tid, fd, &copied);
	*inode = found ? found : copied;
	return known;
}

uint64_t trace_socket(pid_t tid, int fd)
{
	uint64_t inode;
	find_socket(tid, fd, &inode);
	return inode;
}

/* What may be one is one: a call too many is better than one too few. */
static bool is_socket(pid_t tid, int fd)
{
	uint64_t inode;
	return !find_socket(tid, fd, &inode) || inode;
}

/* Whether the process has a socket whose number is between these. */
static bool has_socket(pid_t tid, unsigned first, unsigned last)
{
	AUTO_FREE struct descriptor *list = NULL;
	size_t count;
	struct err err;
	if (!descriptors_list(tid, &list, &count, &err))
		return true;
	for (size_t i = 0; i < count; i++) {
		unsigned fd = (unsigned)list[i].fd;
		if (list[i].inode && fd >= first && fd <= last)
			return true;
	}
	return false;
}

bool trace_has_socket(pid_t tid)
{
	return has_socket(tid, 0, ~0U);
}

/* What is asked of each descriptor that a call names. */
struct question {
	pid_t tid;
	trace_fd_fn *fn;
	void *data;
};

static bool ask(const struct question *question, uint64_t fd)
{
	return question->fn(question->data, (int)fd);
}

static bool asks_polled(const struct question *question, uint64_t address,
			uint64_t count)
{
	enum { MOST = 4096 };
	count = count < MOST ? count : MOST;
	AUTO_FREE struct pollfd *fds = xcalloc(count, sizeof(*fds));
	if (!trace_read(question->tid, address, fds, count * sizeof(*fds)))
		return false;
	for (size_t i = 0; i < count; i++)
		if (fds[i].fd >= 0 && ask(question, (uint64_t)fds[i].fd))
			return true;
	return false;
}

static bool asks_selected(const struct question *question,
			  const uint64_t args[6])
{
	int count = (int)args[0] < FD_SETSIZE ? (int)args[0] : FD_SETSIZE;
	size_t len = count > 0 ? ((size_t)count + 7) / 8 : 0;
	for (int set = 1; set <= 3; set++) {
		fd_set fds;
		FD_ZERO(&fds);
		if (!args[set] || !len ||
		    !trace_read(question->tid, args[set], &fds, len))
			continue;
		for (int fd = 0; fd < count; fd++)
			if (FD_ISSET(fd, &fds) && ask(question, (uint64_t)fd))
				return true;
	}
	return false;
}

/* What an epoll descriptor waits for stands in its fdinfo, see proc(5). */
static bool asks_listed(const struct question *question, int fd)
{
	char path[64], line[256];
	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)question->tid,
		 fd);
	FILE *file = fopen(path, "re");
	bool found = false;
	int target;
	while (file && !found && fgets(line, sizeof(line), file))
		found = sscanf(line, "tfd: %d", &target) == 1 &&
			ask(question, (uint64_t)target);
	if (file)
		fclose(file);
	return found;
}

bool trace_call_any(const struct trace_call *call, pid_t tid,
		    const uint64_t args[6], trace_fd_fn *fn, void *data)
{
	const struct question question = {tid, fn, data};
	switch (call->subject) {
	case TRACE_FD:
		return ask(&question, args[0]);
	case TRACE_TWO_FDS:
		return ask(&question, args[0]) || ask(&question, args[1]);
	case TRACE_SPLICE:
		return ask(&question, args[0]) || ask(&question, args[2]);
	case TRACE_POLL:
		return asks_polled(&question, args[0], args[1]);
	case TRACE_SELECT:
		return asks_selected(&question, args);
	case TRACE_EPOLL:
		return ask(&question, args[0]) ||
		       asks_listed(&question, (int)args[0]);
	case TRACE_EPOLL_CTL:
		return ask(&question, args[2]) || ask(&question, args[0]) ||
		       asks_listed(&question, (int)args[0]);
	default:
		return false;
	}
}

static bool is_socket_of(void *data, int fd)
{
	const pid_t *tid = data;
	return is_socket(*tid, fd);
}

/* Sets were given, and no number below nfds is in one: a set that the last
 * select() emptied, nfds without the 1 that must be added, or below 0, or
 * memory that nobody can read. */
static bool looks_at_nothing(const struct question *question,
			     const uint64_t args[6])
{
	bool has_sets = args[1] || args[2] || args[3];
	return (int)args[0] != 0 && has_sets && !asks_selected(question, args);
}

static bool is_any(void *data, int fd)
{
	(void)data;
	(void)fd;
	return true;
}

bool trace_is_free(pid_t tid, int fd)
{
	char target[8];
	return !descriptor_target(tid, fd, target, sizeof(target)) &&
	       errno == ENOENT;
}

static bool is_closed_of(void *data, int fd)
{
	const pid_t *tid = data;
	return trace_is_free(*tid, fd);
}

/* What is looked at is not open, or cannot be read: who has sockets may have
 * meant one. */
static bool looks_in_vain(const struct trace_call *call, pid_t tid,
			  const uint64_t args[6])
{
	const struct question question = {tid, is_any, NULL};
	struct pollfd first;
	if (call->subject == TRACE_SELECT && looks_at_nothing(&question, args))
		return true;
	if (call->subject == TRACE_POLL && args[1] &&
	    !trace_read(tid, args[0], &first, sizeof(first)))
		return true;
	return trace_call_any(call, tid, args, is_closed_of, &tid);
}

bool trace_call_concerns(const struct trace_call *call, pid_t tid,
			 const uint64_t args[6])
{
	switch (call->subject) {
	case TRACE_ALWAYS:
		return true;
	case TRACE_RANGE:
		return has_socket(tid, (unsigned)args[0], (unsigned)args[1]);
	case TRACE_EXIT:
	case TRACE_LIST:
		return trace_has_socket(tid);
	case TRACE_SELECT:
	case TRACE_POLL:
		return trace_call_any(call, tid, args, is_socket_of, &tid) ||
		       (looks_in_vain(call, tid, args) &&
			trace_has_socket(tid));
	default:
		return trace_call_any(call, tid, args, is_socket_of, &tid);
	}
}

static bool polls_only(pid_t tid, const uint64_t args[6], trace_fd_fn *fn,
		       void *data)
{
	enum { MOST = 8 }; // a lookup asks one or two servers
	struct pollfd fds[MOST];
	if (!args[1] || args[1] > MOST ||
	    !trace_read(tid, args[0], fds, args[1] * sizeof(*fds)))
		return false;
	for (size_t i = 0; i < args[1]; i++)
		if (!fn(data, fds[i].fd))
			return false;
	return true;
}

bool trace_call_is_about(const struct trace_call *call, pid_t tid,
			 const uint64_t args[6], trace_fd_fn *fn, void *data)
{
	if (call->subject == TRACE_EPOLL_CTL)
		return fn(data, (int)args[2]);
	if (call->subject == TRACE_POLL)
		return polls_only(tid, args, fn, data);
	if (call->number == SYS_socket || call->number == SYS_socketpair)
		return false;
	return (call->subject == TRACE_ALWAYS || call->subject == TRACE_FD) &&
	       fn(data, (int)args[0]);
}
