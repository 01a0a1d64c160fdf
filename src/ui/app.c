/* app: what commands act on: a lesson or a free lab, with its files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same for the screen (app_loop.c) and for plain mode (plain_ui.c).
 */
#include "ui/app.h"

#include "base/mem.h"
#include "journal/held.h"
#include "lesson/asked.h"
#include "session/program.h"
#include "session/recorded.h"
#include "ui/file/actors.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void app_say(struct app *app, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(app->message.text, sizeof(app->message.text), format, args);
	va_end(args);
}

void app_say_sentence(struct app *app, const char *id, const struct slot *slots,
		      size_t count)
{
	AUTO_FREE char *text = sentence_new(id, slots, count);
	app_say(app, "%s", text);
}

void app_tell(struct app *app, const char *title, struct buf *text)
{
	free(app->title);
	free(app->text);
	app->title = xstrdup(title);
	app->text = xstrdup(buf_text(text));
	buf_done(text);
	app->overlay = OVERLAY_TEXT;
	app->scroll = 0;
	search_forget(&app->search);
}

bool app_show(struct app *app, enum scene_overlay overlay)
{
	app->overlay = app->overlay == overlay ? OVERLAY_NONE : overlay;
	app->scroll = 0;
	search_forget(&app->search);
	return true;
}

struct scene app_seen(const struct app *app)
{
	const struct session *session = app->session;
	enum session_state state = session_state(session);
	struct err why;
	size_t before;
	struct scene scene =
		scene_at(session_course(session), session_lesson(session),
			 session_viewed(session));
	scene.now = (struct scene_now){
		.busy = state == SESSION_BUSY,
		.asking = state == SESSION_ASKING,
		.trying = state == SESSION_TRYING,
		.replay = state == SESSION_REPLAY,
		.fails = session_check_fails(session),
		.stuck = scene.is_free && scene.viewed == scene.live &&
			 state != SESSION_BUSY &&
			 session_is_stuck(session, &why),
		.lost = scene.is_free && scene.viewed == scene.live &&
					state != SESSION_BUSY
				? session_lost_actor(session, &before)
				: NULL,
	};
	if (app->talk.follow && !app->talk.session) {
		bool is_live = scene.viewed == scene.live;
		scene.now.replay = false;
		scene.now.follows = true;
		scene.now.asking = is_live && scene_asks(&scene);
	}
	// Of a recorded question the room that sees it now says nothing yet.
	if (scene.now.asking)
		scene.votes = scene_votes_at(&scene, scene.beats);
	const struct lesson *following = app_following(app);
	if (state == SESSION_OVER && following && !app->options->presents)
		scene.following = following->title;
	// A frame of a script is the same each time.
	if (app->on_screen && !app->files.script && state != SESSION_REPLAY)
		scene.now.time = journal_now(scene.journal);
	return scene;
}

size_t app_beats(const struct app *app)
{
	return session_beats(app->session, session_live(app->session));
}

const struct beat *app_beat(const struct app *app, size_t index)
{
	const struct lesson *lesson = session_lesson(app->session);
	size_t step, beat;
	if (index >= lesson_beats(lesson))
		return NULL;
	lesson_beat_at(lesson, index, &step, &beat);
	return &lesson->steps[step].beats[beat];
}

const struct beat *app_next_beat(const struct app *app)
{
	return app_beat(app, app_beats(app));
}

static bool lives(const struct app *app, const char *name)
{
	const struct event_actor *actor =
		name ? actors_find(session_journal(app->session),
				   str_from(name))
		     : NULL;
	return actor && actor->phase != ACTOR_ENDED;
}

const char *app_actor(const struct app *app)
{
	if (lives(app, app->actor))
		return app->actor;
	const struct beat *next = app_next_beat(app);
	if (next && lives(app, next->actor))
		return next->actor;
	const struct lesson *lesson = session_lesson(app->session);
	return lesson->actor_count ? lesson->actors[0].name : "";
}

bool app_is_free(const struct app *app)
{
	return app->session && !session_lesson(app->session)->step_count;
}

bool app_is_presenting(const struct app *app)
{
	return app->options->presents && app->screen && app->session;
}

bool app_is_tracing(const struct app *app)
{
	return app->options->programs || app->options->pid;
}

