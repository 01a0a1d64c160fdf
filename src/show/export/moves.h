/* moves: what was done in a run: calls, commands and orders, in their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

enum move_kind {
	MOVE_CALL,    /* an actor entered a call */
	MOVE_COMMAND, /* a real program ran in the lab */
	MOVE_ORDER,   /* the wire was told something */
};

/* `begin` is the place of the event that it is, `end` that of the next move or
 * the end of the run: what came of it stands between. */
struct move {
	enum move_kind kind;
	size_t begin, end;
	int step,
		beat; /* of the lesson that asked for it; -1: free, or setup */
	const struct event_output *output; /* MOVE_COMMAND */
	const char *order;		   /* MOVE_ORDER: its text */
	/* MOVE_CALL: the call in its latest phase. */
	const struct event_call *call;
	bool slept;	/* it was seen asleep */
	int signal;	/* that came while it was inside, or 0 */
	size_t over;	/* index of the move during which it came back or was
			 * killed; MOVE_NEVER: the run ended before */
	size_t over_at; /* place of the event that says so */
	int killed;	/* the signal that ended the actor in it, or 0 */
};

#define MOVE_NEVER SIZE_MAX

/* An actor of the run. `parent` is the one that forked it, in move `fork`; NULL
 * and MOVE_NEVER for one that the lab started. */
struct move_actor {
	const char *name, *host, *parent;
	size_t fork;
	int pid;
	int killed;   /* the signal that ended it, or 0 */
	size_t ended; /* index of the move during which; MOVE_NEVER: it lives */
	bool again;   /* it ended, and was added again */
};

/* Borrows everything from the journal but its arrays. Zero-initialise
 * before use; moves_done() frees them. */
struct moves {
	struct move *items;
	size_t count, cap;
	struct event_alias *aliases; /* in the order of the journal */
	size_t alias_count, alias_cap;
	struct move_actor *actors; /* in the order of their births */
	size_t actor_count, actor_cap;
};

/* What was done in [begin, end), which is one lab's. */
void moves_find(const struct journal *journal, size_t begin, size_t end,
		struct moves *moves);
void moves_done(struct moves *moves);

/* The call of move `index` as the lesson would have written it: where the
 * learner chose another name for a variable, the lesson's is in its place. */
struct call moves_call(const struct moves *moves, size_t index,
		       struct arena *arena);

/* The lesson's name for that variable of `actor`, or of the one that forked it,
 * or the name itself. */
const char *moves_name(const struct moves *moves, const char *actor,
		       const char *name);

/* The lesson's name for a forked actor, which is that of the variable. */
const char *moves_actor_name(const struct moves *moves, const char *actor);

/* The row of that actor, or NULL. */
const struct move_actor *moves_actor(const struct moves *moves,
				     const char *name);

/* Whether `actor` is `other`, or was forked by it, or by one that was. */
bool moves_is_within(const struct moves *moves, const char *actor,
		     const char *other);

/* Whether calls of the run, or the kernel because of them, can have sent that
 * signal to `actor`; otherwise it was the learner. */
bool moves_can_send(const struct moves *moves, const char *actor, int signal);

/* Whether the actor slept in the call, and a signal ended that: the call failed
 * with EINTR. */
bool move_is_interrupted(const struct moves *moves, size_t index);

/* Whether it was the learner who interrupted it. */
bool move_is_interrupted_by_hand(const struct moves *moves, size_t index);

/* Whether the call was still asleep when the next move was made. */
bool move_sleeps(const struct moves *moves, size_t index);

/* Whether a call of `actor` is among the moves. */
bool moves_has_calls(const struct moves *moves, const char *actor);
