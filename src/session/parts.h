/* parts: what the files of session/ share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/course.h"
#include "journal/finding/finding.h"
#include "journal/move.h"
#include "journal/order/order.h"
#include "lab/lab.h"
#include "lab/trace/trace.h"
#include "session/program.h"
#include "session/session.h"
#include "session/standstill.h"

/* Skipped: nobody was there to ask. */
enum { ANSWER_SKIPPED = -3, ANSWER_NONE = -2, ANSWER_UNKNOWN = -1 };

/* An order that the learner gave when so many moves were made. Its packets
 * have the numbers of the lab, which a new lab gives again. */
struct given_order {
	size_t live;
	struct order order;
};

/* What a program has as its standard streams. */
struct session_terminal {
	const char *actor;
	struct terminal *terminal;
};

/* How far the learner was helped with a try. */
struct help {
	int level;	/* hints given */
	uint64_t when;	/* the last of them was */
	bool reflected; /* the learner was asked what that one says */
};

/* Whether programs stand still: all of them, looked at by a timer
 * (standstill.c), and those that a check waits for (hopeless.c). */
struct session_still {
	struct loop_timer timer;
	enum standstill found;
	uint64_t looked;     /* when a check last looked */
	size_t looks;	     /* that found all so, one behind the other */
	size_t count;	     /* events at the last of them */
	uint64_t usage_read; /* when /proc was last read for expectations */
};

/* What was done in the lab. A rewind goes through more moves than are `live`:
 * those that it makes again. */
struct session_moves {
	struct move *items;
	size_t made, cap;
	size_t live, viewed;
	size_t played; /* beats of the lesson that were */
};

/* What the learner was given besides the lesson's own: hosts, and orders to the
 * wire. */
struct session_hosts {
	struct lab_host *hosts;
	size_t count, cap;
};

struct session_orders {
	struct given_order *orders;
	size_t count, cap;
};

/* The try that comes next, once it has begun: at which place of the journal.
 * `helps`: one for each beat. */
struct session_trying {
	struct help *helps;
	bool is_open;
	size_t begin;
};

/* Traced programs, and what they wait for (program.c). */
struct session_programs {
	struct session_terminal *terminals;
	size_t terminal_count, terminal_cap;
	struct move *waiting; /* that are not started yet */
	size_t waiting_count, waiting_cap;
	size_t count;	       /* that were to be started in this lab */
	struct loop_timer due; /* one of those that wait may be */
	struct until aim;      /* how far all were last told to go */
	bool has_aim;
	bool refused;	      /* the last one: this machine forbids tracing */
	const char *standing; /* the one that goes on later, or NULL */
	const char *standing_at;   /* the call that it stands before */
	struct findings *findings; /* NULL: nothing is traced */
};

/* A check that is stepped by calls (stepping.c). */
struct session_stepping {
	size_t open;	  /* number of the move whose beat is; 0: none */
	size_t closed;	  /* moves that were made when the last one was over */
	const char *turn; /* whose the last was, or NULL */
	bool has_failed;  /* the check ends here */
};

/* A lesson meeting a lab. Each lab counts its calls from 1; in the journal they
 * go on from those of the labs before: `call_base` is added. */
struct session {
	const struct lesson *lesson; /* the one given, or `moved` */
	struct lesson *moved;	     /* the same at another loopback address */
	char loopback[16];	     /* of `moved`; empty: none */
	struct loop *loop;
	struct session_options options;
	struct journal *journal;
	struct course *course; /* of the journal; reading it changes nothing */
	struct recorded *recorded; /* NULL: there is, or was, a lab */
	struct arena arena;	   /* of moves, orders and hosts */
	size_t beats;		   /* of the lesson */
	int *answers;		   /* one for each of them */

	struct lab *lab;
	unsigned lab_number; /* of the present lab, from 1 */
	unsigned call_base, call_last;
	bool busy;	 /* settling */
	bool is_again;	 /* a rewind makes the moves */
	bool actor_lost; /* an actor ended since the beat began */
	bool broken;
	char loss[128];	    /* how the last actor that ended did */
	const char *lapsed; /* what the next move begins with, or NULL */
	size_t unmet;	    /* expectations of the last beat */
	size_t failures;

