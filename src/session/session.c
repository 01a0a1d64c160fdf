/* session: a lesson meets a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing a beat is: a STEP event, the call, command or order, settling, the
 * checks of its expectations, a STEP event that says it is over. Everything in
 * between arrives through record.c while the loop runs. build.c makes the lab
 * and rewinds, orders.c is what the learner tells the wire in between.
 *
 * begins[i] is the place in the journal where beat i began. A beat's part of
 * the journal reaches to where the next one began, so that a packet that comes
 * late, such as a delayed acknowledgement, is shown with the call it belongs
 * to.
 */
#include "session/session.h"

#include "session/parts.h"

static const struct beat *beat_of(const struct session *session, size_t index,
				  size_t *step, size_t *beat)
{
	lesson_beat_at(session->lesson, index, step, beat);
	return &session->lesson->steps[*step].beats[*beat];
}

static void append_step(struct session *session, size_t index, bool over)
{
	size_t step, beat;
	beat_of(session, index, &step, &beat);
	struct event event = {
		.kind = EVENT_STEP,
		.as.step = {.step = (int)step,
			    .beat = (int)beat,
			    .over = over,
			    .title = session->lesson->steps[step].title},
	};
	journal_append(session->journal, &event);
}

/* --- making calls ----------------------------------------------------------
 */

struct names {
	const struct session *session;
	const char *actor;
};

static bool look_up(void *data, const char *name, int64_t *num)
{
	const struct names *names = data;
	const struct journal *journal = names->session->journal;
	return journal_variable(journal, journal_count(journal), names->actor,
				name, num);
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

/* --- settling and checking -------------------------------------------------
 */

/* A wire expectation says nothing in a lab that sees no packets. */
static bool is_checked(const struct session *session,
		       const struct expect *expect)
{
	return lab_has_wire(session->lab) || !expect_needs_wire(expect);
}

static bool all_hold(void *data)
{
	const struct session *session = data;
	size_t step, index;
	const struct beat *beat =
		beat_of(session, session->live - 1, &step, &index);
	size_t begin = session->begins[session->live - 1];
	size_t place = journal_count(session->journal);
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (is_checked(session, &beat->expects[i]) &&
		    !expect_holds(&beat->expects[i], session->journal, begin,
				  place, beat->actor, NULL))
			return false;
	}
	return true;
}

/* Writes a CHECK event for each expectation. Returns whether all are met. */
static bool check_all(struct session *session, const struct beat *beat)
{
	size_t begin = session->begins[session->live - 1];
	size_t place = journal_count(session->journal);
	session->unmet = 0;
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
	return !session->unmet;
}

void session_check_again(struct session *session)
{
	size_t step, index;
	if (!session->live || !session->unmet || !all_hold(session))
		return;
	session->failures -= session->unmet;
	check_all(session, beat_of(session, session->live - 1, &step, &index));
}

/* An actor may end because the lesson says so: its call raises SIGPIPE. Any
 * other death breaks the session. */
static bool expects_death(const struct beat *beat)
{
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (expect_is(&beat->expects[i], "killed"))
			return true;
	}
	return false;
}

static void beat_over(void *data)
{
	struct session *session = data;
	size_t step, index;
	const struct beat *beat =
		beat_of(session, session->live - 1, &step, &index);
	bool all_met = check_all(session, beat);
	append_step(session, session->live - 1, true);
	session->busy = false;
	if (session->actor_lost && !(all_met && expects_death(beat)))
		session->broken = true;
}

static bool act(struct session *session, const struct beat *beat,
		struct err *err)
{
	if (beat->kind == BEAT_CALL)
		return session_make_call(session, beat->actor, &beat->call,
					 err);
	if (beat->kind == BEAT_COMMAND)
		return lab_run(session->lab, beat->host, beat->command, err);
	return beat->kind != BEAT_WIRE ||
	       session_tell_wire(session, &beat->order, err);
}

bool session_play(struct session *session, struct err *err)
{
	size_t step, index;
	const struct beat *beat =
		beat_of(session, session->live, &step, &index);
	session->begins[session->live] = journal_count(session->journal);
	append_step(session, session->live, false);
	session->live++;
	session->viewed = session->live;
	session->busy = true;
	session->actor_lost = false;
	bool ok = act(session, beat, err);
	if (!ok) {
		session_note(session, err->text);
		beat_over(session);
		session->failures++;
		return false;
	}
	bool acts = beat->kind == BEAT_CALL || beat->kind == BEAT_COMMAND ||
		    beat->kind == BEAT_WIRE;
	if (acts)
		session_settle(session,
			       beat->kind == BEAT_WIRE ? &beat->order : NULL,
			       beat->within,
			       beat->expect_count ? all_hold : NULL, beat_over);
	else
		beat_over(session);
	return true;
}

