/* trace: programs of any kind as actors, stopped at each of their socket calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program is an actor whose calls are its own: nobody tells it what
 * to call, only when it may. It stops at the entry of each call that concerns
 * a socket, and at no other (see lab/trace/trace_calls.h). Each of its threads,
 * and each process that it forks, is an actor too: "server", "server.2" …, as
 * soon as it has a socket or makes such a call; no one is told of the others.
 *
 * Events are those of other actors. CALL enter comes when it stops, about to
 * make the call, and CALL return when the call came back; in between it is
 * LAB_ACTOR_STOPPED first, then CALLING or BLOCKED. Between two calls it is
 * LAB_ACTOR_RUNNING. lab_settle() waits until each actor is stopped, blocked,
 * asleep somewhere else, or has ended.
 */
#pragma once
#include "call/whole/fault.h"
#include "journal/until.h"
#include "lab/lab.h"

#include <sys/types.h>

/* A program to be started. Borrowed during lab_trace_start() only. */
struct trace_program {
	const char *name;		/* of the actor */
	const char *host;		/* NULL: the first host */
	const char *const *argv;	/* argv[0] is looked for in PATH */
	const char *const *environment; /* NULL: this program's own */
	const char *directory;		/* NULL: the working folder */
	bool yields;  /* it makes no call while a program that does not yield
		       * stands before one, or is on its way to one */
	int stdio[3]; /* borrowed; -1: /dev/null. A terminal as the first one
		       * becomes the program's controlling terminal */
};

/* Starts a program; it runs until it stops at its first call. Emits an ACTOR
 * event. Fails when there is no such program or host, when it cannot be
 * executed here (another machine's, setuid, no right) and when the kernel
 * forbids tracing: then `refused` (may be NULL) becomes true. */
bool lab_trace_start(struct lab *lab, const struct trace_program *program,
		     bool *refused, struct err *err);

/* Takes over a running process of the same user, with all its threads; it
 * stops at its next call. Only in a lab without namespaces. No filter can be
 * put into it, so it stops at every system call on its way, and is slow. */
bool lab_trace_attach(struct lab *lab, const char *name, pid_t pid,
		      bool *refused, struct err *err);

/* Lets `actor` (NULL: each traced one) go on so far, and what it forks from
 * then on with it. Every call that it makes on its way is told by events; it
 * then stops at the entry of the call behind what was waited for. An actor that
 * is not stopped keeps going, with the new aim. Fails for an actor that has
 * ended or is not traced. */
bool lab_trace_go(struct lab *lab, const char *actor, const struct until *until,
		  struct err *err);

/* Lets an actor (NULL: each) go on for good, without stopping and without
 * events of its calls. What was started under the filter stays attached (its
 * calls would fail with ENOSYS otherwise). What was taken over is let go: it
 * runs on and is no actor any more, as an ACTOR event with status -1 tells. */
bool lab_trace_release(struct lab *lab, const char *actor, struct err *err);

/* Adds a fault. A NOTE tells each time that it strikes, and one behind the end
 * of the last program that it never did. Fails for a name that is no call of a
 * traced program, and for a short one of a call that has no length. */
bool lab_trace_fault(struct lab *lab, const struct call_fault *fault,
		     struct err *err);
void lab_trace_forget_faults(struct lab *lab);

/* The process behind an actor, as this process numbers it; 0 when it is not
 * traced or has ended. For reading its stack while it is stopped. */
pid_t lab_trace_process(const struct lab *lab, const char *actor);

/* Whether a traced process is there that has not ended. */
bool lab_trace_is_alive(const struct lab *lab);

/* The calls that what was started under that name made, and that are refused to
 * it in this lab, whatever the kernel would have said: their names, which last
 * for ever. Returns how many there are, of `most`. */
size_t lab_trace_list_refused(const struct lab *lab, const char *program,
			      const char **calls, size_t most);

/* Actors of traced programs that may live at once; a fork beyond that fails
 * with EAGAIN, as at the limit of ulimit -u, and a NOTE says so. */
enum { TRACE_ACTORS_MAX = 256 };
