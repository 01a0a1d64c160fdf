/* trace_calls: which system calls a traced program stops at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What makes such a call worth a stop. */
enum trace_subject {
	TRACE_ALWAYS,	 /* it is about sockets, whatever its arguments are */
	TRACE_FD,	 /* its first argument is a socket */
	TRACE_TWO_FDS,	 /* its first or second one is */
	TRACE_SPLICE,	 /* its first or third one is */
	TRACE_POLL,	 /* one of an array of struct pollfd is */
	TRACE_SELECT,	 /* one in three sets of descriptors is */
	TRACE_EPOLL,	 /* it waits for one */
	TRACE_EPOLL_CTL, /* its third argument is, or its list has one */
	TRACE_LIST,	 /* it makes a list, and the process has one */
	TRACE_ENDS,	 /* never, but it may give the number of one again */
	TRACE_RANGE,	 /* one between its first and second argument is */
	TRACE_EXIT,	 /* the process has one */
	// The rows below are told to nobody.
	TRACE_FORK,   /* never, but it may be refused */
	TRACE_AGAIN,  /* never: an interrupted call goes on */
	TRACE_SHARE,  /* never, but see trace_share.c */
	TRACE_TIMER,  /* never, but see trace_waits.c */
	TRACE_RING,   /* never, but it is told that rings are not followed */
	TRACE_TRACER, /* never, but it is told why a program cannot be traced */
	TRACE_POWER,  /* never, but it is told that a lab has one user */
};

struct trace_call {
	long number;
	const char *name; /* as strace(1) has it */
	enum trace_subject subject;
	int length; /* index of the argument that counts bytes; -1: none */
};

/* All rows, `count` of them; the row of a system call, or NULL. */
const struct trace_call *trace_calls(size_t *count);
const struct trace_call *trace_call_find(long number);
const struct trace_call *trace_call_named(const char *name);

/* Whether the call that thread `tid` is about to make, with these arguments,
 * is about a socket, as /proc/TID says. */
bool trace_call_concerns(const struct trace_call *call, pid_t tid,
			 const uint64_t args[6]);

/* Whether `fn` is true of one of the descriptors that it names. */
typedef bool trace_fd_fn(void *data, int fd);
bool trace_call_any(const struct trace_call *call, pid_t tid,
		    const uint64_t args[6], trace_fd_fn *fn, void *data);

/* Whether all sockets that it is about are among those that `fn` knows; false
 * for a call that names none. */
bool trace_call_is_about(const struct trace_call *call, pid_t tid,
			 const uint64_t args[6], trace_fd_fn *fn, void *data);

/* The inode of the socket behind a descriptor; 0 for none. */
uint64_t trace_socket(pid_t tid, int fd);

/* Whether nothing is open at that number, see proc_pid_fd(5); false, too, where
 * nobody may know. */
bool trace_is_free(pid_t tid, int fd);

/* Whether the process of a thread has a socket. */
bool trace_has_socket(pid_t tid);

/* Reads the memory of a process that is in a ptrace stop; all or nothing. */
bool trace_read(pid_t tid, uint64_t address, void *into, size_t len);
