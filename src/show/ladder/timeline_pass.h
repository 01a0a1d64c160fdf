/* timeline_pass: what one pass over the journal knows, and adds to a timeline.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For show/ladder/timeline.c, which goes over the journal.
 */
#pragma once
#include "show/ladder/timeline.h"

/* State of the pass. `sockets` are the rows of the snapshot at this place,
 * `packets` the latest instant of each packet by its number. */
struct pass {
	struct timeline *timeline;
	size_t index;
	long cause, head; /* head: the latest call or order */
	long step;
	const struct socket_state **sockets;
	size_t socket_count, socket_cap;
	long *packets;
	size_t packet_count, packet_cap;
	uint64_t *inside, *born;      /* sets of actors */
	const struct event **stopped; /* traced, at an entry; by actor */
};

/* The number of the view's actor of that name; their count: none that is
 * known. */
size_t pass_index_of(const struct pass *pass, const char *actor);
bool pass_knows(const struct pass *pass, size_t index);
bool pass_is_traced(const struct pass *pass, const char *actor);

/* A set of the view's actors, by their numbers, in so many words. */
size_t actor_set_words(size_t actors);
bool actor_set_has(const uint64_t *set, size_t actor);
void actor_set_put(uint64_t *set, size_t actor, bool is_in);

/* Puts the actor into those that are in a call, or takes it out; keeps them, as
 * they are now, with an instant that is there. */
void pass_put_inside(struct pass *pass, const char *actor, bool is_in);
void pass_keep_inside(struct pass *pass, size_t instant);

/* A new instant of the event, alone; until the next one is added. */
struct instant *pass_add(struct pass *pass, enum instant_kind kind,
			 const struct event *event);

/* Gives the instant its cause. Only to the latest cause can it be joined by a
 * line. */
void pass_join(struct pass *pass, struct instant *instant, long cause);
