/* trace_history: descriptors that were sockets once, and are nothing any more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program that closes a socket twice, or uses it behind close(), calls with a
 * number that stands for nothing; /proc does not say what it was. So each
 * number is noted that a call named while it was a socket, for its process: a
 * forked one begins with its parent's, another program with none. As long as
 * the number is free, calls with it are stops; so is the first write to another
 * file that has got it, for who still thinks of the socket writes there, and
 * what gives it to a pipe or to a list of epoll. Such a list stands for the
 * sockets that are in it, so its number is noted with the first of them. A
 * number that never was a socket is no concern of ours: a program that closes
 * all numbers there are, to be sure, is not told of a thousand times.
 */
#include "lab/kernel/descriptor.h"
#include "lab/trace/trace_parts.h"

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_known(const struct tracee *leader, int fd)
{
	return fd >= 0 && fd < TRACE_HISTORY_MOST &&
	       leader->history[fd / 64] & UINT64_C(1) << fd % 64;
}

static void forget(struct tracee *leader, int fd)
{
	if (!trace_is_free(leader->tid, fd))
		leader->history[fd / 64] &= ~(UINT64_C(1) << fd % 64);
}

/* Whether what is open there begins with these words of proc(5). */
static bool is_open_as(const struct tracee *leader, int fd, const char *words)
{
	char target[32];
	return descriptor_target(leader->tid, fd, target, sizeof(target)) &&
	       !strncmp(target, words, strlen(words));
}

/* An eventfd and the like: a runtime makes it for itself, and nobody writes to
 * it who thinks of a socket. */
static bool is_anonymous(const struct tracee *leader, int fd)
{
	return is_open_as(leader, fd, "anon_inode:");
}

static bool is_list(const struct tracee *leader, int fd)
{
	return is_open_as(leader, fd, "anon_inode:[eventpoll]");
}

static bool is_write(const struct trace_call *row)
{
	return row->number == SYS_write || row->number == SYS_writev;
}

static void add(struct tracee *leader, int fd)
{
	if (fd >= 0 && fd < TRACE_HISTORY_MOST)
		leader->history[fd / 64] |= UINT64_C(1) << fd % 64;
}

/* Never says that the search is over: all are to be noted. */
static bool note(void *data, int fd)
{
	struct tracee *leader = data;
	if (!is_known(leader, fd) && trace_socket(leader->tid, fd))
		add(leader, fd);
	return false;
}

void trace_history_note(const struct tracee *tracee,
			const struct trace_call *row, const uint64_t args[6])
{
	struct tracee *leader = tracee_leader(tracee);
	if (!leader)
		return;
	if (is_write(row) && is_known(leader, (int)args[0]) &&
	    !trace_socket(leader->tid, (int)args[0]))
		forget(leader, (int)args[0]);
	else if (row->subject == TRACE_ALWAYS)
		note(leader, (int)args[0]);
	else
		trace_call_any(row, tracee->tid, args, note, leader);
	if (row->number == SYS_epoll_ctl && is_list(leader, (int)args[0]))
		add(leader, (int)args[0]);
}

void trace_history_inherit(struct tracee *child, const struct tracee *parent)
{
	const struct tracee *leader = tracee_leader(parent);
	if (leader && child->tid == child->tgid)
		memcpy(child->history, leader->history, sizeof(child->history));
}

void trace_history_forget(struct tracee *tracee)
{
	memset(tracee->history, 0, sizeof(tracee->history));
}

static bool was_socket(void *data, int fd)
{
	const struct tracee *leader = data;
	return is_known(leader, fd) &&
	       (trace_is_free(leader->tid, fd) || is_list(leader, fd));
}

/* The numbers that the kernel gives next are the lowest that are free. */
static bool gives_again(const struct tracee *leader,
			const struct trace_call *row)
{
	int wanted = row->subject == TRACE_ENDS	  ? 2
		     : row->subject == TRACE_LIST ? 1
						  : 0;
	for (int fd = 0; wanted && fd < TRACE_HISTORY_MOST; fd++) {
		if (!trace_is_free(leader->tid, fd))
			continue;
		if (is_known(leader, fd))
			return true;
		wanted--;
	}
	return false;
}

/* What socket() or accept() returned when it failed, taken for a descriptor. */
static bool is_failure(const struct tracee *leader,
		       const struct trace_call *row, const uint64_t args[6])
{
	bool moves_bytes =
		row->number == SYS_read || row->number == SYS_write ||
		row->number == SYS_readv || row->number == SYS_writev;
	return moves_bytes && leader->name && (int)args[0] == -1;
}

bool trace_history_concerns(const struct tracee *tracee,
			    const struct trace_call *row,
			    const uint64_t args[6])
{
	struct tracee *leader = tracee_leader(tracee);
	return leader &&
	       (is_failure(leader, row, args) || gives_again(leader, row) ||
		(is_write(row) && is_known(leader, (int)args[0]) &&
		 !is_anonymous(leader, (int)args[0])) ||
		trace_call_any(row, tracee->tid, args, was_socket, leader));
}
