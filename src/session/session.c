/* session: a lesson meets a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session is a list of moves. play.c plays the lesson's beats, move.c makes
 * what the learner does besides, try.c judges it where the lesson asks for it,
 * resume.c says whether the lesson can go on after it. build.c makes the lab
 * and rewinds, orders.c is what the learner tells the wire in between.
 *
 * Where each move stands in the journal, that one says by itself: the course
 * (journal/course.h) has the moves of the present lab or, of a replay, of all.
 * What a session has besides is what can be done again.
 */
#include "session/session.h"

#include "base/sentence.h"
#include "lesson/asked.h"
#include "session/parts.h"

/* --- moving ----------------------------------------------------------------
 */

enum session_state session_state(const struct session *session)
{
	if (session->recorded)
		return SESSION_REPLAY;
	if (session->busy)
		return SESSION_BUSY;
	if (session->broken || !session->lab)
		return SESSION_BROKEN;
	if (!session->beats)
		return SESSION_FREE;
	const struct beat *next = session_next_beat(session);
	if (session->stepping.has_failed || (!next && !session->stepping.open))
		return SESSION_OVER;
	if (session->stepping.open)
		return SESSION_READY;
	if (next->prediction &&
	    session->answers[session->moves.played] == ANSWER_NONE &&
	    !session->options.answer_unknown &&
	    (lab_has_wire(session->lab) || !asked_needs_wire(next->prediction)))
		return SESSION_ASKING;
	return next->kind == BEAT_TRY ? SESSION_TRYING : SESSION_READY;
}

/* The journal gets the option's place in the file, whatever the order in which
 * it was shown; `said` is an answer in words, or NULL. */
static bool record_answer(struct session *session, int choice, const char *said)
{
	size_t step, beat;
	const struct option *options =
		session_beat(session, session->moves.played, &step, &beat)
			->prediction->options;
	session->answers[session->moves.played] = choice;
	struct event event = {
		.kind = EVENT_ANSWER,
		.as.answer = {.step = (int)step,
			      .beat = (int)beat,
			      .choice = choice < 0 ? choice
						   : options[choice].place,
			      .right = choice >= 0 && options[choice].right,
			      .said = said},
	};
	journal_append(session->journal, &event);
	return true;
}

bool session_answer(struct session *session, int choice, struct err *err)
{
	if (session_state(session) != SESSION_ASKING)
		return FAILURE(err, "answer-nothing-asked");
	const struct prediction *prediction =
		session_next_beat(session)->prediction;
	if (choice >= 0 && asked_in_words(prediction))
		return FAILURE(err, "answer-no-letter");
	if (!asked_has_option(prediction, choice, err))
		return false;
	return record_answer(session, choice < 0 ? ANSWER_UNKNOWN : choice,
			     NULL);
}

bool session_answer_words(struct session *session, const char *words,
			  struct err *err)
{
	const struct beat *beat = session_next_beat(session);
	if (session_state(session) != SESSION_ASKING ||
	    !asked_in_words(beat->prediction))
		return FAILURE(err, "answer-no-words");
	struct buf said = {0};
	bool ok = asked_read(beat->prediction, words, &said, err) &&
		  record_answer(session, 0, buf_text(&said));
	buf_done(&said);
	return ok;
}

/* Why the next beat cannot be played, for each state. */
static bool can_go_on(const struct session *session, struct err *err)
{
	switch (session_state(session)) {
	case SESSION_BUSY:
		return FAILURE(err, "call-settling");
	case SESSION_BROKEN:
		return FAILURE(err, "lab-lost",
			       SLOT_TEXT("loss", session->loss));
	case SESSION_OVER:
		return FAILURE(err, session->lesson->is_exercise
					    ? "check-over"
					    : "lesson-over");
	case SESSION_FREE:
		return FAILURE(err, "free-no-step");
	case SESSION_TRYING:
		return !session_is_stuck(session, err) &&
		       FAILURE(err, "call-is-yours");
	case SESSION_ASKING:
		return FAILURE(err,
			       session_next_beat(session)->prediction->recalls
				       ? "say-what-you-remember"
				       : "say-what-you-expect");
	case SESSION_REPLAY:
		return recorded_ends(session, false, err);
	case SESSION_READY:
		break;
	}
	struct err stuck;
	if (!session_is_stuck(session, &stuck))
		return true;
	*err = stuck;
	return false;
}

void session_ask_again(struct session *session)
{
	for (size_t i = session->moves.played; i < session->beats; i++)
		session->answers[i] = ANSWER_NONE;
}

bool session_next(struct session *session, struct err *err)
{
	if (session->moves.viewed < session->moves.live)
		return session_look(session, 1, err);
	if (!can_go_on(session, err))
		return false;
	if (session->stepping.open || session_turn(session))
		return session_step_on(session, err);
	if (session_next_beat(session)->prediction &&
	    session->answers[session->moves.played] == ANSWER_NONE)
		record_answer(session, ANSWER_SKIPPED, NULL);
	if (!session_renew(session, err))
		return false;
	return session_play(session, err);
}

bool session_advance(struct session *session, struct err *err)
{
	if (session_state(session) == SESSION_ASKING)
		record_answer(session, ANSWER_SKIPPED, NULL);
	if (session_state(session) == SESSION_TRYING &&
	    session->moves.viewed == session->moves.live)
		return session_do_it(session, err);
	return session_next(session, err);
}

bool session_look(struct session *session, int moves, struct err *err)
{
	if (moves < 0 && (size_t)-moves > session->moves.viewed)
		return FAILURE(err, "back-at-beginning");
	if (moves > 0 &&
	    (size_t)moves > session->moves.live - session->moves.viewed)
		return session->recorded ? recorded_ends(session, true, err)
					 : FAILURE(err, "forward-kernel");
	session->moves.viewed = (size_t)((long)session->moves.viewed + moves);
	if (session->recorded)
		recorded_look(session);
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

bool session_play_out(struct session *session, struct err *err)
{
	while (session_state(session) != SESSION_OVER &&
	       session_state(session) != SESSION_BROKEN) {
		if (!session_advance(session, err) ||
		    !session_wait(session, err))
			return false;
	}
	return true;
}

/* --- asking ----------------------------------------------------------------
 */

size_t session_live(const struct session *session)
{
	return session->moves.live;
}

size_t session_viewed(const struct session *session)
{
	return session->moves.viewed;
}

const struct lesson *session_lesson(const struct session *session)
{
	return session->lesson;
}

struct journal *session_journal(const struct session *session)
{
	return session->journal;
}

const struct host_spec *session_hosts(const struct session *session,
				      struct arena *arena, size_t *count)
{
	const struct lesson *lesson = session->lesson;
	size_t most = lesson->host_count + session->added.count + 1;
	struct host_spec *hosts = arena_alloc(arena, most * sizeof(*hosts));
	*count = 0;
	for (size_t i = 0; i < lesson->host_count; i++)
		hosts[(*count)++] = lesson->hosts[i];
	if (!lesson->host_count && session->added.count)
		hosts[(*count)++] = (struct host_spec){"host", NULL};
	for (size_t i = 0; i < session->added.count; i++)
		hosts[(*count)++] =
			(struct host_spec){session->added.hosts[i].name,
					   session->added.hosts[i].addresses};
	return hosts;
}

const char *session_loss(const struct session *session)
{
	return session->loss;
}

bool session_has_namespaces(const struct session *session)
{
	return session->lab && lab_has_namespaces(session->lab);
}

const char *session_missing(const struct session *session)
{
	return session->lab ? lab_missing(session->lab) : NULL;
}

size_t session_failures(const struct session *session)
{
	return session->failures;
}
