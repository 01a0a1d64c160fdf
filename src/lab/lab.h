/* lab: hosts, actors and the wire of one run; the whole of lab/ from outside.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab never blocks its caller: everything runs in the caller's loop, and
 * what happens is reported as events through one callback. Only agents' calls
 * block, each in its own process.
 */
#pragma once
#include "base/loop.h"
#include "journal/event.h"
#include "journal/order/order.h"
#include "lab/inside/inhabitant.h"

#include <sys/types.h>

struct lab;

/* What a lab is made of. Borrowed during lab_open() only. */
struct lab_actor {
	const char *name;
	const char *host; /* NULL: the first host */
};

struct lab_host {
	const char *name;
	const char *addresses; /* "10.0.0.1/24 fd00::1/64"; NULL or "": only
				* loopback addresses */
};

struct lab_config {
	const struct lab_host *hosts; /* none: one host named "host" */
	size_t host_count;
	const struct lab_actor *actors;
	size_t actor_count;
	bool no_namespaces;   /* ask for the mode without namespaces */
	enum inhabitant who;  /* for whom it is: what programs and commands may
			       * see and do; the table is in confine.c */
	bool limits_hold;     /* programs will be checked here: settling ends in
			       * time although an actor runs on, and what it
			       * waits for is looked at meanwhile */
	const char *writable; /* a folder that programs may change, or NULL */
	const char *const *seen;   /* files and folders that are seen even where
				    * such are covered; ends with NULL */
	const char *const *shared; /* sockets of the machine that are reached */
	unsigned command_seconds;  /* how long a command may run, longer where
				    * the machine is busy; 0: 5 */
};

/* Called for each event; the event is borrowed during the call. */
typedef void lab_event_fn(void *data, const struct event *event);

/* Builds a lab: namespaces, hosts, the wire and the actors. Where this machine
 * forbids namespaces it is built on the machine's own loopback instead, and
 * lab_missing() says why. Fails (exit status 3 in main.c) only when not even
 * that can be done; the sentence names the mechanism, the reason and the way
 * out. Emits an ACTOR event for each actor. */
struct lab *lab_open(const struct lab_config *config, struct loop *loop,
		     lab_event_fn *emit, void *data, struct err *err);

/* Ends every process of the lab and frees it. NULL is fine. */
void lab_close(struct lab *lab);

/* What this lab cannot do and why, one sentence, or NULL when it is whole. */
const char *lab_missing(const struct lab *lab);
bool lab_has_wire(const struct lab *lab);
bool lab_has_namespaces(const struct lab *lab); /* its own addresses, ports */

enum lab_actor_state {
	LAB_ACTOR_READY,   /* waits for a call */
	LAB_ACTOR_CALLING, /* inside a call, running as far as is known */
	LAB_ACTOR_BLOCKED, /* inside a call and asleep, read from the kernel */
	LAB_ACTOR_ENDED,   /* the process is gone */
	LAB_ACTOR_STOPPED, /* a traced program, held at the entry of a call */
	LAB_ACTOR_RUNNING, /* the same, between two calls: it computes, or
			    * waits for something that is no socket */
	LAB_ACTOR_UNKNOWN, /* no actor of that name */
};

enum lab_actor_state lab_actor_state(const struct lab *lab, const char *actor);

/* The real user and group of an actor of ours, as /proc has them: not the
 * caller's where the lab was started as root. False when they cannot be read.
 */
bool lab_actor_ids(const struct lab *lab, const char *actor, uid_t *user,
		   gid_t *group);

/* Lets `actor` make `call`, whose names are bound (call_bind()). Emits CALL
 * events: enter at once, then return, with blocked before it when the kernel
 * says that it sleeps. Fails when the actor is not ready. */
bool lab_call(struct lab *lab, const char *actor, const struct call *call,
	      struct err *err);

/* Starts one more agent, while the lab is running; one that has ended starts
 * again under its name. Emits an ACTOR event. Fails when the name is that of an
 * actor that lives or of a host, when there is no such host, and when there are
 * as many actors as a lab can hold. An actor that calls fork() becomes two in
 * the same way: the child is named like the variable that takes its pid, or
 * else "child", with a number behind it when that name is taken. */
bool lab_add_actor(struct lab *lab, const struct lab_actor *actor,
		   struct err *err);

/* Sends a signal to an actor, see kill(2). What comes of it are events. */
bool lab_signal(struct lab *lab, const char *actor, int signal,
		struct err *err);

/* Interrupts the call that an actor is blocked in, without harm to the actor:
 * a signal whose handler does nothing and has no SA_RESTART, so that the call
 * returns -1 EINTR. Fails when the actor is in no call. */
bool lab_interrupt(struct lab *lab, const char *actor, struct err *err);

/* Reads all that can be read of the socket behind a descriptor of an actor,
 * whatever the actor does, and emits one INSPECT event. Of an epoll instance
 * the list is read. Fails when there is no such descriptor and when it is
 * neither.
 */
bool lab_inspect(struct lab *lab, const char *actor, int fd, struct err *err);

/* Reads what a traced program holds and has used, and emits one USAGE event;
 * none for a program that has ended. */
void lab_look_usage(struct lab *lab, const char *actor);

/* Runs `command` (by /bin/sh -c) on `host` (NULL: the first), inside the lab,
 * with the lab's /proc, /tmp and network. Emits one OUTPUT event when it is
 * over; it is killed when its time is over (lab_config). */
bool lab_run(struct lab *lab, const char *host, const char *command,
	     struct err *err);

/* Tells the wire something: holds packets, delivers one … At once, all but
 * `wait`; what comes of it is told by PACKET events behind an ORDER event.
 * Fails, and does nothing, for what cannot be: a name of nobody, a packet that
 * is not held, a flow that is not there, a lab without a wire. */
bool lab_order(struct lab *lab, const struct order *order, struct err *err);

/* Whether all that was sent until `when` (of clock_now()) has arrived or is
 * held, and all that was answered, as far as the kernel tells. What waits for a
 * busy processor has not. */
bool lab_has_arrived(struct lab *lab, uint64_t when);

/* Whether the expectation of the step holds already: asked while settling, to
 * end it early; NULL where there is none. */
typedef bool lab_settled_fn(void *data);

/* Begins to settle: takes snapshots, emitting SOCKET events for what differs
 * from the last one, until every actor is ready, blocked or ended, no packet
 * is moving, no command is running, and `settled` says yes (or, without it,
 * two snapshots are the same), 300 ms and some looks at most for the last
 * condition. Then calls `done` once, from the loop. */
void lab_settle(struct lab *lab, lab_settled_fn *settled,
		void (*done)(void *data), void *data);

/* The same with another limit than 300 ms: a lesson waits for what takes the
 * kernel seconds. */
void lab_settle_within(struct lab *lab, uint64_t nanoseconds,
		       lab_settled_fn *settled, void (*done)(void *data),
		       void *data);

/* Makes the limit of the settling that has begun longer as the machine is
 * slowed down from now on, see pace_stretch(). */
void lab_settle_stretched(struct lab *lab);

/* Gives up settling without calling `done`. */
void lab_settle_cancel(struct lab *lab);