bool app_is_shell(const struct app *app)
{
	return app_is_free(app) && !app_is_tracing(app) &&
	       !app->options->replay && !app->options->follow;
}

void app_note_lost(struct app *app, const struct err *err)
{
	if (!app->files.lost.text[0])
		app->files.lost = *err;
	app->ending.failed = true;
}

bool app_is_idle(const struct app *app)
{
	return !app->session || session_state(app->session) != SESSION_BUSY;
}

bool app_is_holding(const struct app *app)
{
	size_t count, begin, end;
	if (!app->session)
		return false;
	session_view(app->session, &begin, &end);
	free(journal_held(session_journal(app->session), end, &count));
	return count > 0;
}

/* Whether who follows a talk is asked for a letter. */
static bool may_vote(const struct app *app)
{
	const struct scene scene = app_seen(app);
	const struct beat *beat = app_beat(app, scene.beats);
	return scene.now.asking && beat && !asked_in_words(beat->prediction);
}

enum moment app_moment(const struct app *app)
{
	static const enum moment of_states[] = {
		[SESSION_READY] = MOMENT_READY,
		[SESSION_ASKING] = MOMENT_ASKING,
		[SESSION_TRYING] = MOMENT_TRYING,
		[SESSION_BUSY] = MOMENT_BUSY,
		[SESSION_OVER] = MOMENT_OVER,
		[SESSION_FREE] = MOMENT_FREE,
		[SESSION_BROKEN] = MOMENT_BROKEN,
		[SESSION_REPLAY] = MOMENT_REPLAY,
	};
	if (app->stage.is_leaving)
		return MOMENT_LEAVING;
	if (app->overlay)
		return app->search.text ? MOMENT_FOUND : MOMENT_OVERLAY;
	if (!app->session)
		return MOMENT_MENU;
	if (app->talk.follow && !app->talk.session && may_vote(app))
		return MOMENT_ASKING;
	if (session_is_recorded(app->session))
		return MOMENT_REPLAY;
	if (app_is_idle(app) &&
	    session_viewed(app->session) < session_live(app->session))
		return MOMENT_BACK;
	enum moment moment = of_states[session_state(app->session)];
	if (moment == MOMENT_FREE && session_has_programs(app->session))
		return session_programs_ended(app->session) ? MOMENT_ENDED
							    : MOMENT_PROGRAMS;
	if (moment == MOMENT_ASKING &&
	    asked_in_words(app_next_beat(app)->prediction))
		return MOMENT_FILLING;
	if (moment != MOMENT_READY)
		return moment;
	if (session_turn(app->session))
		return MOMENT_PROGRAMS;
	return app_is_holding(app)	    ? MOMENT_HELD
	       : session_live(app->session) ? MOMENT_READY
					    : MOMENT_START;
}

bool app_look_live(struct app *app, struct err *err)
{
	const struct session *session = app->session;
	size_t away = session_live(session) - session_viewed(session);
	return session_look(app->session, (int)away, err);
}

bool app_play_to(struct app *app, size_t beat, struct err *err)
{
	struct session *session = app->session;
	if (!session_wait(session, err))
		return false;
	app_look_live(app, err);
	while (session_beats(session, session_live(session)) < beat &&
	       !app->signals.ending) {
		if (!session_advance(session, err) ||
		    !session_wait(session, err))
			return false;
	}
	return true;
}

const struct lesson *app_following(const struct app *app)
{
	const struct catalogue *lessons = app->lessons;
	size_t i = 0;
	while (lessons && i < lessons->count &&
	       lessons->lessons[i] != app->lesson)
		i++;
	while (lessons && ++i < lessons->count) {
		if (!lessons->lessons[i]->is_exercise)
			return lessons->lessons[i];
	}
	return NULL;
}

void app_choose_next(struct app *app)
{
	const struct catalogue *catalogue = app->catalogue;
	int step;
	const char *last = progress_last(app->progress, &step);
	for (size_t i = 0; last && i < catalogue->count; i++) {
		if (strcmp(catalogue->lessons[i]->id, last) != 0)
			continue;
		bool is_over =
			progress_state(app->progress, last) >= PROGRESS_PLAYED;
		app->chosen = i + (is_over && i + 1 < catalogue->count);
	}
}
