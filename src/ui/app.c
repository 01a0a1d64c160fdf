/* app: what commands act on: a lesson or a free lab, with its files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same for the screen (app_screen.c) and for plain mode (plain_ui.c).
 */
#include "ui/app.h"

#include "base/mem.h"
#include "lesson/asked.h"
#include "session/again.h"
#include "session/outcome.h"
#include "session/program.h"
#include "session/recorded.h"
#include "ui/command/act_screen.h"
#include "ui/command/act_trace.h"
#include "ui/command/act_wire.h"
#include "ui/command/say.h"
#include "ui/file/programs.h"
#include "ui/line/consent.h"
#include "ui/line/needs.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void app_say(struct app *app, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(app->message.text, sizeof(app->message.text), format, args);
	va_end(args);
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

struct scene app_seen(const struct app *app)
{
	const struct session *session = app->session;
	enum session_state state = session_state(session);
	struct scene scene =
		scene_at(session_course(session), session_lesson(session),
			 session_viewed(session));
	scene.now = (struct scene_now){
		.busy = state == SESSION_BUSY,
		.asking = state == SESSION_ASKING,
		.trying = state == SESSION_TRYING,
		.replay = state == SESSION_REPLAY,
		.fails = session_check_fails(session),
	};
	if (app->follow && !app->talk) {
		bool is_live = scene.viewed == scene.live;
		scene.now.replay = false;
		scene.now.follows = true;
		scene.now.asking = is_live && scene_asks(&scene);
	}
	// Of a recorded question the room that sees it now says nothing yet.
	if (scene.now.asking)
		scene.votes = scene_votes_at(&scene, scene.beats);
	// A frame of a script is the same each time.
	if (app->on_screen && !app->script && state != SESSION_REPLAY)
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

bool app_is_free(const struct app *app)
{
	return app->session && !session_lesson(app->session)->step_count;
}

static bool is_tracing(const struct app *app)
{
	return app->options->programs || app->options->pid;
}

bool app_is_shell(const struct app *app)
{
	return app_is_free(app) && !is_tracing(app) && !app->options->replay &&
	       !app->options->follow;
}

/* A file of the run is lost: the first one is told of at the end. */
static void note_lost(struct app *app, const struct err *err)
{
	if (!app->lost.text[0])
		app->lost = *err;
	app->failed = true;
}

bool app_is_idle(const struct app *app)
{
	return !app->session || session_state(app->session) != SESSION_BUSY;
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
	if (app->follow && !app->talk && may_vote(app))
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
	return wire_is_holding(app)	    ? MOMENT_HELD
	       : session_live(app->session) ? MOMENT_READY
					    : MOMENT_START;
}

/* --- lessons ---------------------------------------------------------------
 */

/* Before there is a screen somebody can be asked; later he is told how. */
static bool may_run(struct app *app, const struct lesson *lesson,
		    const struct session *session, struct err *err)
{
	bool is_confined = session_has_namespaces(session);
	if (lesson == app->allowed ||
	    !consent_is_needed(app->options, lesson, is_confined))
		return true;
	if (app->session || app->screen)
		return err_set(err,
			       "%s has commands that would run%s; sockstep run "
			       "%s shows them first and asks",
			       lesson->file,
			       is_confined ? "" : " on this machine itself",
			       lesson->file);
	app->status = STATUS_USAGE;
	if (!consent_ask(app->options, lesson, is_confined, err))
		return false;
	app->status = STATUS_CANNOT;
	app->allowed = lesson;
	return true;
}

void app_list_commands(const struct app *app, struct buf *out)
{
	const struct lesson *lesson = session_lesson(app->session);
	if (consent_is_needed(app->options, lesson, true))
		consent_list(lesson, out);
	session_list_commands(app->session, out);
}

static bool enter_replay(struct app *app, struct err *err)
{
	app->session =
		replay_open(&app->replay, app->options->replay, app->loop, err);
	if (!app->session) {
		app->status = STATUS_USAGE;
		return false;
	}
	app->lesson = session_lesson(app->session);
	if (app->replay.unsaid.len)
		app_say(app, "%s", buf_text(&app->replay.unsaid));
	return true;
}

static bool text_of(void *data, uint64_t digest, struct str *text)
{
	return follow_lesson(data, digest, text);
}

/* The words of a lesson can come behind the first calls of its lab. */
static void learn(struct app *app, struct session *talk)
{
	if (!follow_has_lesson(app->follow) || !app->replay.unsaid.len)
		return;
	if (!strcmp(app->message.text, buf_text(&app->replay.unsaid)))
		app->message.text[0] = '\0';
	buf_clear(&app->replay.unsaid);
	session_learn(talk);
	if (!app->talk)
		app->lesson = session_lesson(talk);
}

/* What came over the network since the last frame. */
static void on_follow(void *data)
{
	struct app *app = data;
	struct session *talk = app->talk ? app->talk : app->session;
	const char *state = follow_state(app->follow);
	if (follow_take(app->follow))
		session_grow(talk);
	learn(app, talk);
	if (state)
		app_say(app, "%s", state);
	app->is_touched = true;
}

static bool enter_follow(struct app *app, struct err *err)
{
	const struct options *options = app->options;
	app->follow = follow_open(app->loop, options->follow, options->room,
				  &app->signals.ending, err);
	if (!app->follow)
		return false;
	app->replay.text_of = text_of;
	app->replay.text_data = app->follow;
	app->session = replay_take(&app->replay, follow_journal(app->follow),
				   app->loop);
	app->lesson = session_lesson(app->session);
	session_look(app->session, (int)session_live(app->session), err);
	follow_listen(app->follow, on_follow, app);
	if (app->replay.unsaid.len)
		app_say(app, "%s", buf_text(&app->replay.unsaid));
	return true;
}

bool app_enter(struct app *app, const struct lesson *lesson, struct err *err)
{
	if (app->follow)
		return err_set(err, "this is a talk, in which no other lesson "
				    "is begun");
	if (app->options->follow)
		return enter_follow(app, err);
	if (app->options->replay && app->session)
		return err_set(err, "this is a replay, in which no lab is "
				    "built");
	if (app->options->replay)
		return enter_replay(app, err);
	if (app->options->is_writable && !app->folder)
		app->folder = getcwd(NULL, 0);
	const struct session_options options = {
		.no_namespaces = app->options->no_namespaces,
		.ending = &app->signals.ending,
		.whole_files = is_tracing(app),
		.submission = app->options->checked_files,
		.program = app->options->checked,
		.directory = app->options->checked_folder,
		.by_calls = true,
		.shared = app->options->shared,
		.writable = app->options->is_writable ? app->folder : NULL,
	};
	struct session *session = session_new(lesson, app->loop, &options, err);
	if (!session)
		return false;
	if (!may_run(app, lesson, session, err)) {
		session_free(session);
		return false;
	}
	if (app->session)
		app_leave(app);
	app->session = session;
	sources_done(&app->sources);
	app->lesson = lesson;
	app->overlay = OVERLAY_NONE;
	app->scroll = 0;
	search_forget(&app->search);
	if (app->log)
		log_follow(app->log, session_journal(session));
	if (app->share)
		share_follow(app->share, session_journal(session));
	const char *tool = needs_tool(lesson);
	if (tool)
		app_say(app, "this lesson runs %s, which is not installed here",
			tool);
	bool refused = false;
	if (trace_start_all(app, &refused, err))
		return true;
	if (!refused)
		app->status = STATUS_USAGE;
	return false;
}

/* The exit status of the program that the command line names last, as a shell
 * has it; -1 when it has not ended, or never began. */
static int find_program_status(const struct app *app)
{
	const struct programs *programs = app->options->programs;
	const struct journal *journal = session_journal(app->session);
	if (!programs || !programs->count)
		return -1;
	const char *last = programs->items[programs->count - 1].name;
	for (size_t i = journal_count(journal); i > 0; i--) {
		const struct event *event = journal_at(journal, i - 1);
		const struct event_actor *actor = &event->as.actor;
		if (event->kind != EVENT_ACTOR ||
		    strcmp(actor->actor, last) != 0)
			continue;
		if (actor->phase == ACTOR_BORN)
			return -1;
		return actor->signal ? STATUS_SIGNAL + actor->signal
				     : actor->status;
	}
	return -1;
}

/* A free lab is no lesson, and is not remembered. */
static void note_outcome(struct app *app)
{
	struct session *session = app->session;
	if (!lesson_beats(app->lesson) || session_is_recorded(session) ||
	    app->lesson->is_exercise || app->options->presents)
		return;
	struct outcome outcome;
	outcome_read(&outcome, app->lesson, session_journal(session),
		     session_beats(session, session_live(session)),
		     app->options->automatic || app->script);
	progress_note(app->progress, &outcome.run);
	outcome_done(&outcome);
}

void app_leave(struct app *app)
{
	app_come_back(app);
	struct session *session = app->session;
	app->program_status = find_program_status(app);
	note_outcome(app);
	if (session_failures(session))
		app->failed = true;
	if (app->log)
		log_follow(app->log, NULL);
	if (app->share)
		share_follow(app->share, NULL);
	struct err err;
	if (!pcap_add(app->pcap, session_journal(session), &err))
		note_lost(app, &err);
	for (size_t i = 0; i < app->options->save_count; i++) {
		if (!save_at_end(session, app->options->saves[i], &err))
			note_lost(app, &err);
	}
	session_free(session);
	replay_close(&app->replay);
	loop_timer_clear(app->loop, &app->automatic);
	app->session = NULL;
	app->overlay = OVERLAY_NONE;
	search_forget(&app->search);
	app_close_prompt(app);
	app->packet_cursor = 0;
}

bool app_play_to(struct app *app, size_t beat, struct err *err)
{
	struct session *session = app->session;
	if (!session_wait(session, err))
		return false;
	int away = (int)(session_live(session) - session_viewed(session));
	session_look(session, away, err);
	while (session_beats(session, session_live(session)) < beat &&
	       !app->signals.ending) {
		if (!session_advance(session, err) ||
		    !session_wait(session, err))
			return false;
	}
	return true;
}

/* --- keys and commands -----------------------------------------------------
 */

/* It can have words in it that were typed: a terminal must not obey them. */
static void tell_failed(struct app *app, const struct err *err)
{
	struct buf text = {0};
	text_show(&text, err->text, strlen(err->text), sizeof(err->text));
	app_say(app, "%s", buf_text(&text));
	buf_done(&text);
}

bool app_run_line(struct app *app, struct str line)
{
	app->is_touched = true;
	struct err err;
	bool ok = say_line(app, line, &err);
	if (!ok)
		tell_failed(app, &err);
	return ok;
}

/* --- from the first to the last --------------------------------------------
 */

void app_flush_log(struct app *app)
{
	struct err err;
	if (!app->log || log_is_lost(app->log) || log_flush(app->log, &err))
		return;
	app->message = err;
	note_lost(app, &err);
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

/* The talk goes on whatever becomes of its followers. */
static void on_share(void *data)
{
	struct app *app = data;
	const char *trouble = share_trouble(app->share);
	if (trouble)
		app_say(app, "followers see nothing new: %s", trouble);
	else if (app->is_cut && share_can_be_followed(app->share))
		act_say_room(app);
	app->is_cut = !share_can_be_followed(app->share);
	act_tell_votes(app);
	app->is_touched = true;
}

bool app_open(struct app *app, const struct lesson *lesson, struct err *err)
{
	const struct options *options = app->options;
	app->status = STATUS_USAGE;
	app->notation = options_notation(options, app->progress);
	app->noise = options->noise;
	app->history = history_open();
	if (options->script) {
		app->script = script_open(options->script, err);
		if (!app->script)
			return false;
	}
	if (options->log) {
		app->log = log_open(options->log, err);
		if (!app->log)
			return false;
	}
	if (options->pcap) {
		app->pcap = pcap_open(options->pcap, err);
		if (!app->pcap)
			return false;
	}
	if (options->record) {
		app->cast = cast_open(options->record, err);
		if (!app->cast)
			return false;
	}
	app->status = STATUS_CANNOT;
	app->loop = loop_new(err);
	if (!app->loop ||
	    !signals_open(&app->signals, app->loop, app->on_screen, err))
		return false;
	if (options->shares) {
		app->share = share_open(app->loop, options->share_at,
					options->broker, on_share, app, err);
		if (!app->share)
			return false;
	}
	if (!lesson)
		app_choose_next(app);
	return !lesson || app_enter(app, lesson, err);
}

void app_close(struct app *app)
{
	if (app->loop)
		loop_remove(app->loop, STDIN_FILENO);
	screen_close(app->screen);
	app->screen = NULL;
	if (app->follow)
		follow_listen(app->follow, NULL, NULL);
	if (app->session)
		app_leave(app);
	// A terminal that goes away sends SIGHUP, and its shell once more: the
	// files are written before a signal can end the program.
	struct err err;
	if (!log_close(app->log, &err))
		note_lost(app, &err);
	if (!pcap_close(app->pcap, &err))
		note_lost(app, &err);
	if (!cast_close(app->cast, &err))
		note_lost(app, &err);
	if (!history_close(app->history, &err))
		note_lost(app, &err);
	watchers_close(app->stage.watchers);
	share_close(app->share);
	follow_close(app->follow);
	if (app->signals.loop)
		signals_close(&app->signals);
	loop_free(app->loop);
	script_close(app->script);
	lesson_free(app->loaded);
	saved_done(&app->saved);
	sources_done(&app->sources);
	grid_done(&app->grid);
	search_forget(&app->search);
	free(app->title);
	free(app->text);
	free(app->actor);
	free(app->folder);
}

int app_status(const struct app *app, struct err *err)
{
	*err = app->lost;
	int ending = app->signals.ending;
	if (app->closed && !ending)
		ending = SIGHUP;
	if (ending) {
		err_set(err, "ended by the signal %s", strsignal(ending));
		return STATUS_SIGNAL + ending;
	}
	if (app->hangs && !app->failed)
		return STATUS_HANG;
	if (!app->failed && app->options->exit_status)
		return app->program_status >= 0 ? app->program_status
						: STATUS_FAILED;
	return app->failed ? STATUS_FAILED : STATUS_DONE;
}
