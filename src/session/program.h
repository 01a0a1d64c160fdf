/* program: traced programs in a session, see lab/trace/trace.h.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To start a program and to let it go on are free moves, as the learner's own
 * calls are: each returns at once, the session is BUSY until every program is
 * stopped at a call, blocked in one, asleep or over, and a rewind starts all of
 * them anew and lets them go as far again.
 */
#pragma once
#include "call/whole/fault.h"
#include "journal/until.h"
#include "session/session.h"

/* A program to be started; borrowed. It has a pseudo-terminal of its own. */
struct session_program {
	const char *name;
	const char *host;	  /* NULL: the first */
	const char *const *words; /* ends with NULL; words[0] is in PATH */
	bool when_listening;	  /* only when a socket listens … */
	int port;		  /* … on this port, if it is not 0 … */
	const char *path;	  /* … or at this path of UNIX; NULL: any */
};

/* Starts a program, to its first call. Where it is to wait, it waits for the
 * kernel's state, and begins by itself when that has come. Fails when it cannot
 * be started (lab_trace_start() has the reasons); `*refused`, unless NULL, says
 * whether this machine forbids tracing. */
bool session_trace(struct session *session,
		   const struct session_program *program, bool *refused,
		   struct err *err);

/* Takes over a process of this user, in a lab without namespaces. It cannot be
 * rewound. */
bool session_attach(struct session *session, const char *name, int pid,
		    bool *refused, struct err *err);

/* Lets `actor` (NULL: each program, and those that begin later) go so far. */
bool session_go(struct session *session, const char *actor,
		const struct until *until, struct err *err);

/* Lets `actor` (NULL: each) go on for good, without stops. */
bool session_release(struct session *session, const char *actor,
		     struct err *err);

/* Types bytes into the terminal of `actor`, or of the program it is part of. */
bool session_type(struct session *session, const char *actor, const void *bytes,
		  size_t len, struct err *err);

/* Makes a call go wrong, from now on; NULL: no call any more. */
bool session_fault(struct session *session, const struct call_fault *fault,
		   struct err *err);

/* Whether the session has traced programs, or is to start some. */
bool session_has_programs(const struct session *session);

/* Whether `actor` is a traced program, or part of one, that has not ended. */
bool session_is_program(const struct session *session, const char *actor);

/* Where the program of a check is stepped: which part of it stands before a
 * call and has its turn, so that to go on is to let it make that; NULL: to go
 * on is to play the next beat. */
const char *session_turn(const struct session *session);

/* Whether such a check has failed: it ends there, unless what was held back is
 * let go and makes it good. */
bool session_check_fails(const struct session *session);

/* Gives the turn to another part. False: it stands before no call. */
bool session_give_turn(struct session *session, const char *actor);

/* Whether a program waits to be started and nobody is left that could listen.
 * Then `why` gets, of the first, what it waits for. */
bool session_programs_stuck(const struct session *session, struct buf *why);

/* Whether every program has ended, and none waits to be started. */
bool session_programs_ended(const struct session *session);
