/* trace_parts: what the files behind trace.h share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not for other folders. A thread that is traced moves like this:
 *
 *     RUNNING ── entry stop ──► STOPPED ── let go ──► CALLING ◄──► BLOCKED
 *        ▲                         (or straight on)       │
 *        └─────────────────── exit stop ──────────────────┘
 *
 * and to ENDED from everywhere. All stops are taken by one function
 * (tracer_take_stops()), which never waits.
 */
#pragma once
#include "base/pace.h"
#include "lab/ground/parts.h"
#include "lab/inside/confine.h"
#include "lab/kernel/blocked.h"
#include "lab/trace/trace.h"
#include "lab/trace/trace_calls.h"
#include "lab/trace/trace_waits.h"

#include <sched.h>
#include <signal.h>

struct program;
struct noise_fd;
struct outer;

/* What befalls the call that a tracee is about to make. */
struct strike {
	unsigned kinds; /* 1 << FAULT_* */
	int numbers[FAULT_KIND_COUNT];
};

/* Calls in a row that brought nothing, each at once behind the one before. */
struct spin {
	unsigned vain;
	bool at_once;  /* the present one is made so */
	uint64_t went; /* when it went on behind the last one */
	struct loop_timer pause;
};

/* Descriptors above are not remembered when they are closed. */
enum { TRACE_HISTORY_MOST = 1024 };

/* One thread. Those that have ended keep their names. */
/* The socket of a call whose number another thread closes meanwhile: the call
 * keeps it open, and no row says so. `limited`: a timeout ends the call. */
struct left {
	uint64_t inode, cookie;
	bool limited;
};

struct tracee {
	struct lab *lab;
	char *name; /* NULL: nobody was told of it, for it has no socket */
	const char *parent; /* the name of the actor that made it, or NULL */
	struct program *program;
	size_t host;
	pid_t tid, tgid; /* as we number them */
	int pid;	 /* tid as the lab does */
	int pidfd;	 /* of the process, for its first thread; else -1 */
	enum lab_actor_state state;
	uint64_t born; /* when the lab heard of it */
	struct until until;
	bool met;      /* what it was to go on for has come */
	bool yielding; /* it stands before a call only until others sleep */
	bool executed; /* it is another program than was told */
	bool released; /* it stops no more and nothing is told of it */
	bool attached; /* taken over: no filter, every system call stops */
	bool is_foreign_socket; /* inside what trace_foreign.c made of a call */
	uint64_t foreign_words[3]; /* then: registers as they were */
	// The call it is about to make, is inside, or was last. In `arena`.
	bool open; /* told as entered, and not as returned */
	bool inside;
	bool silent; /* inside noise that nobody is told of */
	const struct trace_call *row;
	unsigned call_id;
	struct call call;
	struct raw_call raw;
	struct arena arena;
	struct event_source place; /* nothing known: no function */
	unsigned places[2];	   /* that were found although it does not stop:
				    * of calls that cannot sleep, and can */
	uint64_t began;		   /* when the first of them was */
	struct source *source;	   /* of the process, for its first thread */
	struct noise_fd *noises;   /* the same: sockets of a library's lookup */
	size_t noise_count, noise_cap;
	enum call_noise noise; /* of this call */
	const char *behalf; /* the library's function it is made in, or NULL */
	uint64_t args[6], stack; /* stack pointer at the entry */
	uint64_t entered;
	struct asleep sleep;	/* in the call */
	struct left left;	/* of the call; inode 0: no number was closed */
	uint64_t computes_from; /* what it had of a processor when it was first
				 * seen between two calls, behind the last one;
				 * 0: not seen */
	uint64_t free_ran; /* what it had of a processor when the learner last
			    * let somebody go */
	bool stepped; /* it stood before the call until the learner let it go */
	uint64_t ran; /* then: nanoseconds that it had of a processor, and how
		       * often it was given one */
	unsigned long turns;
	long asleep_in;	  /* system call in which it would be asleep */
	bool hidden;	  /* it was told that it may not be looked into */
	bool interrupted; /* came back for a signal; not known what becomes */
	bool stepping;	  /* a handler's first instruction is awaited */
	uint64_t handler; /* of an interrupted call: its stack; 0: none ran */
	struct outer *outer; /* calls that wait behind handlers */
	bool halted;	     /* a signal such as SIGSTOP has stopped it */
	bool cut_short;	     /* the learner interrupts it: -EINTR at its exit */
	struct strike strike;
	bool forced; /* the result is not the kernel's but `forced_value` */
	int64_t forced_value;
	uint64_t history[TRACE_HISTORY_MOST / 64]; /* of the process, for its
						    * first thread: numbers
						    * that were sockets */
	struct loop_timer delay;
	struct spin spin;
	// Of the process, for its first thread: until when alarm(2) or
	// setitimer(2), and a timer of timer_settime(2), may end a wait.
	uint64_t alarm_ends, timers_end;
	unsigned *counts; /* calls seen by each fault */
	size_t count_cap;
	bool shares;	      /* it runs on the tracer's processor */
	cpu_set_t processors; /* its own; none: not known */
};

