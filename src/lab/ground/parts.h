/* parts: what the files behind lab.h share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not for other folders. One function looks at everything (lab_look(), in
 * settle.c) whenever something may have moved; all else only notes what
 * happened and asks for a look.
 */
#pragma once
#include "base/pace.h"
#include "lab/channel/group.h"
#include "lab/channel/space.h"
#include "lab/kernel/blocked.h"
#include "lab/kernel/process.h"
#include "lab/lab.h"
#include "lab/wire/carrier.h"
#include "lab/wire/endpoint.h"
#include "lab/wire/softnet.h"

enum { NO_DESK = -1 };

/* A process that makes calls. */
struct actor {
	struct lab *lab;
	char *name;
	size_t host;
	int seat; /* the number of its desk, or NO_DESK: it has ended */
	struct desk *desk;
	int pid;     /* as the lab numbers it */
	pid_t outer; /* as we do */
	int pidfd;
	enum lab_actor_state state;
	// Of one that a fork made: who did; NULL for all others.
	struct actor *parent;
	// Of a thread: whose process it is a part of; NULL for all others.
	struct actor *leader;
	struct birth *birth; /* of the fork it is inside, see birth.c */
	bool dead;	     /* it is, and how is not told yet */
	// Signals, see signal.c.
	uint32_t signals_told;
	int stop_signal; /* the last that may have stopped it, 0: none */
	bool stopped;
	// The call it is inside, or was last. All in `arena`.
	unsigned call_id;
	struct call call;
	struct raw_call raw;
	struct asleep sleep; /* in it */
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
	uint64_t begun;
	struct pace pace; /* then */
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
	uint64_t delay;	  /* until the next snapshot, */
	uint64_t due;	  /* which is taken then where somebody still runs */
	uint64_t cost;	  /* of a processor that the last one took */
	unsigned looks;	  /* that found it not over */
	bool is_stretched;
	struct pace pace; /* when it began, if it is */
	uint64_t waited;  /* by all of the lab for a processor, until then */
	uint64_t ran;	  /* what programs had of one, until then */
};

struct lab {
	struct loop *loop;
	lab_event_fn *emit;
	void *emit_data;
	struct space space;
	bool closing;
	enum inhabitant who;
	struct group *group; /* NULL: none yet, or none may be made */
	bool is_group_asked;
	bool own_tmp; /* programs do not see the machine's /tmp */
	struct host *hosts;
	struct host_ends *ends;
	size_t host_count;
	struct actor **actors;
	size_t actor_count, actor_cap;
	struct desk **desks; /* made before init, for it must have them too */
	bool *taken;	     /* desks at which somebody sits or may sit */
	size_t desk_count;
	struct birth *births;
	int bell; /* eventfd: an agent has something to say */
	struct carrier *wire;
	bool fault_told;
	uint64_t moved; /* when a packet was last carried */
	struct softnet softnet;
	uint64_t arrived; /* what was sent until then has arrived */
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
	bool limits_hold; /* see lab_config */
	struct command *commands;
	int command_count;	  /* of all that were ever run */
	unsigned command_seconds; /* how long one may run */
	unsigned call_count;
	struct space_msg msg;	/* the one being received or sent */
	struct err probe_fault; /* why the last snapshot failed, or empty */
	struct tracer *tracer;	/* NULL: nothing is traced */
};

/* ground.c. The last: the lab is looked at when so much time has passed, unless
 * it is sooner. */
void lab_emit(struct lab *lab, enum event_kind kind, struct event *event);
void lab_note(struct lab *lab, const char *text);
void lab_end(struct lab *lab, const char *why); /* with all that is in it */
const char *lab_host_name(const struct lab *lab, size_t host);
bool lab_find_host(const struct lab *lab, const char *name, size_t *host,
		   struct err *err);
void lab_look_after(struct lab *lab, uint64_t nanoseconds);

