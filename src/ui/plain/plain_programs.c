/* plain_programs: programs that run by themselves, as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "session/program.h"
#include "session/standstill.h"
#include "ui/command/act_trace.h"
#include "ui/plain/plain_parts.h"

#include <string.h>

/* Lets all go, or, with a pause between two calls, one of them a step. */
static bool let_go(struct plain *plain, bool begins, struct err *err)
{
	struct app *app = &plain->app;
	const struct until until = {.kind = UNTIL_EXIT};
	if (app->options->seconds <= 0)
		return !begins || session_programs_ended(app->session) ||
		       session_go(app->session, NULL, &until, err);
	if (!app_is_idle(app) || !trace_can_step(app) || plain->is_last_move)
		return true;
	return plain_pause(plain, err) && trace_step_next(app, err);
}

static bool has_ended(struct plain *plain, const char *name)
{
	const struct journal *journal = session_journal(plain->app.session);
	while (plain->looked_for_end < journal_count(journal)) {
		const struct event *event =
			journal_at(journal, plain->looked_for_end++);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_ENDED &&
		    !strcmp(event->as.actor.actor, name))
			return true;
	}
	return false;
}

/* Behind the end of that program the others go on for as long as they have
 * something to do: until each sleeps in a call, or has ended. */
static bool end_with(struct plain *plain, struct err *err)
{
	struct app *app = &plain->app;
	const char *name = app->options->end_with;
	const struct until until = {.kind = UNTIL_EXIT};
	if (!name || plain->is_last_move || !app_is_idle(app) ||
	    !has_ended(plain, name))
		return true;
	plain->is_last_move = true;
	return session_programs_ended(app->session) ||
	       session_go(app->session, NULL, &until, err);
}

static void tell_end(struct plain *plain)
{
	if (plain->is_last_move && !session_programs_ended(plain->app.session))
		SENTENCE_LINE(&plain->out, "", "\n", "plain-has-ended-and-with",
			      SLOT_TEXT("actor", plain->app.options->end_with));
}

/* A program whose turn never comes is not waited for. */
static bool check_stuck(const struct plain *plain, struct err *err)
{
	struct buf why = {0};
	bool stuck = session_programs_stuck(plain->app.session, &why);
	if (stuck)
		FAILURE(err, "program-not-begun",
			SLOT_TEXT("why", buf_text(&why)));
	buf_done(&why);
	return !stuck;
}

void plain_tell_waits(struct plain *plain)
{
	if (plain->is_cut || session_programs_ended(plain->app.session))
		return;
	session_tell_queue(plain->app.session);
	plain_tell_programs(plain);
	stream_flush(&plain->stream, &plain->out);
	SENTENCE_LINE(&plain->out, "", "\n", "plain-who-is-where");
	session_print_waits(plain->app.session, &plain->out);
}

/* A hang ends the run; that the others wait for somebody who may still come is
 * said once. */
static void tell_standstill(struct plain *plain)
{
	struct app *app = &plain->app;
	enum standstill standstill = session_standstill(app->session);
	if (standstill == STANDSTILL_NONE)
		plain->is_rest_told = false;
	if (standstill == STANDSTILL_HANG)
		app->ending.hangs = !app->options->waits_for_ever;
	if (standstill != STANDSTILL_REST || plain->is_rest_told)
		return;
	plain->is_rest_told = true;
	plain_tell_programs(plain);
	stream_flush(&plain->stream, &plain->out);
	SENTENCE_LINE(&plain->out, "", "\n", "plain-every-program-waits-and");
	session_print_waits(app->session, &plain->out);
}

/* Nobody reads any more; without this it would be noticed by the next line,
 * which programs that wait for each other may never cause. */
static void on_cut(void *data, uint32_t ready)
{
	struct plain *plain = data;
	(void)ready;
	plain->is_cut = true;
	loop_remove(plain->app.loop, STDOUT_FILENO);
}

static bool is_over(const struct plain *plain)
{
	const struct app *app = &plain->app;
	return plain->is_cut || app->signals.ending || app->ending.hangs ||
	       (app_is_idle(app) &&
		(plain->is_last_move || session_programs_ended(app->session)));
}

/* Every program to its end. */
bool plain_run_programs(struct plain *plain, struct err *err)
{
	struct app *app = &plain->app;
	struct err cut = {0};
	// A file cannot be watched, and has no reader that could go.
	bool is_watched =
		loop_add(app->loop, STDOUT_FILENO, 0, on_cut, plain, &cut);
	cut.text[0] = '\0';
	bool ok = let_go(plain, true, err);
	while (ok && !is_over(plain)) {
		ok = check_stuck(plain, err) && loop_once(app->loop, -1, err) &&
		     let_go(plain, false, err) && end_with(plain, err);
		tell_standstill(plain);
		plain_tell_programs(plain);
		app_flush_log(app);
		if (!plain_put_out(plain, &cut))
			break;
	}
	if (is_watched)
		loop_remove(app->loop, STDOUT_FILENO);
	plain_tell_programs(plain);
	stream_flush(&plain->stream, &plain->out);
	if (app->signals.ending)
		plain_tell_waits(plain);
	if (app->ending.hangs)
		SENTENCE_LINE(&plain->out, "", "\n", "plain-that-ends-the-run");
	tell_end(plain);
	if (!plain->is_cut && plain_put_out(plain, &cut))
		return ok;
	*err = cut;
	return false;
}
