/* act_go: going on, looking back, and rewinding.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands that make calls return while those settle; the app runs the next
 * command when they have.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "call/print.h"
#include "journal/order/order.h"
#include "lesson/asked.h"
#include "session/program.h"
#include "session/recorded.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_stage.h"
#include "ui/command/act_trace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool act_next(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	bool is_done;
	bool ok = stage_next(app, &is_done, err);
	if (is_done)
		return ok;
	if (app_is_free(app) && session_has_programs(app->session) &&
	    !session_is_recorded(app->session) &&
	    session_viewed(app->session) == session_live(app->session))
		return trace_step_next(app, err);
	if (app->actor)
		(void)session_give_turn(app->session, app->actor);
	return session_next(app->session, err);
}

/* -1 for don't know, 0 for a and so on. */
static bool read_choice(const char *argument, int *choice)
{
	static const char *const words[] = {"?", "a", "b", "c", "d"};
	for (int i = 0; i < (int)COUNT(words); i++) {
		if (!strcmp(argument, words[i])) {
			*choice = i - 1;
			return true;
		}
	}
	return false;
}

bool act_live(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	return app_look_live(app, err);
}

/* The answer makes the call, too: one key for each beat. */
bool act_answer(struct app *app, const char *argument, struct err *err)
{
	int choice = -1;
	const struct beat *beat = app_next_beat(app);
	bool is_written = beat && asked_in_words(beat->prediction);
	if (!read_choice(argument, &choice) && !is_written)
		return FAILURE(err, "answer-choice",
			       SLOT_TEXT("value", argument));
	if (session_viewed(app->session) != session_live(app->session))
		return FAILURE(err, "answer-look-forward");
	if (app->talk.follow && !app->talk.session)
		return act_vote_from_afar(app, choice, err);
	bool is_given =
		is_written && strcmp(argument, "?") != 0
			? session_answer_words(app->session, argument, err)
			: session_answer(app->session, choice, err);
	if (!is_given || !session_next(app->session, err))
		return false;
	if (beat && beat->kind == BEAT_RECALL && !app->options->presents)
		act_note_recall(
			app, beat,
			choice >= 0 && beat->prediction->options[choice].right);
	return true;
}

bool act_back(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	return stage_turn(app, -1) || session_look(app->session, -1, err);
}

bool act_forward(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	return session_look(app->session, 1, err);
}

static bool read_number(const char *argument, size_t most, size_t *number)
{
	char *end;
	errno = 0;
	*number = strtoul(argument, &end, 10);
	return !errno && !*end && argument[0] != '-' && *number &&
	       *number <= most;
}

/* The number of beats before a step that is given by its number. */
static bool read_step(const struct app *app, const char *argument, size_t *beat,
		      struct err *err)
{
	const struct lesson *lesson = session_lesson(app->session);
	size_t step;
	if (!read_number(argument, lesson->step_count, &step))
		return FAILURE(err, "step-range", SLOT_TEXT("value", argument),
			       SLOT_NUMBER("most", lesson->step_count));
	*beat = lesson_beat_index(lesson, step - 1, 0);
	return true;
}

/* A free lab has no steps, but calls: the move that made the one with a number
 * of `history`. */
static bool read_call(const struct app *app, const char *argument, size_t *move,
		      struct err *err)
{
	size_t count = app_calls(app), number;
	if (!count)
		return FAILURE(err, "call-none-yet",
			       SLOT_TEXT("value", argument));
	if (!read_number(argument, count, &number))
		return FAILURE(err, "call-range", SLOT_TEXT("value", argument),
			       SLOT_NUMBER("most", count));
	*move = session_move_at(app->session, app_call_place(app, number));
	return true;
}

static bool ask_where(struct app *app, struct err *err)
{
	bool is_free = app_is_free(app);
	size_t most = is_free ? app_calls(app)
			      : session_lesson(app->session)->step_count;
	if (!most)
		return FAILURE(err, "goto-none");
	if (!app->screen)
		return FAILURE(err, is_free ? "goto-call" : "goto-step",
			       SLOT_NUMBER("most", most));
	AUTO_FREE char *said =
		SENTENCE_NEW(is_free ? "goto-call-label" : "goto-step-label",
			     SLOT_NUMBER("most", most));
	AUTO_FREE char *label = xprintf("%s ", said);
	app_open_prompt(app, label, "");
	app->typing.prompt.command = NOTATION("goto ");
	app->typing.prompt.only_digits = true;
	app->typing.prompt.about = sentence_text(SENTENCE_ID("goto-about"));
	return true;
}

