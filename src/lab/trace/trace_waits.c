/* trace_waits: what each thread of the traced programs waits for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * /proc/TID/syscall has the call that a thread sleeps in, with its arguments,
 * and so whether it ends by itself. What has no row in the table below is not
 * known, and who is in that may go on at any moment. A call that the kernel
 * makes again behind a signal (restart_syscall) is one with a time.
 */
#include "lab/trace/trace_waits.h"

#include "base/clock.h"
#include "lab/kernel/descriptor.h"
#include "lab/trace/trace_parts.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

/* How a call says when it ends by itself, and what it waits for. */
enum limit {
	LIMIT_NONE,
	LIMIT_ALWAYS,
	LIMIT_NUMBER,  /* an argument that is not negative */
	LIMIT_POINTER, /* one that is not NULL */
};
enum subject {
	SUBJECT_READ,	/* the first argument, to read */
	SUBJECT_WRITE,	/* the same, to write */
	SUBJECT_SPLICE, /* the first to read, where it is a socket, or the third
			 * to write */
	SUBJECT_POLL,
	SUBJECT_SELECT,
	SUBJECT_EPOLL,
	SUBJECT_CHILD,
	SUBJECT_THREAD,
	SUBJECT_SIGNAL,
};

struct sleeping {
	long number;
	const char *name;
	enum limit limit;
	int argument;
	enum subject subject;
};

#define ROW(call, limit, argument, subject)                                    \
	{                                                                      \
		SYS_##call, #call, LIMIT_##limit, argument, SUBJECT_##subject  \
	}

/* clang-format off */
static const struct sleeping table[] = {
	ROW(accept, NONE, 0, READ),
	ROW(accept4, NONE, 0, READ),
	ROW(clock_nanosleep, ALWAYS, 0, SIGNAL),
	ROW(close, ALWAYS, 0, WRITE), // SO_LINGER has a time
	ROW(connect, NONE, 0, WRITE),
#ifdef SYS_epoll_pwait2
	ROW(epoll_pwait2, POINTER, 3, EPOLL),
#endif
	ROW(epoll_pwait, NUMBER, 3, EPOLL),
#ifdef SYS_epoll_wait
	ROW(epoll_wait, NUMBER, 3, EPOLL),
#endif
	ROW(futex, POINTER, 3, THREAD),
	ROW(nanosleep, ALWAYS, 0, SIGNAL),
#ifdef SYS_pause
	ROW(pause, NONE, 0, SIGNAL),
#endif
#ifdef SYS_poll
	ROW(poll, NUMBER, 2, POLL),
#endif
	ROW(ppoll, POINTER, 2, POLL),
	ROW(pselect6, POINTER, 4, SELECT),
	ROW(read, NONE, 0, READ),
	ROW(readv, NONE, 0, READ),
	ROW(recvfrom, NONE, 0, READ),
	ROW(recvmmsg, POINTER, 4, READ),
	ROW(recvmsg, NONE, 0, READ),
	ROW(restart_syscall, ALWAYS, 0, SIGNAL),
	ROW(rt_sigsuspend, NONE, 0, SIGNAL),
	ROW(rt_sigtimedwait, POINTER, 2, SIGNAL),
#ifdef SYS_select
	ROW(select, POINTER, 4, SELECT),
#endif
	ROW(sendmmsg, NONE, 0, WRITE),
	ROW(sendmsg, NONE, 0, WRITE),
	ROW(sendto, NONE, 0, WRITE),
	ROW(sendfile, NONE, 0, WRITE),
	ROW(splice, NONE, 0, SPLICE),
	ROW(wait4, NONE, 0, CHILD),
	ROW(waitid, NONE, 0, CHILD),
	ROW(write, NONE, 0, WRITE),
	ROW(writev, NONE, 0, WRITE),
};
/* clang-format on */

/* A call and its arguments, as /proc/TID/syscall has them. */
struct inside {
	pid_t tid;
	const struct sleeping *row;
	uint64_t args[6];
};

/* What the descriptors are that a thread waits for. */
struct found {
	bool terminal, pipe, socket, timed, unknown;
};

static bool read_call(pid_t tid, struct inside *inside)
{
	char text[256];
	long number;
	unsigned long long args[6];
	*inside = (struct inside){.tid = tid};
	if (process_read(tid, "syscall", text, sizeof(text)) <= 0 ||
	    sscanf(text, "%ld %llx %llx %llx %llx %llx %llx", &number, &args[0],
		   &args[1], &args[2], &args[3], &args[4], &args[5]) != 7)
		return false;
	for (size_t i = 0; i < COUNT(args); i++)
		inside->args[i] = args[i];
	for (size_t i = 0; i < COUNT(table); i++) {
		if (table[i].number == number)
			inside->row = &table[i];
	}
	return inside->row;
}