/* What was started or taken over as one, with all that came of it. */
struct program {
	char *name;
	bool yields;	       /* as trace_program has it */
	bool told_no_line;     /* why its lines are not shown */
	bool foreign;	       /* some of its calls cannot be shown */
	unsigned members;      /* that were ever told */
	unsigned added, alive; /* told or not */
	struct program *next;
};

/* What is to go wrong, and whether it ever did. */
struct trace_fault {
	struct call_fault what;
	bool came;
};

/* One processor for all, while they stop often. */
struct trace_share {
	bool on;
	cpu_set_t one;
	cpu_set_t processors; /* that are the tracer's own */
	uint64_t stopped;     /* when one last did */
	struct loop_timer timer;
};

/* Time that goes to looking while programs run on: nanoseconds since when, and
 * how many of them. */
struct trace_budget {
	uint64_t begun, spent;
};

struct tracer {
	struct tracee **live;
	size_t live_count, live_cap;
	struct tracee **ended;
	size_t ended_count, ended_cap;
	struct program *programs;
	int signals;	   /* signalfd for SIGCHLD */
	sigset_t children; /* SIGCHLD */
	sigset_t mask;	   /* what was blocked before */
	struct trace_fault *faults;
	size_t fault_count, fault_cap;
	bool told_bound, told_rings, told_tracer, told_power;
	/* By row: who made it first, which was told. */
	const struct program *refused[CONFINE_REFUSALS_MOST];
	unsigned refused_forks; /* since then */
	bool told_leaks;	/* that they are not looked for */
	bool stale; /* a socket has another state than the last snapshot */
	struct trace_budget watching; /* snapshots on the way */
	struct trace_budget touching; /* single sockets */
	unsigned long turns;	      /* that those between two calls had */
	uint64_t quiet_since;
	unsigned restless; /* looks that found others since the learner last let
			    * somebody go */
	struct trace_share share;
	unsigned long still_turns; /* when all were last seen asleep; 0: not */
	uint64_t still_since;	   /* when they had these first */
	bool woke;	  /* a thread has stopped for the learner, or ended */
	uint64_t lives;	  /* of those that have ended, one behind the other */
	uint64_t went;	  /* when the learner last let somebody go */
	struct pace pace; /* then */
};

/* trace_find.c */
struct tracee *tracer_find(const struct lab *lab, const char *actor);
struct tracee *tracer_find_thread(const struct tracer *tracer, pid_t tid);
struct tracee *tracee_leader(const struct tracee *tracee); /* of its threads */
/* Whether the process that the lab numbers so was traced, and nobody was told
 * of it. */
bool tracer_is_untold(const struct tracer *tracer, int pid);

/* trace.c */
struct tracer *tracer_of(struct lab *lab, struct err *err); /* makes it */
struct tracee *tracer_add(struct lab *lab, struct program *program, pid_t tid,
			  const struct tracee *parent);
struct program *tracer_add_program(struct lab *lab, const char *name);
void tracee_tell_birth(struct tracee *tracee); /* once; before its calls */
/* Which program it is now, of one that has executed it. */
void tracee_tell_program(const struct tracee *tracee);
void tracee_tell_end(const struct tracee *tracee, int status); /* -1: unknown */
void tracee_tell_untold(const struct tracee *tracee); /* behind the last end */
void tracee_forget(struct tracee *tracee); /* moves it to the ended */
void tracee_free(struct tracee *tracee);

/* trace_stop.c */
void tracee_tell_foreign(struct tracee *tracee);
void tracer_take_stops(struct lab *lab);
void tracer_handle_signals(void *data, uint32_t ready);
/* Waits a moment for those that are inside a call from which they come back at
 * once, as from those before it: else what is told of a program that asks again
 * and again is where it was just then. */
void tracer_bring_back(struct lab *lab);
void tracee_ended(struct tracee *tracee, int status);

/* trace_call.c: reads what the call has, tells it, lets its thread run to its
 * next stop, with a signal (0: none), or says that it never comes back. */