/* lab.c */
void lab_handle_control(void *data, uint32_t ready);
void lab_take_message(struct lab *lab); /* the one in `msg` */
void lab_take_reports(struct lab *lab); /* of init */
void lab_handle_bell(void *data, uint32_t ready);

/* opening.c: starts init and takes over what it builds. The lab is as it was
 * before when that fails. */
bool opening_run(struct lab *lab, const struct lab_config *config,
		 struct err *err);
void opening_undo(struct lab *lab);

/* grouped.c: puts init, and what it starts from now on, into a control group
 * where one may be made. For before something runs that others wrote. */
void lab_join_group(struct lab *lab);

/* carried.c: a packet of the wire gets its actors, becomes an event. */
void carried_name(void *data, struct event_packet *event);
void carried_packet(void *data, const struct event_packet *packet);
void carried_moved(void *data, uint64_t when);
void carried_no_more(void *data); /* the lab ends with its wire */

/* ordered.c: what the wire tells besides. */
void ordered_accepted(void *data, const struct order *order);
void ordered_note(void *data, const char *text);

/* actor_find.c. The second: the last that had the name, or NULL. */
struct actor *actor_of_pid(const struct lab *lab, int pid); /* alive or NULL */
struct actor *actor_find(const struct lab *lab, const char *name);
bool actor_is_inside(const struct actor *actor); /* a call */

/* actor.c. The first makes one that nobody plays yet, in no list; an actor in
 * the lab's list was born. */
struct actor *actor_new(struct lab *lab, const char *name, size_t host);
void actor_free(struct actor *actor);
void actor_add(struct actor *actor);
void actor_tell_birth(struct actor *actor, bool joined);
bool actor_sit(struct actor *actor); /* at a free desk; false: there is none */
void actor_leave_desk(struct actor *actor);
void actor_take_answers(struct lab *lab);
bool actor_check_blocked(struct lab *lab);   /* whether one still runs */
bool actor_is_waking(const struct lab *lab); /* a blocked one runs again */
bool actor_is_lost(const struct lab *lab);   /* dead, and nobody yet said how */

/* The actor's process is gone; `status` as of waitpid(2), or DEATH_UNKNOWN.
 * What it did before is told first. Does nothing when that was told. */
enum { DEATH_UNKNOWN = -1 };
void actor_ended(struct lab *lab, struct actor *actor, int status);

/* birth.c: actors of a lab that is running. The first leaves a desk for the
 * child of a call that is a fork; the second looks whether one sits there. */
bool birth_prepare(struct actor *parent, const struct call *call,
		   struct err *err);
void birth_look(struct lab *lab);
bool birth_is_pending(const struct actor *parent); /* its fork made a child */
void birth_joined(struct lab *lab); /* init says so, in lab->msg */
void birth_forget_all(struct lab *lab);

/* death.c: of actors that are not init's children. */
bool death_watch(struct actor *actor, struct err *err);
void death_look(struct lab *lab);
void death_of_waited(struct lab *lab, const struct call *call);

/* signal.c. What handlers noted before `until` (clock_now()). */
void signal_take(struct actor *actor, uint64_t until);
void signal_look(struct lab *lab);
bool signal_is_due(const struct lab *lab); /* an actor is about to take one */
void signal_of_kill(struct lab *lab, const struct call *call);
bool signal_allows(const struct lab *lab, const struct call *call,
		   struct err *err);

/* command.c */
void command_started(struct lab *lab, int number, int pid, int status);
bool command_ended(struct lab *lab, int pid, int status);
void command_end_all(struct lab *lab);	 /* tells the end of each */
void command_close_all(struct lab *lab); /* tells nothing */

/* probed.c: takes a snapshot and tells what differs from the last; returns
 * whether something did. The second only learns whose sockets there are. */
bool lab_take_snapshot(struct lab *lab);
void lab_learn_owners(struct lab *lab);

/* settle.c */
void lab_look(struct lab *lab); /* may close the lab: the last thing to do */
void lab_handle_alarm(void *data, uint32_t ready);