	struct session_moves moves;
	struct session_hosts added;
	struct session_orders given;
	struct session_trying trying;
	struct session_programs programs;
	struct session_stepping stepping;
	struct session_still still;
};

/* recorded.c: the viewed place of a replay. */
void recorded_look(struct session *session);

/* Fail with what is to be said behind the last move, to who wants to go on or
 * `looks` forward, and of `what`, which a replay cannot do. */
bool recorded_ends(const struct session *session, bool looks, struct err *err);
bool recorded_refuses(const struct session *session, const char *what,
		      struct err *err);
void recorded_free(struct session *session);

/* record.c: the events of a lab, on their way into the journal: the lab's
 * callback. */
void session_take_event(void *data, const struct event *event);

/* append.c: what the lab does not tell. Writes what became of the lab, or of
 * move `number` (`move`: what it is, when it begins). */
void session_append_lab(struct session *session, enum lab_phase phase);
void session_append_move(struct session *session, enum move_phase phase,
			 size_t number, const struct move *move);
void session_note(struct session *session, const char *text);

/* The lesson cannot go on, for the reason in `loss`. */
void session_break(struct session *session);

/* hosts.c: those that the learner added, as event_lab has them; read before
 * the lab is built. The first: whether one can be called so; one that is kept
 * without addresses gets some of the lab. */
bool session_check_host(const struct session *session, const char *name,
			struct err *err);
void session_keep_host(struct session *session, struct str name,
		       struct str addresses);
void session_print_hosts(const struct session *session, struct buf *out);
bool session_read_hosts(struct session *session, const char *hosts,
			struct err *err);

/* launch.c: reads what the programs use that the beat's expectations ask for.
 */
void session_look_usage(struct session *session, const struct beat *beat);

/* beats.c: the beat number `index`, and where in the lesson it is. */
const struct beat *session_beat(const struct session *session, size_t index,
				size_t *step, size_t *beat);

/* The beat that comes next, or NULL. */
const struct beat *session_next_beat(const struct session *session);

/* Writes that it begins, or is over. */
void session_append_step(struct session *session, size_t index, bool over);

/* The move that the last beat was; NULL where it is none of the lesson's, or
 * the learner made one since. In a check that is stepped, the calls of its
 * program belong to the beat. */
const struct move *session_beat_move(const struct session *session);
const struct beat *session_beat_of(const struct session *session,
				   const struct move *move);

/* play.c: lets `actor` make a call; its names are looked up. */
bool session_make_call(struct session *session, const char *actor,
		       const struct call *call, struct err *err);

/* Plays the next beat. */
bool session_play(struct session *session, struct err *err);

/* Whether the expectations of `beat` hold, seen from `begin`. */
bool session_holds(const struct session *session, const struct beat *beat,
		   size_t begin);

/* Writes a CHECK event for each of them. Returns whether all are met. */
bool session_check(struct session *session, const struct beat *beat,
		   size_t begin);

/* Whether the expectations of that beat hold, or never will. */
bool session_holds_or_cannot(struct session *session);

/* Ends the beat, and the last move. */
void session_end_beat(struct session *session);

/* stepping.c: whether the beat that was just begun stays open for calls of the
 * program, which it then is. */
bool session_open_beat(struct session *session, const struct beat *beat);

/* Settles while a beat is open; then it or only the last move is over. */
void session_settle_open(struct session *session);

/* Lets the part of the program whose turn it is make a call. */
bool session_step_on(struct session *session, struct err *err);

/* Checks the last beat once more when something was not met and now is: the
 * learner let go what was held. */
void session_check_again(struct session *session);

/* lapse.c: what time alone has ended or put off that `beat`, the lesson's next
 * one or NULL, goes on from, in a sentence that the caller frees; NULL: there
 * is none. */
char *session_lapsed(const struct session *session, const struct beat *beat);

/* build.c: makes the lab again up to here when time alone has ended what the
 * next beat of the lesson goes on from; up to four times, where that takes
 * longer than the clock in question. */
bool session_renew(struct session *session, struct err *err);

/* Makes the moves of the list again, up to number `move`, and the orders that
 * were given behind each. */
bool session_make_again(struct session *session, size_t move, struct err *err);