struct fetch tracee_fetch(struct tracee *tracee);
void tracee_emit_call(struct tracee *tracee, enum call_phase phase,
		      const char *where);
void tracee_continue(struct tracee *tracee, int signal);
void tracee_lose_call(struct tracee *tracee, int signal);
int tracee_pidfd(const struct tracee *tracee);

/* trace_step.c: the entry of a call. */
void tracee_at_entry(struct tracee *tracee, long number, const uint64_t args[6],
		     uint64_t stack);
void tracee_enter(struct tracee *tracee); /* makes the call it is held at */

/* trace_exit.c: the exit of a call. */
void tracee_at_exit(struct tracee *tracee, int64_t value);
void tracee_handler(struct tracee *tracee); /* a signal handler begins */

/* trace_nest.c: before a call from this stack is made in a signal handler, puts
 * aside the one that the signal interrupted. */
void trace_nest_begin(struct tracee *tracee, uint64_t stack);
/* Whether the call with this number and stack is one that was put aside; it is
 * the tracee's again then. */
bool trace_nest_end(struct tracee *tracee, long number, uint64_t stack);
void trace_nest_note_handler(struct tracee *tracee); /* at its beginning */
/* None of its calls comes back. */
void trace_nest_lose(struct tracee *tracee, int signal);
void trace_nest_done(struct tracee *tracee); /* frees, and tells nobody */

/* trace_signal.c */
void tracee_tell_signal(const struct tracee *tracee, int number,
			enum signal_fate fate);
/* Whether a signal is only the hanging up of a terminal whose session has lost
 * its leader; the program would not hear of it if a shell were that. */
bool tracee_is_hung_up(const struct tracee *tracee, int number);
void tracee_tell_delivery(const struct tracee *tracee, int number);
bool tracee_signal(struct tracee *tracee, int number, struct err *err);
bool tracee_interrupt(struct tracee *tracee, struct err *err);

/* trace_place.c: finds where the call stands in the program, unless that was
 * done; the second only where the result is worth a word. */
void tracee_find_place(struct tracee *tracee);
void tracee_find_place_of_result(struct tracee *tracee);
/* Of a call that sent a text as long as a pointer: by how many bytes the text
 * goes on in memory; 0 where it ends there, or that is not known. */
int64_t trace_text_behind(const struct tracee *tracee);

struct source *tracee_source(const struct tracee *tracee); /* or NULL */

/* trace_noise.c: whether the call that it is about to make is noise; and when
 * a noisy one came back, what it did to the list of noisy sockets. */
enum call_noise trace_noise_find(struct tracee *tracee);
void trace_noise_returned(const struct tracee *tracee, int64_t value);
void trace_noise_forget(struct tracee *tracee); /* all sockets of a process */

/* trace_loop.c: whether the call is one that an event loop may make for itself,
 * and whether it does. */
bool trace_loop_may(const struct tracee *tracee);
bool trace_loop_has(struct tracee *tracee, struct source *source);

/* trace_java.c: the same of Java's libraries. */
bool trace_java_may(const struct tracee *tracee);
bool trace_java_has(const struct tracee *tracee, struct source *source);

bool trace_noise_has(const struct tracee *tracee, uint64_t inode);

/* trace_history.c: a call is about to be made with sockets; a process is born,
 * or becomes another program; whether a call names what was a socket once. */
void trace_history_note(const struct tracee *tracee,
			const struct trace_call *row, const uint64_t args[6]);
void trace_history_inherit(struct tracee *child, const struct tracee *parent);
void trace_history_forget(struct tracee *tracee);
bool trace_history_concerns(const struct tracee *tracee,
			    const struct trace_call *row,
			    const uint64_t args[6]);

/* trace_touch.c: asks again for the socket of a call that moved bytes, and for
 * the connection that a call is about to close, or that may have changed. */
void trace_touch(const struct tracee *tracee);
/* Notes only whether the call set or cleared O_NONBLOCK: those that a library
 * makes besides do that, too. */
void trace_touch_mode(const struct tracee *tracee);
/* Whether the call was the first datagram of a socket without a port, which
 * has one now: it cannot be asked for by its addresses. */
bool trace_gives_port(const struct tracee *tracee);

/* Whether a call that received has filled all of its room with what may have
 * been a part of a datagram. */
bool trace_may_be_cut(const struct tracee *tracee);

/* Of a sendfile(2) that sent less than it was asked for: how many of the other
 * bytes the file has; 0 where that is not known. */
