/* timeline: calls and packets on one axis, in the order they happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An instant is one thing that happened. What a call or an order set off is
 * joined to it: packets, and calls of others that came back. A packet that a
 * timer of the kernel sent is joined to what sent it first.
 */
#pragma once
#include "show/view/view.h"

enum instant_kind {
	INSTANT_STEP,	 /* a step of the lesson began */
	INSTANT_CALL,	 /* a call was entered; with its result, when nothing
			  * happened before that */
	INSTANT_RETURN,	 /* a call came back */
	INSTANT_PACKET,	 /* a packet was seen first */
	INSTANT_FATE,	 /* something became of a packet seen before */
	INSTANT_DATA,	 /* bytes passed through a UNIX socket, in no packet */
	INSTANT_ORDER,	 /* the wire was told to do something */
	INSTANT_COMMAND, /* a program was run */
	INSTANT_BIRTH,	 /* an actor came, by a fork or by the learner */
	INSTANT_SIGNAL,	 /* an actor got a signal */
	INSTANT_END,	 /* an actor ended */
};

enum { INSTANT_ALONE = -1 };

/* `cause` is the instant that it is joined to, INSTANT_ALONE for none; `last`
 * is the last one that is joined to this with no other cause between, or
 * INSTANT_ALONE. `actor`: whose rail a call stands at. */
struct instant {
	enum instant_kind kind;
	const struct event *event; /* of a call: its latest phase here */
	uint64_t time;		   /* when it happened, or was entered */
	bool now;		   /* in the viewed beat */
	bool is_held;		   /* a packet that is held since, and still */
	long cause, last;
	const char *actor;
	const char *to_actor; /* of data: NULL where nobody has it */
};

/* Owns its arrays. `inside` are the actors that are in a call at each instant,
 * a set of `set_words` words for each: bit i is actor i of the view. */
struct timeline {
	const struct view *view;
	struct instant *items;
	size_t count, cap;
	uint64_t *inside;
	size_t set_words, inside_cap;
};

/* `view` is borrowed. */
void timeline_init(struct timeline *timeline, const struct view *view);
void timeline_done(struct timeline *timeline);

/* Whether actor `actor` of the view is in a call at the instant; nobody has
 * the number behind the last. */
bool timeline_inside(const struct timeline *timeline, size_t index,
		     size_t actor);

/* Nanoseconds since what it is joined to; 0 when it is alone. */
uint64_t instant_delay(const struct timeline *timeline, size_t index);

/* The instant at which the latest became of packet `number`, or
 * INSTANT_ALONE. */
long timeline_packet(const struct timeline *timeline, unsigned number);
