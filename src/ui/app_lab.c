/* app_lab: entering and leaving what is played: a lesson, a log, a talk.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "session/again.h"
#include "session/outcome.h"
#include "session/recorded.h"
#include "ui/app.h"
#include "ui/command/act_trace.h"
#include "ui/file/programs.h"
#include "ui/line/consent.h"
#include "ui/line/needs.h"

#include <string.h>
#include <unistd.h>

/* Before there is a screen somebody can be asked; later he is told how. */
static bool may_run(struct app *app, const struct lesson *lesson,
		    const struct session *session, struct err *err)
{
	bool is_confined = session_has_namespaces(session);
	if (lesson == app->allowed ||
	    !consent_is_needed(app->options, lesson, is_confined))
		return true;
	if (app->session || app->screen)
		return FAILURE(
			err, is_confined ? "has-commands" : "has-commands-here",
			SLOT_TEXT("file", lesson->file));
	app->ending.status = STATUS_USAGE;
	if (!consent_ask(app->options, lesson, is_confined, err))
		return false;
	app->ending.status = STATUS_CANNOT;
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
	app->session = replay_open(&app->files.replay, app->options->replay,
				   app->loop, err);
	if (!app->session) {
		app->ending.status = STATUS_USAGE;
		return false;
	}
	app->lesson = session_lesson(app->session);
	if (app->files.replay.unsaid.len)
		app_say(app, "%s", buf_text(&app->files.replay.unsaid));
	return true;
}

static bool text_of(void *data, uint64_t digest, struct str *text)
{
	return follow_lesson(data, digest, text);
}

/* The words of a lesson can come behind the first calls of its lab. */
static void learn(struct app *app, struct session *talk)
{
	if (!follow_has_lesson(app->talk.follow) ||
	    !app->files.replay.unsaid.len)
		return;
	if (!strcmp(app->message.text, buf_text(&app->files.replay.unsaid)))
		app->message.text[0] = '\0';
	buf_clear(&app->files.replay.unsaid);
	session_learn(talk);
	if (!app->talk.session)
		app->lesson = session_lesson(talk);
}

/* What was said of a question, such as the own vote, is over with it. */
static void forget_said(struct app *app)
{
	if (!app->talk.session &&
	    strcmp(app->message.text, buf_text(&app->files.replay.unsaid)) != 0)
		app->message.text[0] = '\0';
}

static void note_end(const struct app *app, struct session *talk)
{
	session_set_recording(talk, follow_is_over(app->talk.follow)
					    ? RECORDING_TALK_OVER
					    : RECORDING_TALK);
}

/* What came over the network since the last frame. */
static void on_follow(void *data)
{
	struct app *app = data;
	struct session *talk =
		app->talk.session ? app->talk.session : app->session;
	const char *state = follow_state(app->talk.follow);
	size_t live = session_live(talk);
	if (follow_take(app->talk.follow))
		session_grow(talk);
	if (session_live(talk) != live)
		forget_said(app);
	learn(app, talk);
	note_end(app, talk);
	if (state)
		app_say(app, "%s", state);
	app->frames.is_touched = true;
}

static bool enter_follow(struct app *app, struct err *err)
{
	const struct options *options = app->options;
	app->talk.follow =
		follow_open(app->loop, options->follow, options->room,
			    &app->signals.ending, err);
	if (!app->talk.follow)
		return false;
	app->files.replay.text_of = text_of;
	app->files.replay.text_data = app->talk.follow;
	app->session = replay_take(&app->files.replay,
				   follow_journal(app->talk.follow), app->loop);
	app->lesson = session_lesson(app->session);
	note_end(app, app->session);
	session_look(app->session, (int)session_live(app->session), err);
	follow_listen(app->talk.follow, on_follow, app);
	if (app->files.replay.unsaid.len)
		app_say(app, "%s", buf_text(&app->files.replay.unsaid));
	return true;
}

bool app_enter(struct app *app, const struct lesson *lesson, struct err *err)
{
	if (app->talk.follow)
		return FAILURE(err, "talk-no-lesson");
	if (app->options->follow)
		return enter_follow(app, err);
	if (app->options->replay && app->session)
		return FAILURE(err, "replay-no-lab");
	if (app->options->replay)
		return enter_replay(app, err);
	if (app->options->is_writable && !app->folder)
		app->folder = getcwd(NULL, 0);
	const struct session_options options = {
		.no_namespaces = app->options->no_namespaces,
		.ending = &app->signals.ending,
		.whole_files = app_is_tracing(app),
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
	sources_done(&app->files.sources);
	app->lesson = lesson;
	app->overlay = OVERLAY_NONE;
	app->scroll = 0;
	search_forget(&app->search);
	if (app->files.log)
		log_follow(app->files.log, session_journal(session));
	if (app->talk.share)
		share_follow(app->talk.share, session_journal(session));
	const char *tool = needs_tool(lesson);
	if (tool)
		APP_SAY(app, "reply-tool-missing", SLOT_TEXT("tool", tool));
	bool refused = false;
	if (trace_start_all(app, &refused, err))
		return true;
	if (!refused)
		app->ending.status = STATUS_USAGE;
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
		     app->options->automatic || app->files.script);
	progress_note(app->progress, &outcome.run);
	outcome_done(&outcome);
}

void app_look_at(struct app *app, struct session *session)
{
	app->session = session;
	app->lesson = session_lesson(session);
	app->overlay = OVERLAY_NONE;
	app->scroll = 0;
	app->packet_cursor = 0;
	free(app->actor);
	app->actor = NULL;
	search_forget(&app->search);
}

void app_come_back(struct app *app)
{
	struct session *own = app->session;
	if (!app->talk.session)
		return;
	app_close_prompt(app);
	app_look_at(app, app->talk.session);
	app->talk.session = NULL;
	session_free(own);
}

void app_leave(struct app *app)
{
	app_come_back(app);
	struct session *session = app->session;
	app->ending.program_status = find_program_status(app);
	note_outcome(app);
	if (session_failures(session))
		app->ending.failed = true;
	if (app->files.log)
		log_follow(app->files.log, NULL);
	if (app->talk.share)
		share_follow(app->talk.share, NULL);
	struct err err;
	if (!pcap_add(app->files.pcap, session_journal(session), &err))
		app_note_lost(app, &err);
	for (size_t i = 0; i < app->options->save_count; i++) {
		if (!save_at_end(session, app->options->saves[i], &err))
			app_note_lost(app, &err);
	}
	session_free(session);
	replay_close(&app->files.replay);
	loop_timer_clear(app->loop, &app->frames.automatic);
	app->session = NULL;
	app->overlay = OVERLAY_NONE;
	search_forget(&app->search);
	app_close_prompt(app);
	app->packet_cursor = 0;
}
