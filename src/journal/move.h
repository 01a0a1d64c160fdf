/* move: one thing that was done in a run, in a text notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     beat                            the lesson's next beat
 *     call ACTOR CALL                 a call, in C notation
 *     sh "COMMAND" [on HOST]          a real program
 *     add ACTOR [on HOST]             a new actor
 *     kill ACTOR SIGNAL
 *     interrupt ACTOR                 the call that it is asleep in
 *     trace NAME "WORD"... [on HOST] [waits PORT|"PATH"]
 *     attach NAME PID
 *     go [only NAME] to UNTIL         programs go on, see until.h
 *     detach [NAME]
 *     type "BYTES" [to NAME]          into a program's terminal
 *     inject FAULT                    see call/whole/fault.h, or `none`
 *
 * Without HOST it is the first one of the lab, without NAME every program.
 * `waits` starts the program when a socket listens, on any port for 0, or at a
 * path of UNIX. Quoted
 * words have C escapes.
 */
#pragma once
#include "call/call.h"
#include "call/whole/fault.h"
#include "journal/until.h"

enum move_kind {
	MOVE_BEAT, /* the lesson's next beat */
	MOVE_CALL, /* the others are the learner's own */
	MOVE_RUN,
	MOVE_ADD_ACTOR,
	MOVE_SIGNAL,
	MOVE_INTERRUPT,
	MOVE_TRACE, /* from here on: of programs */
	MOVE_ATTACH,
	MOVE_GO,
	MOVE_RELEASE,
	MOVE_TYPE,
	MOVE_FAULT,
	MOVE_KIND_COUNT
};

/* What was done, and can be done again in a new lab. `begin`, `beats` and
 * `solves` say where it stands in a run, and are not in its notation. Only the
 * members that the kind has in its notation mean something; what they point to
 * lives in the arena of who made it. */
struct move {
	enum move_kind kind;
	size_t begin; /* place in the journal where it began */
	size_t beats; /* of the lesson that were played at its end */
	bool solves;  /* one of the learner's, with which a try was over */
	const char *actor;
	struct call call;    /* MOVE_CALL */
	const char *host;    /* MOVE_RUN, MOVE_ADD_ACTOR; NULL: the first */
	const char *command; /* MOVE_RUN */
	int signal;	     /* MOVE_SIGNAL */
	const char *const *words; /* MOVE_TRACE, NULL behind the last */
	bool waits;		  /* MOVE_TRACE: for a socket that listens */
	int number;		  /* MOVE_TRACE: its port; MOVE_ATTACH: pid */
	const char *path;	  /* MOVE_TRACE: or its path; NULL: none */
	struct until until;	  /* MOVE_GO */
	struct bytes bytes;	  /* MOVE_TYPE */
	struct call_fault fault;  /* MOVE_FAULT; without a call: no more */
};

const char *move_word(enum move_kind kind); /* "beat", "call" … */

/* Reads one move, the whole of `text`; names and values live in `arena`. Fails
 * with the word that is wrong and what was expected there. */
bool move_parse(struct str text, struct arena *arena, struct move *move,
		struct err *err);

/* The same, but of a call only the actor is read: the rest costs most. */
bool move_parse_head(struct str text, struct arena *arena, struct move *move,
		     struct err *err);

/* Adds the notation, on one line; move_parse() reads it back. */
void move_print(const struct move *move, struct buf *out);
