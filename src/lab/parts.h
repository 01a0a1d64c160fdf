/* parts: what the files behind lab.h share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not for other folders. One function looks at everything (lab_look(), in
 * settle.c) whenever something may have moved; all else only notes what
 * happened and asks for a look.
 */
#pragma once
#include "lab/endpoint.h"
#include "lab/lab.h"
#include "lab/space.h"
#include "lab/wire.h"

/* A process that makes calls. */
struct actor {
	char *name;
	size_t host;
	struct desk *desk;
	int pid;     /* as the lab numbers it */
	pid_t outer; /* as we do */
	int pidfd;
	enum lab_actor_state state;
	// The call it is inside, or was last. All in `arena`.
	unsigned call_id;
	struct call call;
	struct raw_call raw;
	struct arena arena;
};

/* A command that is running. */
struct command {
	struct lab *lab;
	int number;
	size_t host;
	char *text;
	int pid;    /* 0: not started yet */
	int output; /* our end of its pipe */
	struct buf printed;
	bool cut;  /* it printed more than is kept */
	bool late; /* it was killed for its time */
	struct loop_timer limit;
	struct command *next;
};

/* The settling of a step; see settle.c. Times are of clock_now(). */
struct settle {
	bool on;
	lab_settled_fn *settled;
	void (*done)(void *data);
	void *data;
	uint64_t limit; /* for `settled`, from `since` on */
	uint64_t begun;
	uint64_t since;	  /* when all but `settled` held first; 0: not yet */
	uint64_t changed; /* when a snapshot differed last */
	uint64_t delay;	  /* until the next snapshot */
};

struct lab {
	struct loop *loop;
	lab_event_fn *emit;
	void *emit_data;
	struct space space;
	bool closing;
	struct host *hosts;
	struct host_ends *ends;
	size_t host_count;
	struct actor *actors;
	size_t actor_count;
	int bell; /* eventfd: an agent has something to say */
	struct wire *wire;
	bool fault_told;
	uint64_t moved; /* when a packet was last carried */
	struct buf missing;
	struct snapshot snapshot; /* the last one taken */
	struct endpoints *endpoints;
	struct event_packet fragment; /* the last packet with ports; its bytes
				       * are gone */
	bool learned;	     /* this look has asked for owners already */
	int alarm;	     /* timerfd: when to look again */
	uint64_t alarm_when; /* 0: not set */
	uint64_t watched;    /* when an idle lab was last looked at */
	uint64_t look_delay; /* grows while an actor runs on */
	struct settle settle;
	struct command *commands;
	int command_count; /* of all that were ever run */
	unsigned call_count;
	struct space_msg msg;  /* the one being received or sent */
	struct tracer *tracer; /* NULL: nothing is traced */
};

/* lab.c */
void lab_emit(struct lab *lab, enum event_kind kind, struct event *event);
void lab_note(struct lab *lab, const char *text);
const char *lab_host_name(const struct lab *lab, size_t host);
void lab_handle_control(void *data, uint32_t ready);
void lab_take_message(struct lab *lab); /* the one in `msg` */
void lab_handle_bell(void *data, uint32_t ready);

/* opening.c: starts init and takes over what it builds. The lab is as it was
 * before when that fails. */
bool opening_run(struct lab *lab, const struct lab_config *config,
		 struct err *err);
void opening_undo(struct lab *lab);

/* The pid of a pidfd's process as our own /proc numbers it, see pidfd_open(2);
 * 0 for a process that is gone. */
pid_t opening_pid_of(int pidfd);

/* carried.c: a packet of the wire gets its actors, becomes an event. */
void carried_name(void *data, struct event_packet *event);
void carried_packet(void *data, const struct event_packet *packet);
void carried_moved(void *data);

/* ordered.c: what the wire tells besides. */
void ordered_accepted(void *data, const struct order *order);
void ordered_note(void *data, const char *text);

/* actor.c */
struct actor *actor_find(const struct lab *lab, const char *name);
void actor_take_answers(struct lab *lab);
bool actor_check_blocked(struct lab *lab);   /* whether one still runs */
bool actor_is_waking(const struct lab *lab); /* a blocked one runs again */
bool actor_is_lost(const struct lab *lab); /* dead, and init did not yet say */
void actor_ended(struct lab *lab, struct actor *actor, int status);

/* command.c */
void command_started(struct lab *lab, int number, int pid, int status);
bool command_ended(struct lab *lab, int pid, int status);
void command_end_all(struct lab *lab);	 /* tells the end of each */
void command_close_all(struct lab *lab); /* tells nothing */

/* settle.c */
void lab_look(struct lab *lab); /* may close the lab: the last thing to do */
void lab_look_after(struct lab *lab, uint64_t nanoseconds);
void lab_learn_owners(struct lab *lab);
void lab_handle_alarm(void *data, uint32_t ready);
