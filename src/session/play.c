/* play: a beat of the lesson, from its call to its checks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing a beat is: a STEP event, the call, command or order, settling, the
 * checks of its expectations, a STEP event that says it is over. Everything in
 * between arrives through record.c while the loop runs.
 */
#include "base/count.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lesson/asked.h"
#include "session/parts.h"

#include <string.h>
#include <unistd.h>

/* --- making calls ----------------------------------------------------------
 */

struct names {
	const struct session *session;
	const char *actor;
};

/* What SCM_CREDENTIALS can say of the actor without being refused: its own
 * numbers. The lab maps its users to themselves. */
static bool look_up_own(const struct names *names, const char *name,
			int64_t *num)
{
	const struct journal *journal = names->session->journal;
	if (!strcmp(name, "getpid()")) {
		*num = journal_pid_of(journal, journal_count(journal),
				      names->actor);
		return true;
	}
	bool is_user = !strcmp(name, "getuid()");
	uid_t user;
	gid_t group;
	if ((!is_user && strcmp(name, "getgid()") != 0) ||
	    !lab_actor_ids(names->session->lab, names->actor, &user, &group))
		return false;
	*num = is_user ? user : group;
	return true;
}

static bool look_up(void *data, struct value *name)
{
	const struct names *names = data;
	const struct journal *journal = names->session->journal;
	return journal_bind(journal, journal_count(journal), names->actor,
			    name) ||
	       look_up_own(names, name->name, &name->num);
}

bool session_make_call(struct session *session, const char *actor,
		       const struct call *call, struct err *err)
{
	struct call bound = *call;
	struct names names = {session, actor};
	struct arena arena = {0};
	bool ok = call_bind(&bound, &arena, look_up, &names, err) &&
		  lab_call(session->lab, actor, &bound, err);
	arena_done(&arena);
	return ok || err_wrap(err, "%s", actor);
}

/* --- checking --------------------------------------------------------------
 */

/* A wire expectation says nothing in a lab that sees no packets. */
static bool is_checked(const struct session *session,
		       const struct expect *expect)
{
	return lab_has_wire(session->lab) || !expect_needs_wire(expect);
}

bool session_holds(const struct session *session, const struct beat *beat,
		   size_t begin)
{
	size_t place = journal_count(session->journal);
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (is_checked(session, &beat->expects[i]) &&
		    !expect_holds(&beat->expects[i], session->journal, begin,
				  place, beat->actor, NULL))
			return false;
	}
	return true;
}

/* A question to which this run has no answer is a fault of the lesson, as an
 * expectation is that does not hold. */
static void check_question(struct session *session, const struct beat *beat,
			   size_t begin, size_t place)
{
	const struct prediction *asked = beat->prediction;
	const struct asked_beat where = {session->journal, begin, place,
					 beat->actor};
	if (!asked_in_words(asked) ||
	    (asked_needs_wire(asked) && !lab_has_wire(session->lab)))
		return;
	struct verdict verdict = asked_judge(asked, NULL, &where);
	struct event event = {
		.kind = EVENT_CHECK,
		.as.check = {.met = verdict.is_known,
			     .file = session->lesson->file,
			     .line = asked->line,
			     .text = sentence_text(
				     SENTENCE_ID("answer-to-question")),
			     .found = verdict.is_known
					      ? NULL
					      : buf_text(&verdict.found)},
	};
	journal_append(session->journal, &event);
	session->unmet += !verdict.is_known;
	verdict_done(&verdict);
}

bool session_check(struct session *session, const struct beat *beat,
		   size_t begin)
{
	size_t place = journal_count(session->journal);
	session->unmet = 0;
	check_question(session, beat, begin, place);
	for (size_t i = 0; i < beat->expect_count; i++) {
		const struct expect *expect = &beat->expects[i];
		if (!is_checked(session, expect))
			continue;
		struct buf found = {0};
		bool met = expect_holds(expect, session->journal, begin, place,
					beat->actor, &found);
		struct event event = {
			.kind = EVENT_CHECK,
			.as.check = {.met = met,
				     .file = session->lesson->file,
				     .line = expect->line,
				     .text = expect->text,
				     .found = met ? NULL : buf_text(&found)},
		};
		journal_append(session->journal, &event);
		buf_done(&found);
		session->unmet += !met;
	}
	session->failures += session->unmet;
	session_look_usage(session, beat);
	return !session->unmet;
}

static bool all_hold(void *data)
{
	const struct session *session = data;
	const struct move *move = session_beat_move(session);
	return session_holds(session, session_beat_of(session, move),
			     move->begin);
}