bool act_goto(struct app *app, const char *argument, struct err *err)
{
	struct session *session = app->session;
	size_t beat = 0, move = 0;
	if (!argument[0])
		return ask_where(app, err);
	if (app_is_free(app)) {
		if (!read_call(app, argument, &move, err))
			return false;
	} else {
		if (!read_step(app, argument, &beat, err))
			return false;
		bool is_ahead =
			beat > session_beats(session, session_live(session));
		if (is_ahead && session_is_recorded(session))
			return FAILURE(err, "step-log-ends",
				       SLOT_TEXT("value", argument));
		if (is_ahead)
			return app_play_to(app, beat, err);
		move = session_move_of(session, beat);
	}
	long away = (long)move - (long)session_viewed(session);
	return session_look(session, (int)away, err);
}

/* The viewed place or, where the learner's own calls left the lesson nothing
 * to go on with, the one before them. What the wire was told is told again
 * behind its move, so that move goes, too. */
static size_t place_to_rewind(const struct app *app)
{
	const struct session *session = app->session;
	size_t live = session_live(session);
	struct err why;
	size_t before;
	if (session_viewed(session) == live &&
	    session_lost_actor(session, &before))
		return before;
	if (session_viewed(session) != live || !session_is_stuck(session, &why))
		return session_viewed(session);
	size_t place = session_move_of(session, session_beats(session, live));
	return place == live && live ? live - 1 : place;
}

static bool place_of(const struct app *app, size_t beat, size_t *move,
		     struct err *err)
{
	const struct session *session = app->session;
	if (beat > session_beats(session, session_live(session)))
		return FAILURE(err, "rewind-not-played");
	*move = session_move_of(session, beat);
	return true;
}

static bool read_place(const struct app *app, const char *argument,
		       size_t *move, struct err *err)
{
	size_t beat = 0;
	if (!argument[0]) {
		*move = place_to_rewind(app);
		return true;
	}
	if (app_is_free(app))
		return read_call(app, argument, move, err);
	return read_step(app, argument, &beat, err) &&
	       place_of(app, beat, move, err);
}

/* What is waited for in words: the order, the command or the call. */
static void print_wait(const struct app *app, const struct rewind_wait *wait,
		       struct buf *out)
{
	if (wait->order)
		order_print(wait->order, out);
	else if (wait->call)
		call_print_shown(wait->call, app->notation, out);
	else
		buf_puts(out, wait->command);
}

static char *forecast_of(const struct app *app, uint64_t time,
			 const struct rewind_wait *longest)
{
	uint64_t seconds = (time + CLOCK_SECOND - 1) / CLOCK_SECOND;
	struct buf what = {0};
	print_wait(app, longest, &what);
	char *text =
		longest->is_of_lesson
			? SENTENCE_NEW(longest->order  ? "rewind-waits-kernel"
				       : longest->call ? "rewind-waits-call"
						       : "rewind-waits-command",
				       SLOT_NUMBER("seconds", seconds),
				       SLOT_TEXT("what", buf_text(&what)),
				       SLOT_NUMBER("step", longest->step + 1))
			: SENTENCE_NEW("rewind-waits-own",
				       SLOT_NUMBER("seconds", seconds),
				       SLOT_TEXT("what", buf_text(&what)));
	buf_done(&what);
	return text;
}

bool act_foretell_rewind(struct app *app, const char *argument)
{
	struct rewind_wait longest;
	size_t move = 0;
	struct err none;
	if (!read_place(app, argument, &move, &none))
		return false;
	uint64_t time = session_waits_before(app->session, move, &longest);
	if (!time)
		return false;
	AUTO_FREE char *text = forecast_of(app, time, &longest);
	app_say(app, "%s", text);
	// The place as it was then, until the new lab is there.
	return session_look(app->session,
			    (int)move - (int)session_viewed(app->session),
			    &none);
}

bool act_rewind(struct app *app, const char *argument, struct err *err)
{
	size_t move = 0;
	if (!read_place(app, argument, &move, err) ||
	    !session_rewind(app->session, move, err))
		return false;
	session_ask_again(app->session);
	app->packet_cursor = 0;
	app->is_rebuilt = true;
	app_say(app, "%s", sentence_text("say-rewound"));
	return true;
}

bool act_reset(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	bool from_menu = app->from_menu;
	if (app->talk.session)
		return session_rewind(app->session, 0, err);
	if (!app_enter(app, app->lesson, err))
		return false;
	app->from_menu = from_menu;
	app_say(app, "%s",
		sentence_text(
			app->lesson->is_exercise ? SENTENCE_ID("say-check-anew")
			: session_has_programs(app->session)
				? SENTENCE_ID("say-programs-anew")
			: app_is_free(app) ? SENTENCE_ID("say-all-anew")
					   : SENTENCE_ID("say-lesson-anew")));
	return true;
}

bool act_wait(struct app *app, const char *argument, struct err *err)
{
	if (!app->session)
		return true;
	if (!session_wait(app->session, err))
		return false;
	if (!argument[0])
		return true;
	AUTO_FREE char *line = xprintf(NOTATION("wait %s"), argument);
	return act_order(app, line, err);
}