int64_t trace_file_left(const struct tracee *tracee);
void trace_touch_before(const struct tracee *tracee);
/* Whether there is time for one more look: one part in so many (`share`) of all
 * time, and always so many nanoseconds. Begins to count with the first
 * question. */
bool trace_budget_allows(struct trace_budget *budget, uint64_t credit,
			 uint64_t share);

/* trace_watch.c: snapshots while programs run on: behind a call, behind a
 * packet, and where one is due. */
void trace_watch_call(struct tracee *tracee);
void trace_watch_packet(struct lab *lab, const struct packet *packet);
void trace_watch_look(struct lab *lab);

/* trace_share.c: one processor for all that stop often; called at a stop of one
 * that goes on at once. */
void trace_share(struct tracee *tracee);
void trace_share_born(struct tracee *child, const struct tracee *parent);
void trace_share_end(struct lab *lab); /* each has its own again */
/* The same, before one asks for them or sets them. */
void trace_share_forget(struct lab *lab);

/* trace_limit.c: what is to be said, once, of what a lab cannot give to who is
 * about to make that call: a text that the caller frees, else NULL. */
char *trace_limit_note(const struct tracee *tracee,
		       const struct trace_call *row, const uint64_t args[6]);

/* trace_foreign.c: what is to be said of a program of the other word size, once
 * for each that was started: a text that the caller frees, else NULL. */
char *trace_foreign_note(struct tracee *tracee);
/* At a socketcall(2) that makes a socket by what lies at `words`: lets it go on
 * to its exit and returns 0, or gives the error that is its answer, with the
 * row that says so, if one does. */
int trace_foreign_socket(struct tracee *tracee, uint32_t arch, uint64_t words,
			 const struct confine_refusal **row);
/* At the exit of a call: whether it was that one. */
bool trace_foreign_made(struct tracee *tracee);

/* trace_fault.c: what befalls the call that it is about to make; nothing, where
 * that is none of the program's own. */
void trace_fault_choose(struct tracee *tracee);
/* Tells of faults that did not come, behind the last end. */
void trace_fault_tell_unused(struct lab *lab);
/* Does what was chosen; true when the call is to be made later. */
bool trace_fault_strike(struct tracee *tracee);

/* trace_spin.c: a call is about to be made; one was told as returned and its
 * program may go on, which it does later where calls bring nothing. */
void trace_spin_enters(struct tracee *tracee);
void trace_spin_go_on(struct tracee *tracee);
/* Whether its last call brought nothing, and it is inside the next. */
bool trace_spin_is_inside(const struct tracee *tracee);

/* trace_look.c: what the lab's look asks. The second: whether it has to leave
 * the turn to another program; the third lets go on who waited for that. */
bool tracee_sleeps(const struct tracee *tracee); /* inside its call */
bool tracee_has_to_yield(const struct tracee *tracee);
void tracer_give_turns(struct lab *lab);
bool tracer_check_blocked(struct lab *lab); /* whether one still runs */
bool tracer_is_waking(const struct lab *lab);

/* How long all threads so far have waited for a processor, one behind the
 * other, in nanoseconds; of those that have ended no less than that. */
uint64_t tracer_waited(const struct lab *lab);
/* How long all threads that live have had a processor. */
uint64_t tracer_ran(const struct lab *lab);
/* How long a thread of that process has had one since its last call: of several
 * that which had it longest. */
uint64_t tracer_computed(const struct lab *lab, pid_t tgid);
void tracer_went(struct tracer *tracer); /* somebody is let go now */

/* trace_probe.c: the processes whose sockets are asked for, and that one of
 * them may not be looked into: once, with a note. The last leaves the sockets
 * out of a snapshot that are of lookups of names. */
struct probe_actor;
size_t tracer_count_processes(const struct lab *lab);
size_t tracer_list_processes(const struct lab *lab, struct probe_actor *out);
void tracer_tell_hidden(void *data, const struct probe_actor *actor);
void trace_probe_drop_noise(const struct lab *lab, struct snapshot *snapshot);

/* trace_waits.c: what an agent waits for that is inside a call. */
enum wait_kind trace_waits_of(const struct actor *actor);

/* trace_still.c: a program sets a timer of its own. */
void trace_waits_note(struct tracee *tracee, long number,
		      const uint64_t args[6]);

/* trace_left.c: the call that the tracee makes now may close a number that
 * others are in a call with. Whether that became so of the one it is in. */
void trace_left_note(const struct tracee *tracee);
bool trace_left_is_closed(const struct tracee *tracee);

/* trace_end.c */
void tracee_let_go(const struct tracee *tracee); /* one that was taken over */
void tracer_close(struct lab *lab);
