/* trace_waits: what each thread of the traced programs waits for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/lab.h"

enum wait_kind {
	WAIT_NONE,    /* it moves, or nobody knows */
	WAIT_LEARNER, /* it is held at the entry of a call */
	WAIT_TIME,    /* what it sleeps in ends by itself */
	WAIT_SOCKETS,
	WAIT_TERMINAL, /* that somebody types; for sockets as well, perhaps */
	WAIT_PIPE,
	WAIT_CHILD,
	WAIT_THREAD, /* a lock, another thread's end */
	WAIT_SIGNAL,
	WAIT_HALTED, /* SIGSTOP or the like has stopped it */
};

/* A descriptor that is waited for. */
struct wait_fd {
	int fd;
	bool reads, writes;
};

enum { WAIT_FDS_MOST = 32 };

struct lab_wait {
	const char *actor, *process; /* whose descriptors they are; NULL: it
				      * was told to nobody */
	const char *host;
	enum wait_kind kind;
	const char *call; /* as strace(1) names it; NULL: not known */
	bool is_inside;	  /* the journal has that call */
	struct wait_fd fds[WAIT_FDS_MOST];
	size_t fd_count;
	uint64_t closed; /* the cookie of the socket of its only descriptor,
			  * where the process closed the number while the call
			  * went on; else 0 */
};

/* All threads that are alive, in the order in which they were born; the caller
 * frees the list. Names are borrowed from the lab. */
struct lab_wait *lab_waits(const struct lab *lab, size_t *count);

/* Whether nothing can move any more unless somebody from outside does
 * something: each thread sleeps in what does not end by itself, no packet is on
 * its way, held or to be sent again, no timer of a program runs. So it was
 * when this was asked last, and nobody has run since. Of agents those count
 * that are inside a call. Takes a snapshot. */
bool lab_is_still(struct lab *lab);