/* --- moving ----------------------------------------------------------------
 */

enum session_state session_state(const struct session *session)
{
	if (session->busy)
		return SESSION_BUSY;
	if (session->broken || !session->lab)
		return SESSION_BROKEN;
	if (session->live == session->beats)
		return SESSION_OVER;
	size_t step, beat;
	if (beat_of(session, session->live, &step, &beat)->prediction &&
	    session->answers[session->live] == ANSWER_NONE &&
	    !session->options.answer_unknown)
		return SESSION_ASKING;
	return SESSION_READY;
}

static bool record_answer(struct session *session, int choice)
{
	size_t step, beat;
	const struct prediction *prediction =
		beat_of(session, session->live, &step, &beat)->prediction;
	session->answers[session->live] = choice;
	struct event event = {
		.kind = EVENT_ANSWER,
		.as.answer = {.step = (int)step,
			      .beat = (int)beat,
			      .choice = choice,
			      .right = choice >= 0 &&
				       prediction->options[choice].right},
	};
	journal_append(session->journal, &event);
	return true;
}

bool session_answer(struct session *session, int choice, struct err *err)
{
	if (session_state(session) != SESSION_ASKING)
		return err_set(err, "answer: nothing is asked at this step");
	size_t step, beat;
	const struct prediction *prediction =
		beat_of(session, session->live, &step, &beat)->prediction;
	if (choice >= (int)prediction->option_count)
		return err_set(err, "answer %c: the last option is %c",
			       'a' + choice,
			       'a' + (int)prediction->option_count - 1);
	return record_answer(session, choice < 0 ? ANSWER_UNKNOWN : choice);
}

bool session_next(struct session *session, struct err *err)
{
	if (session->viewed < session->live) {
		session->viewed++;
		return true;
	}
	switch (session_state(session)) {
	case SESSION_BUSY:
		return err_set(err, "the last call is still settling");
	case SESSION_BROKEN:
		return err_set(err,
			       "%s: rewind with r to a new lab at this step, "
			       "or quit with q",
			       session->loss);
	case SESSION_OVER:
		return err_set(err, "the lesson is over: look back, or quit "
				    "with q");
	case SESSION_ASKING:
		return err_set(err, "say what you expect first: a letter, or "
				    "? for don't know");
	case SESSION_READY:
		break;
	}
	size_t step, beat;
	if (beat_of(session, session->live, &step, &beat)->prediction &&
	    session->answers[session->live] == ANSWER_NONE)
		record_answer(session, ANSWER_UNKNOWN);
	return session_play(session, err);
}

bool session_look(struct session *session, int beats, struct err *err)
{
	if (beats < 0 && (size_t)-beats > session->viewed)
		return err_set(err, "look back: this is the beginning");
	if (beats > 0 && (size_t)beats > session->live - session->viewed)
		return err_set(err, "look forward: this is where the kernel is;"
				    " space makes the next call");
	session->viewed = (size_t)((long)session->viewed + beats);
	return true;
}

bool session_wait(struct session *session, struct err *err)
{
	const int *ending = session->options.ending;
	while (session->busy && !(ending && *ending)) {
		if (!loop_once(session->loop, -1, err))
			return false;
	}
	return true;
}

/* --- asking ----------------------------------------------------------------
 */

size_t session_live(const struct session *session)
{
	return session->live;
}

size_t session_viewed(const struct session *session)
{
	return session->viewed;
}

const struct lesson *session_lesson(const struct session *session)
{
	return session->lesson;
}

struct journal *session_journal(const struct session *session)
{
	return session->journal;
}

const char *session_loss(const struct session *session)
{
	return session->loss;
}

const char *session_missing(const struct session *session)
{
	return session->lab ? lab_missing(session->lab) : NULL;
}

void session_view(const struct session *session, size_t *begin, size_t *end)
{
	size_t viewed = session->viewed;
	*begin = viewed ? session->begins[viewed - 1] : session->origin;
	*end = viewed < session->live ? session->begins[viewed]
				      : journal_count(session->journal);
}

int session_answer_of(const struct session *session, size_t beat)
{
	return beat < session->beats ? session->answers[beat] : ANSWER_NONE;
}

size_t session_failures(const struct session *session)
{
	return session->failures;
}
