/* session: a lesson meets a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session has one live place in its lesson, where the kernel is, and one
 * place that is looked at. Everything that happens is in its journal.
 */
#pragma once
#include "base/loop.h"
#include "journal/course.h"
#include "lesson/lesson.h"

struct session;

enum session_state {
	SESSION_READY,	/* the next beat can be played */
	SESSION_ASKING, /* the next beat waits for an answer to its prediction
			 */
	SESSION_TRYING, /* the next beat is a call that the learner has to type
			 */
	SESSION_BUSY,	/* a move is being made and settles */
	SESSION_OVER,	/* the last beat was played */
	SESSION_FREE,	/* a free lab: there are no beats */
	SESSION_BROKEN, /* an actor ended: only going back or quitting */
	SESSION_REPLAY, /* there is no lab: recorded.h */
};

struct session_options {
	bool no_namespaces;
	bool needs_namespaces; /* without any there is no session */
	bool whole_files;      /* for programs of the learner's own */
	/* For programs that are judged: the files and folders that they are
	 * made of, the only ones of the user's that they see, NULL behind the
	 * last; NULL: there are none. Last as long as the session. */
	const char *const *submission;
	const char *const *shared; /* see lab_config; lasts as long */
	const char *writable;	   /* the same; lasts as long as the session */
	/* When not NULL and not 0 any more, waiting ends early: a signal asks
	 * for the end of the program. Lasts as long as the session. */
	const int *ending;
	bool answer_unknown; /* predictions are not asked */
	/* The learner's program of an exercise and its first arguments, NULL
	 * behind the last, and the folder that it begins in. Last as long as
	 * the session. */
	const char *const *program;
	const char *directory;
	bool by_calls;	   /* that program stops before each of its calls */
	const char *hosts; /* besides the lesson's, as event_lab has them */
	unsigned command_seconds; /* how long a command may run; 0: 5 */
};

/* Builds the lab of `lesson` (borrowed) and makes its setup calls, waiting for
 * them. `loop` drives it. */
struct session *session_new(const struct lesson *lesson, struct loop *loop,
			    const struct session_options *options,
			    struct err *err);
void session_free(struct session *session);

/* The program of an exercise, as session_options has it, where it was built
 * only when the lab stood already. */
void session_set_program(struct session *session, const char *const *words);

/* A move is a beat of the lesson, or one thing that the learner did besides.
 * `live` is how many were made in the present lab. `viewed` is the move whose
 * end is looked at, counted the same way (0: the beginning); it equals `live`
 * when the view is live. */
enum session_state session_state(const struct session *session);
size_t session_live(const struct session *session);
size_t session_viewed(const struct session *session);

/* How many beats of the lesson had been played at the end of move `move`; 0 at
 * the beginning. */
size_t session_beats(const struct session *session, size_t move);

/* The first place, in moves, at which so many beats had been played, without
 * what the learner did behind it. `beats` were played. */
size_t session_move_of(const struct session *session, size_t beats);

/* The move, counted from 1, that was being made at a place of the journal; 0
 * for what is before the first. */
size_t session_move_at(const struct session *session, size_t place);

/* The lesson as it is played: the one given or, in a lab that shares the
 * machine's loopback, a copy at another address, which lasts to the next
 * rewind. */
const struct lesson *session_lesson(const struct session *session);
struct journal *session_journal(const struct session *session);
/* Whether the lab is apart from this machine. */
bool session_has_namespaces(const struct session *session);
const char *session_missing(const struct session *session); /* of its lab */

/* The place in the journal where the present lab began, and the place behind
 * it: the end. Of a replay, that of the viewed move. */
size_t session_origin(const struct session *session);
size_t session_end(const struct session *session);

/* The lab's hosts, those that the learner added last; none: the one that a lab
 * has by itself. The array is in `arena`. */
const struct host_spec *session_hosts(const struct session *session,
				      struct arena *arena, size_t *count);

/* How the actor that broke the session ended: "client was killed by SIGKILL".
 */
const char *session_loss(const struct session *session);

/* How many MiB the learner's program has written to one stream of it, if they
 * are more than it could mean to; 0: they are not. */
size_t session_flood(const struct session *session, enum outlet *stream);

/* Adds the calls of the learner's program that its lab refuses to it,
 * "mount(2), bpf(2)". Returns whether there are any. */
bool session_print_refused(const struct session *session, struct buf *out);

/* The moves of the present lab or, of a replay, of all labs. The moves that
 * `live` and `viewed` count are these. */
const struct course *session_course(const struct session *session);

/* The part of the journal that shows move number `viewed` - 1: where it began
 * and where it ended (or is now). For 0 the setup. */
void session_view(const struct session *session, size_t *begin, size_t *end);

/* Plays the next beat, or goes forward by one when an earlier place is looked
 * at. Returns at once; the state is BUSY until it is settled. Fails, with what
 * to do, when it cannot go on: also after moves of the learner that took away
 * what the beat needs, and where the learner has to type the call. */
bool session_next(struct session *session, struct err *err);

/* The same by itself: a question is skipped, a call that the learner should
 * type is made for them. */
bool session_advance(struct session *session, struct err *err);

/* Whether the learner's own moves took away what the next beat needs: an actor,
 * a socket; never in a replay. `err` gets the sentence that session_next()
 * would fail with. To rewind to session_move_of(session_beats(live)) mends it.
 */