/* Of a check: there is no need to wait for what cannot come. */
static bool hold_or_cannot(void *data)
{
	struct session *session = data;
	const struct move *move = session_beat_move(session);
	return all_hold(data) ||
	       session_is_hopeless(session, session_beat_of(session, move),
				   move->begin);
}

bool session_holds_or_cannot(struct session *session)
{
	return hold_or_cannot(session);
}

void session_check_again(struct session *session)
{
	const struct move *move = session_beat_move(session);
	if (session->stepping.open || !move || !session->unmet ||
	    !all_hold(session))
		return;
	session->failures -= session->unmet;
	session_check(session, session_beat_of(session, move), move->begin);
	session->stepping.has_failed = false;
}

/* What is not as expected may come from what the learner did before. */
static void note_own_moves(struct session *session)
{
	size_t own = 0;
	for (size_t i = 0; i + 1 < session->moves.live; i++)
		own += session_is_own(session, &session->moves.items[i]);
	if (!own || !session->unmet)
		return;
	AUTO_FREE char *text =
		SENTENCE_NEW("note-own-moves", SLOT_NUMBER("moves", own));
	session_note(session, text);
}

/* --- playing ---------------------------------------------------------------
 */

/* An actor may end because the lesson says so: its call raises SIGPIPE, or is
 * _exit(). Any other death breaks the session. */
static bool expects_death(const struct beat *beat)
{
	if (beat->kind == BEAT_CALL &&
	    beat->call.syscall->flags & SYSCALL_ENDS_ACTOR)
		return true;
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (expect_is(&beat->expects[i], "killed"))
			return true;
	}
	return false;
}

/* What became of a program is told by what it does. */
static void look_at_programs(struct session *session)
{
	lab_look_usage(session->lab, LESSON_PROGRAM);
	lab_look_usage(session->lab, LESSON_PROGRAM_AGAIN);
}

static void beat_over(void *data)
{
	struct session *session = data;
	const struct move *move = session_beat_move(session);
	const struct beat *beat = session_beat_of(session, move);
	bool all_met = session_check(session, beat, move->begin);
	if (!all_met && session->lesson->is_exercise)
		look_at_programs(session);
	session->stepping.open = 0;
	session->stepping.closed = session->moves.live;
	// A lesson goes on: its words say what was not as expected.
	session->stepping.has_failed = session->options.by_calls &&
				       session->lesson->is_exercise && !all_met;
	note_own_moves(session);
	session_append_step(session, session->moves.played - 1, true);
	session_append_move(session, MOVE_OVER, session->moves.live,
			    &session->moves.items[session->moves.live - 1]);
	session->busy = session->trying.is_open = false;
	if (session->actor_lost && !(all_met && expects_death(beat)))
		session_break(session);
}

void session_end_beat(struct session *session)
{
	beat_over(session);
}

static bool act(struct session *session, const struct beat *beat,
		struct err *err)
{
	if (beat->kind == BEAT_CALL || beat->kind == BEAT_TRY)
		return session_make_call(session, beat->actor, &beat->call,
					 err);
	if (beat->kind == BEAT_LAUNCH)
		return session_launch(session, beat, err);
	if (beat->kind == BEAT_SIGNAL)
		return lab_signal(session->lab, beat->actor, beat->signal, err);
	if (beat->kind == BEAT_COMMAND)
		return lab_run(session->lab, beat->host, beat->command, err);
	return beat->kind != BEAT_WIRE ||
	       session_tell_wire(session, &beat->order, err);
}

bool session_play(struct session *session, struct err *err)
{
	const struct beat *beat = session_next_beat(session);
	const struct move move = {.kind = MOVE_BEAT};
	size_t begin = journal_count(session->journal);
	session_append_move(session, MOVE_BEGUN, session->moves.live + 1,
			    &move);
	if (!session->trying.is_open)
		session_append_step(session, session->moves.played, false);
	session->moves.played++;
	session_add_move(session, &move, begin);
	bool is_open = session_open_beat(session, beat);
	session_look_usage(session, beat);
	bool ok = session_let_go(session, beat, err) && act(session, beat, err);
	if (!ok) {
		session_note(session, err->text);
		beat_over(session);
		session->failures++;
		return false;
	}
	if (is_open && beat_acts(beat))
		session_settle_open(session);
	else if (beat_acts(beat))
		session_settle(session,
			       beat->kind == BEAT_WIRE ? &beat->order : NULL,
			       beat->within,
			       !beat->expect_count	      ? NULL
			       : session->lesson->is_exercise ? hold_or_cannot
							      : all_hold,
			       beat_over);
	else
		beat_over(session);
	return true;
}