static bool ends_by_itself(const struct inside *inside)
{
	uint64_t limit = inside->args[inside->row->argument];
	switch (inside->row->limit) {
	case LIMIT_NONE:
		return false;
	case LIMIT_ALWAYS:
		return true;
	case LIMIT_NUMBER:
		return (int32_t)limit >= 0;
	case LIMIT_POINTER:
		return limit != 0;
	}
	return true;
}

/* --- descriptors -----------------------------------------------------------
 */

static void sort_fd(pid_t tid, int fd, struct found *found)
{
	char target[64];
	if (!descriptor_target(tid, fd, target, sizeof(target)))
		found->unknown = true;
	else if (!strncmp(target, "socket:", 7))
		found->socket = true;
	else if (!strncmp(target, "pipe:", 5))
		found->pipe = true;
	else if (!strncmp(target, "/dev/pts/", 9) ||
		 !strncmp(target, "/dev/tty", 8))
		found->terminal = true;
	else if (!strcmp(target, "anon_inode:[timerfd]"))
		found->timed = true;
	else if (strcmp(target, "anon_inode:[eventfd]") != 0 &&
		 strcmp(target, "anon_inode:[signalfd]") != 0)
		found->unknown = true;
}

static void add_fd(struct lab_wait *wait, pid_t tid, struct wait_fd fd,
		   struct found *found)
{
	sort_fd(tid, fd.fd, found);
	if (wait->fd_count < WAIT_FDS_MOST)
		wait->fds[wait->fd_count++] = fd;
	else
		found->unknown = true;
}

static void add_polled(struct lab_wait *wait, const struct inside *inside,
		       struct found *found)
{
	struct pollfd fds[WAIT_FDS_MOST];
	uint64_t count = inside->args[1];
	found->unknown |= count > WAIT_FDS_MOST ||
			  !trace_read(inside->tid, inside->args[0], fds,
				      count * sizeof(*fds));
	for (uint64_t i = 0; !found->unknown && i < count; i++) {
		struct wait_fd fd = {fds[i].fd, fds[i].events & POLLIN,
				     fds[i].events & POLLOUT};
		if (fd.fd >= 0 && fds[i].events)
			add_fd(wait, inside->tid, fd, found);
	}
}

static void add_selected(struct lab_wait *wait, const struct inside *inside,
			 struct found *found)
{
	int count = (int)inside->args[0];
	size_t len = count > 0 ? ((size_t)count + 7) / 8 : 0;
	fd_set sets[2];
	memset(sets, 0, sizeof(sets));
	found->unknown |= count > FD_SETSIZE;
	for (size_t i = 0; !found->unknown && i < COUNT(sets); i++)
		found->unknown |= inside->args[1 + i] && len &&
				  !trace_read(inside->tid, inside->args[1 + i],
					      &sets[i], len);
	for (int fd = 0; !found->unknown && fd < count; fd++) {
		struct wait_fd one = {fd, FD_ISSET(fd, &sets[0]),
				      FD_ISSET(fd, &sets[1])};
		if (one.reads || one.writes)
			add_fd(wait, inside->tid, one, found);
	}
}

static void add_listed(struct lab_wait *wait, const struct inside *inside,
		       struct found *found)
{
	char name[32], text[4096];
	snprintf(name, sizeof(name), "fdinfo/%d", (int)inside->args[0]);
	if (process_read(inside->tid, name, text, sizeof(text)) <= 0)
		found->unknown = true;
	const char *at = text;
	while (!found->unknown && (at = strstr(at, "tfd:"))) {
		struct wait_fd fd = {-1, false, false};
		unsigned events;
		if (sscanf(at, "tfd: %d events: %x", &fd.fd, &events) == 2) {
			bool is_spent = events & EPOLLONESHOT &&
					!(events & (EPOLLERR | EPOLLHUP));
			fd.reads = events & EPOLLIN || is_spent;
			fd.writes = events & EPOLLOUT;
			add_fd(wait, inside->tid, fd, found);
		}
		at++;
	}
}

static void add_fds(struct lab_wait *wait, const struct inside *inside,
		    struct found *found)
{
	bool writes = inside->row->subject == SUBJECT_WRITE;
	struct wait_fd one = {(int)inside->args[0], !writes, writes};
	switch (inside->row->subject) {
	case SUBJECT_READ:
	case SUBJECT_WRITE:
		add_fd(wait, inside->tid, one, found);
		break;
	case SUBJECT_SPLICE:
		if (!trace_socket(inside->tid, one.fd))
			one = (struct wait_fd){(int)inside->args[2], false,
					       true};
		add_fd(wait, inside->tid, one, found);
		break;
	case SUBJECT_POLL:
		add_polled(wait, inside, found);
		break;
	case SUBJECT_SELECT:
		add_selected(wait, inside, found);
		break;
	case SUBJECT_EPOLL:
		add_listed(wait, inside, found);
		break;
	default:
		break;
	}
}

