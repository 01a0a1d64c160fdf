/* parts: what the files of session/ share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/order.h"
#include "lab/lab.h"
#include "session/session.h"

enum { ANSWER_NONE = -2, ANSWER_UNKNOWN = -1 };

/* An order that the learner gave when so many beats were played. Its packets
 * have the numbers of the lab, which a new lab gives again. */
struct given_order {
	size_t live;
	struct order order;
};

struct session {
	const struct lesson *lesson; /* the one given, or `moved` */
	struct lesson *moved;	     /* the same at another loopback address */
	struct loop *loop;
	struct session_options options;
	struct journal *journal;
	struct lab *lab;
	size_t beats;
	size_t live, viewed;
	size_t origin;	/* place where the present lab began */
	size_t *begins; /* of the beats played in the present lab */
	int *answers;
	bool busy;	 /* settling */
	bool actor_lost; /* an actor ended since the beat began */
	bool broken;
	char loss[128]; /* how the last actor that ended did */
	/* Each lab counts its calls and packets from 1; in the journal they go
	 * on from those of the labs before: the base is added. */
	unsigned call_base, call_last;
	unsigned packet_base, packet_last;
	struct given_order *given; /* oldest first */
	size_t given_count, given_cap;
	struct arena given_arena; /* of what the orders point to */
	size_t unmet;		  /* expectations of the last beat */
	size_t failures;
};

/* record.c: the events of a lab, on their way into the journal. The first is
 * the lab's callback. */
void session_take_event(void *data, const struct event *event);
void session_note(struct session *session, const char *text);

/* session.c */
bool session_make_call(struct session *session, const char *actor,
		       const struct call *call, struct err *err);
bool session_play(struct session *session, struct err *err);

/* Checks the last beat once more when something was not met and now is: the
 * learner let go what was held. */
void session_check_again(struct session *session);

/* orders.c: an order with `by` added to the numbers of its packets; they live
 * in `arena`, all else is borrowed. */
struct order session_renumber(const struct order *order, unsigned by,
			      struct arena *arena);

/* Tells the wire, or, for a wait, only begins to let the time pass. */
bool session_tell_wire(struct session *session, const struct order *order,
		       struct err *err);

/* Settles for as long as the order says, or `within`, or as usual (0). */
void session_settle(struct session *session, const struct order *order,
		    uint64_t within, lab_settled_fn *settled,
		    void (*done)(void *data));

/* Gives the orders again that were given at the live place. */
bool session_repeat_orders(struct session *session, struct err *err);

/* Forgets those that were given behind `live` beats. */
void session_forget_orders(struct session *session, size_t live);