/* moves.c: adds a move that began at `begin`; the later ones are forgotten,
 * unless a rewind makes them again. */
struct move *session_add_move(struct session *session, const struct move *move,
			      size_t begin);

/* move.c: makes a free move: what is refused at once is none. */
bool session_make_move(struct session *session, const struct move *move,
		       struct err *err);

/* launch.c: starts the program of a beat, which runs to its end by itself. */
bool session_launch(struct session *session, const struct beat *beat,
		    struct err *err);

/* Lets the program go on that stands before a call, unless the beat only looks
 * around: a command, or an order to the wire. */
bool session_let_go(struct session *session, const struct beat *beat,
		    struct err *err);

/* hopeless.c: whether nothing can happen any more that the beat of a check
 * waits for: its call came back with something else, every program has ended
 * and for a while all was quiet, or all stand still, which is told in the
 * journal. A call that brought the beginning of what is expected is
 * made again. */
bool session_is_hopeless(struct session *session, const struct beat *beat,
			 size_t begin);

/* program.c: findings are told from here on. */
void session_find_mistakes(struct session *session);

/* Gives the session a terminal, or a pipe, of `actor`. */
void session_keep_terminal(struct session *session, const char *actor,
			   struct terminal *terminal);

/* Carry a move out. */
bool session_act_trace(struct session *session, const struct move *move,
		       struct err *err);
bool session_act_attach(struct session *session, const struct move *move,
			struct err *err);
bool session_act_go(struct session *session, const struct move *move,
		    struct err *err);
bool session_act_release(struct session *session, const struct move *move,
			 struct err *err);
bool session_act_type(struct session *session, const struct move *move,
		      struct err *err);
bool session_act_fault(struct session *session, const struct move *move,
		       struct err *err);

/* Starts the programs for which what they wait for has come; true when there
 * was one. Looks whether an event is that. */
bool session_start_due(struct session *session);
void session_look_due(struct session *session, const struct event *event);

/* Tells what the program of that actor has written by now. */
void session_pump_terminal(struct session *session, const char *actor);

/* standstill.c: begins to look whether all stand still, again and again. */
void session_watch_standstill(struct session *session);
/* Tells in the journal what programs wait for that stand still, and the likely
 * mistake; nothing where somebody may still come. */
void session_tell_standstill(struct session *session);

/* Ends what belongs to the programs of a lab that is gone. */
void session_close_programs(struct session *session);

/* Puts one loopback address in place of another, both as long as the other, in
 * what the learner did: for a lab that has moved. */
void session_readdress(struct session *session, const char *from,
		       const char *to);

/* Makes a move again that was made in another lab. */
bool session_repeat_move(struct session *session, const struct move *move,
			 struct err *err);

/* moves.c: whether an earlier place is looked at, or something settles, or the
 * session is broken: then nothing can be made, and `what` cannot. */
bool session_can_move(const struct session *session, const char *what,
		      struct err *err);

/* Whether the learner did it besides: not where the calls of a check's program
 * are stepped. */
bool session_is_own(const struct session *session, const struct move *move);

/* The moves since the learner's first own behind the lesson's last beat. */
size_t session_own_moves(const struct session *session);

/* try.c: a free move begins while the learner has to find a call. */
void session_begin_try(struct session *session);

/* The call as it is made: with the lesson's name for its result, when it has
 * none of its own. */
void session_complete_call(struct session *session, const char *actor,
			   struct call *call);

/* Judges the try by what is so now, after a move of the learner. */
void session_judge_try(struct session *session, struct move *move);

/* Whether it would be over now: to end settling early. `data` is a session. */
bool session_try_holds(void *data);

/* orders.c: tells the wire, or, for a wait, only begins to let the time pass.
 */
bool session_tell_wire(struct session *session, const struct order *order,
		       struct err *err);

/* Settles for as long as the order says, or `within`, or as usual (0). */
void session_settle(struct session *session, const struct order *order,
		    uint64_t within, lab_settled_fn *settled,
		    void (*done)(void *data));

/* Gives the orders again that were given behind the live move. */
bool session_repeat_orders(struct session *session, struct err *err);

/* Forgets those that were given behind more than `live` moves. */
void session_forget_orders(struct session *session, size_t live);