/* SO_RCVTIMEO and SO_SNDTIMEO of the call itself; a keepalive that may end it.
 */
static bool is_limited(const struct lab *lab, const struct lab_wait *wait,
		       bool is_single)
{
	for (size_t i = 0; wait->process && i < wait->fd_count; i++) {
		const struct wait_fd *fd = &wait->fds[i];
		const struct socket_state *row =
			snapshot_find_fd(&lab->snapshot, wait->process, fd->fd);
		int name = fd->writes ? SO_SNDTIMEO : SO_RCVTIMEO;
		if (row && row->timer == SOCKET_TIMER_KEEPALIVE)
			return true;
		for (size_t n = 0; is_single && row && n < row->option_count;
		     n++) {
			if (row->options[n].level == SOL_SOCKET &&
			    row->options[n].name == name)
				return true;
		}
	}
	return false;
}

static enum wait_kind kind_of(const struct lab *lab,
			      const struct inside *inside,
			      struct lab_wait *wait)
{
	struct found found = {0};
	add_fds(wait, inside, &found);
	bool is_single = inside->row->subject == SUBJECT_READ ||
			 inside->row->subject == SUBJECT_WRITE ||
			 inside->row->subject == SUBJECT_SPLICE;
	if (ends_by_itself(inside) || found.timed ||
	    is_limited(lab, wait, is_single))
		return WAIT_TIME;
	switch (inside->row->subject) {
	case SUBJECT_CHILD:
		return WAIT_CHILD;
	case SUBJECT_THREAD:
		return WAIT_THREAD;
	case SUBJECT_SIGNAL:
		return WAIT_SIGNAL;
	default:
		break;
	}
	return found.unknown	? WAIT_NONE
	       : found.terminal ? WAIT_TERMINAL
	       : found.socket	? WAIT_SOCKETS
	       : found.pipe	? WAIT_PIPE
				: WAIT_SIGNAL;
}

static void look_inside(const struct lab *lab, pid_t tid, struct lab_wait *wait)
{
	struct inside inside;
	if (process_state(tid) != 'S' || process_has_signal(tid) ||
	    !read_call(tid, &inside))
		return;
	wait->call = inside.row->name;
	wait->kind = kind_of(lab, &inside, wait);
}

/* By which a loop wakes itself is nothing that its program waits for. */
static void drop_noise(const struct tracee *first, pid_t tid,
		       struct lab_wait *wait)
{
	size_t kept = 0;
	for (size_t i = 0; i < wait->fd_count; i++) {
		uint64_t inode = trace_socket(tid, wait->fds[i].fd);
		if (!inode || !trace_noise_has(first, inode))
			wait->fds[kept++] = wait->fds[i];
	}
	wait->fd_count = kept;
	if (!kept && wait->kind == WAIT_SOCKETS)
		wait->kind = WAIT_SIGNAL;
}

/* In a call whose number was closed it waits for the socket all the same. */
static void keep_closed(const struct tracee *tracee, struct lab_wait *wait)
{
	if (!wait->call || wait->fd_count != 1)
		return;
	wait->kind = tracee->left.limited ? WAIT_TIME : WAIT_SOCKETS;
	wait->closed = tracee->left.cookie;
}

static struct lab_wait wait_of(const struct lab *lab,
			       const struct tracee *tracee)
{
	const struct tracee *first =
		tracer_find_thread(lab->tracer, tracee->tgid);
	struct lab_wait wait = {.actor = tracee->name,
				.process = first ? first->name : NULL,
				.host = lab->hosts[tracee->host].name,
				.is_inside = tracee->open};
	if (tracee->halted)
		wait.kind = WAIT_HALTED;
	else if (tracee->state == LAB_ACTOR_STOPPED)
		wait.kind = WAIT_LEARNER;
	else
		look_inside(lab, tracee->tid, &wait);
	if (trace_left_is_closed(tracee))
		keep_closed(tracee, &wait);
	else if (first)
		drop_noise(first, tracee->tid, &wait);
	return wait;
}

enum wait_kind trace_waits_of(const struct actor *actor)
{
	const struct actor *first = actor->leader ? actor->leader : actor;
	struct lab_wait wait = {.actor = actor->name, .process = first->name};
	look_inside(actor->lab, actor->outer, &wait);
	return wait.kind;
}

struct lab_wait *lab_waits(const struct lab *lab, size_t *count)
{
	const struct tracer *tracer = lab->tracer;
	*count = tracer ? tracer->live_count : 0;
	struct lab_wait *waits = xcalloc(*count + 1, sizeof(*waits));
	for (size_t i = 0; i < *count; i++)
		waits[i] = wait_of(lab, tracer->live[i]);
	return waits;
}
