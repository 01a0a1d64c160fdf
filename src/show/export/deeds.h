/* deeds: what was done in a run: calls, commands and orders, in their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

enum deed_kind {
	DEED_CALL,    /* an actor entered a call */
	DEED_COMMAND, /* a real program ran in the lab */
	DEED_ORDER,   /* the wire was told something */
};

/* `begin` is the place of the event that it is, `end` that of the next deed or
 * the end of the run: what came of it stands between. */
struct deed {
	enum deed_kind kind;
	size_t begin, end;
	int step,
		beat; /* of the lesson that asked for it; -1: free, or setup */
	const struct event_output *output; /* DEED_COMMAND */
	const char *order;		   /* DEED_ORDER: its text */
	/* DEED_CALL: the call in its latest phase. */
	const struct event_call *call;
	bool slept;	/* it was seen asleep */
	int signal;	/* that came while it was inside, or 0 */
	bool by_hand;	/* the learner sent that one */
	size_t over;	/* index of the deed during which it came back or was
			 * killed; DEED_NEVER: the run ended before */
	size_t over_at; /* place of the event that says so */
	int killed;	/* the signal that ended the actor in it, or 0 */
};

#define DEED_NEVER SIZE_MAX

/* An actor of the run. `parent` is the one that forked it, in deed `fork`; NULL
 * and DEED_NEVER for one that the lab started. */
struct deed_actor {
	const char *name, *host, *parent;
	size_t fork;
	int pid;
	int killed;   /* the signal that ended it, or 0 */
	bool by_hand; /* the learner sent that one */
	size_t ended; /* index of the deed during which; DEED_NEVER: it lives */
	size_t ended_at; /* place of the event that says so */
	bool again;	 /* it ended, and was added again */
};

/* Borrows everything from the journal but its arrays. Zero-initialise
 * before use; deeds_done() frees them. */
struct deeds {
	struct deed *items;
	size_t count, cap;
	struct event_alias *aliases; /* in the order of the journal */
	size_t alias_count, alias_cap;
	struct deed_actor *actors; /* in the order of their births */
	size_t actor_count, actor_cap;
};

/* What was done in [begin, end), which is one lab's. */
void deeds_find(const struct journal *journal, size_t begin, size_t end,
		struct deeds *deeds);
void deeds_done(struct deeds *deeds);

/* The call of deed `index` as the lesson would have written it: where the
 * learner chose another name for a variable, the lesson's is in its place. */
struct call deeds_call(const struct deeds *deeds, size_t index,
		       struct arena *arena);

/* The lesson's name for that variable of `actor`, or of the one that forked it,
 * or the name itself. */
const char *deeds_name(const struct deeds *deeds, const char *actor,
		       const char *name);

/* The lesson's name for a forked actor, which is that of the variable. */
const char *deeds_actor_name(const struct deeds *deeds, const char *actor);

/* The row of that actor, or NULL. */
const struct deed_actor *deeds_actor(const struct deeds *deeds,
				     const char *name);

/* Whether `actor` is `other`, or was forked by it, or by one that was. */
bool deeds_is_within(const struct deeds *deeds, const char *actor,
		     const char *other);

/* Whether the actor slept in the call, and a signal ended that: the call failed
 * with EINTR. */
bool deed_is_interrupted(const struct deeds *deeds, size_t index);

/* Whether it was the learner who interrupted it, or killed that actor: a move
 * says so, or no call of the run, nor the kernel because of one, can have sent
 * the signal. */
bool deed_is_interrupted_by_hand(const struct deeds *deeds, size_t index);
bool deed_is_killed_by_hand(const struct deeds *deeds,
			    const struct deed_actor *actor);

/* Whether the call was still asleep when the next deed was made. */
bool deed_sleeps(const struct deeds *deeds, size_t index);

/* Whether a call of `actor` is among the deeds. */
bool deeds_has_calls(const struct deeds *deeds, const char *actor);