bool session_is_stuck(const struct session *session, struct err *err);

/* The first actor that a move of the learner ended and that a later beat calls,
 * unless it was started again, and how many moves were made before that; NULL:
 * there is none. Lasts as long as the journal. */
const char *session_lost_actor(const struct session *session, size_t *move);

/* Answers the prediction of the next beat: 0 is the first option, -1 "don't
 * know". */
bool session_answer(struct session *session, int choice, struct err *err);

/* The same for one that is answered in words (asked_in_words()), as a learner
 * types them. Fails with what was expected. */
bool session_answer_words(struct session *session, const char *words,
			  struct err *err);

/* Notes how many of a room say an option of the question that is asked (0 is
 * the first as it is shown, -1 "don't know"), and what was last noted of it. It
 * answers nothing. */
bool session_vote(struct session *session, enum vote_source by, int option,
		  unsigned count, struct err *err);
unsigned session_votes(const struct session *session, enum vote_source by,
		       int option);

/* Tells the wire something between two beats, with the packet numbers of the
 * journal, or lets time pass (`wait`). Returns at once; BUSY until it is
 * settled. It is remembered: a rewind to this place or beyond tells it again,
 * one to an earlier place forgets it. Fails, with what to do, when an earlier
 * place is looked at, when a call settles, and when the wire cannot do it. */
bool session_order(struct session *session, const struct order *order,
		   struct err *err);

/* --- free moves: what the learner does that the lesson does not say ---------
 *
 * Each returns at once; BUSY until it is settled. A rewind behind it makes it
 * again, for real. Each fails, with what to do, when an earlier place is looked
 * at or something settles. The end of an actor breaks the session only when the
 * lesson goes on with it. While the learner has to type a call (SESSION_TRYING)
 * every one of them is judged: when the expectations of the beat hold, the beat
 * is over. */

/* Lets `actor` make `call`, whose names are looked up among its variables. */
bool session_call(struct session *session, const char *actor,
		  const struct call *call, struct err *err);

/* Runs a real program in the lab, as `sh` blocks do. */
bool session_run(struct session *session, const char *host, const char *command,
		 struct err *err);

/* Adds or ends an actor. */
bool session_add_actor(struct session *session, const char *name,
		       const char *host, struct err *err);
bool session_signal(struct session *session, const char *actor, int signal,
		    struct err *err);
bool session_interrupt(struct session *session, const char *actor,
		       struct err *err);

/* Adds a host with its addresses ("10.0.0.3/24", or NULL): builds a new lab
 * that has it, and makes all moves again there, which it waits for. When that
 * fails, the lab is built again without it. */
bool session_add_host(struct session *session, const char *name,
		      const char *addresses, struct err *err);

/* Reads all that can be read of the socket that `what` names, a variable of
 * `actor` or a descriptor's number: an INSPECT event. It is no move, for
 * nothing changes, and works while an actor is inside a call. Fails, with what
 * to do, when an earlier place is looked at and when that is no open socket. */
bool session_inspect(struct session *session, const char *actor,
		     const char *what, struct err *err);

/* Whether the viewed move is one of the learner's own. Not one with which a try
 * was over: that is the lesson's beat. */
bool session_is_free(const struct session *session);

/* --- a call that the learner has to find: SESSION_TRYING --------------------
 */

/* Gives the next hint of the beat: a HINT event. Behind the last one it is the
 * call itself. Fails, with the seconds to wait, within 8 seconds of the last
 * hint, and once behind each: it is to be thought about first. A try that fails
 * gives one as well, but never the call. */
bool session_hint(struct session *session, struct err *err);

/* Makes the lesson's call for the learner, and so ends the try. */
bool session_do_it(struct session *session, struct err *err);

/* --- where the session is ---------------------------------------------------
 */

/* Looks back (negative) or forward through the moves that were made. */
bool session_look(struct session *session, int moves, struct err *err);

/* Builds a new lab and makes the first `move` moves there again; answers given
 * before are kept. Runs the loop until it is there. */
bool session_rewind(struct session *session, size_t move, struct err *err);

/* One thing that a rewind waits for again: an order, a command or a call of an
 * actor, the others NULL. What points anywhere is the session's. */
struct rewind_wait {
	uint64_t time; /* that it took, in nanoseconds */
	const struct order *order;
	const char *command;
	const char *actor;
	const struct call *call;
	bool is_of_lesson; /* and stands in `step`, from 0; or the learner's */
	size_t step;
};

/* How long a rewind to `move` is going to wait at least, in nanoseconds: what
 * the lesson's waits, all commands, and calls that slept and came back took,
 * each half a second or more. Unless that is 0, `longest` is the longest of
 * them. */
uint64_t session_waits_before(const struct session *session, size_t move,
			      struct rewind_wait *longest);

/* Asks the questions of all beats that come again, also those that were
 * answered: for who went back by themselves. The record keeps the first
 * answer. */
void session_ask_again(struct session *session);

/* Runs the loop until the session is not BUSY. */
bool session_wait(struct session *session, struct err *err);

/* Makes the moves that are left, one after the other, until the lesson is OVER
 * or BROKEN. Runs the loop; fails as session_advance() and session_wait() do.
 */
bool session_play_out(struct session *session, struct err *err);

/* How many expectations were not met since session_new(). */
size_t session_failures(const struct session *session);
