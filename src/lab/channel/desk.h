/* desk: the memory through which a call reaches an agent and comes back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/whole/raw.h"

#include <stdatomic.h>

/* Bytes of memory that one call may bring: the 16 MiB that an argument can be
 * written with, and its addresses. */
enum { DESK_ROOM = 17 << 20 };

/* STARTING -> IDLE -> ASKED -> CALLING -> DONE -> ASKED … The lab moves it to
 * ASKED, the agent moves it everywhere else, and whoever moved it last does not
 * touch the desk again until the other has moved it on. */
enum desk_state {
	DESK_STARTING, /* the agent is not in its loop yet */
	DESK_IDLE,     /* it waits for its first call */
	DESK_ASKED,    /* a call lies there, the agent has not taken it yet */
	DESK_CALLING,  /* the agent is about to enter, or inside, the call */
	DESK_DONE,     /* the call came back */
};

/* A signal that a handler of the agent took. */
struct desk_signal {
	int number;
	uint64_t when; /* CLOCK_MONOTONIC, nanoseconds */
};

enum { DESK_SIGNALS = 16, DESK_NAME = 16 };

/* Shared between the lab and one agent: made before the lab's init is forked,
 * at the same address everywhere. `words` are what the kernel gets: numbers,
 * and addresses in `room`. A handler writes `signals` whenever it likes; the
 * others belong to whoever may move the state on. */
struct desk {
	_Atomic uint32_t state; /* enum desk_state, also a futex */
	int pid;		/* of the agent, as it knows it; since IDLE */
	char name[DESK_NAME];	/* of the process, see PR_SET_NAME */
	enum raw_operation operation;
	long number;
	struct desk *child; /* RAW_FORK, RAW_THREAD: where the new one
			     * is to sit */
	uint64_t words[RAW_WORDS];
	int64_t value;	   /* of the system call, a negative errno on failure */
	uint64_t entered;  /* CLOCK_MONOTONIC, nanoseconds, by the agent */
	uint64_t returned; /* the same, right after the call */
	_Atomic uint32_t signal_count; /* of all that handlers ever took */
	struct desk_signal signals[DESK_SIGNALS]; /* number n at n % 16 */
	_Alignas(16) unsigned char room[];
};

struct desk *desk_new(struct err *err);
void desk_free(struct desk *desk); /* NULL is fine */

/* Makes a desk ready for an agent named `name`: as new. Nobody may sit there:
 * a process that does would go on writing. */
void desk_clear(struct desk *desk, const char *name);

enum desk_state desk_state(const struct desk *desk);

/* Lays a call on the desk and wakes the agent. Only in the states IDLE and
 * DONE. Fails when the call's memory does not fit. */
bool desk_ask(struct desk *desk, const struct raw_call *raw, struct err *err);

/* Points the memory of `raw`, the call that was asked, at what came back. It
 * is valid until the next call. Only in the state DONE. */
void desk_answer(struct desk *desk, struct raw_call *raw);

/* The agent's side: waits until a call is asked. */
void desk_wait(struct desk *desk);
