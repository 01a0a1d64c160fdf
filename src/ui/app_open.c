/* app_open: from the first to the last: the files of a run, and what became of
 * it. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "ui/app.h"
#include "ui/command/act_room.h"

#include <string.h>
#include <unistd.h>

void app_flush_log(struct app *app)
{
	struct err err;
	if (!app->files.log || log_is_lost(app->files.log) ||
	    log_flush(app->files.log, &err))
		return;
	app->message = err;
	app_note_lost(app, &err);
}

static void say_cut(struct app *app, const char *why)
{
	AUTO_FREE char *text =
		SENTENCE_NEW("say-followers-cut", SLOT_TEXT("reason", why));
	app_say(app, "%s", text);
}

/* The talk goes on whatever becomes of its followers. */
static void on_share(void *data)
{
	struct app *app = data;
	const char *trouble = share_trouble(app->talk.share);
	bool is_there = share_can_be_followed(app->talk.share);
	if (trouble)
		say_cut(app, trouble);
	else if (app->talk.is_cut && is_there &&
		 share_came_back(app->talk.share))
		app_say(app, "%s", sentence_text("say-followers-back"));
	else if (app->talk.is_cut && is_there)
		act_say_room(app);
	app->talk.is_cut = !is_there;
	act_tell_votes(app);
	app->frames.is_touched = true;
}

bool app_open(struct app *app, const struct lesson *lesson, struct err *err)
{
	const struct options *options = app->options;
	app->ending.status = STATUS_USAGE;
	app->notation = options_notation(options, app->progress);
	app->noise = options->noise;
	app->typing.history = history_open();
	if (options->script) {
		app->files.script = script_open(options->script, err);
		if (!app->files.script)
			return false;
	}
	if (options->log) {
		app->files.log = log_open(options->log, err);
		if (!app->files.log)
			return false;
	}
	if (options->pcap) {
		app->files.pcap = pcap_open(options->pcap, err);
		if (!app->files.pcap)
			return false;
	}
	if (options->record) {
		app->files.cast = cast_open(options->record, err);
		if (!app->files.cast)
			return false;
	}
	app->ending.status = STATUS_CANNOT;
	app->loop = loop_new(err);
	if (!app->loop ||
	    !signals_open(&app->signals, app->loop, app->on_screen, err))
		return false;
	if (options->shares) {
		const struct share_way way = {options->share_at,
					      options->broker, options->page};
		app->talk.share =
			share_open(app->loop, &way, on_share, app, err);
		if (!app->talk.share)
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
	if (app->talk.follow)
		follow_listen(app->talk.follow, NULL, NULL);
	if (app->session)
		app_leave(app);
	// A terminal that goes away sends SIGHUP, and its shell once more: the
	// files are written before a signal can end the program.
	struct err err;
	if (!log_close(app->files.log, &err))
		app_note_lost(app, &err);
	if (!pcap_close(app->files.pcap, &err))
		app_note_lost(app, &err);
	if (!cast_close(app->files.cast, &err))
		app_note_lost(app, &err);
	if (!history_close(app->typing.history, &err))
		app_note_lost(app, &err);
	watchers_close(app->stage.watchers);
	share_close(app->talk.share);
	follow_close(app->talk.follow);
	if (app->signals.loop)
		signals_close(&app->signals);
	loop_free(app->loop);
	script_close(app->files.script);
	lesson_free(app->loaded);
	saved_done(&app->files.saved);
	sources_done(&app->files.sources);
	free(app->readers);
	grid_done(&app->grid);
	search_forget(&app->search);
	free(app->title);
	free(app->text);
	free(app->actor);
	free(app->folder);
}

int app_status(const struct app *app, struct err *err)
{
	*err = app->files.lost;
	int ending = app->signals.ending;
	if (app->ending.closed && !ending)
		ending = SIGHUP;
	if (ending) {
		FAILURE(err, "ended-by-signal",
			SLOT_TEXT("signal", strsignal(ending)));
		return STATUS_SIGNAL + ending;
	}
	if (app->ending.hangs && !app->ending.failed)
		return STATUS_HANG;
	if (!app->ending.failed && app->options->exit_status)
		return app->ending.program_status >= 0
			       ? app->ending.program_status
			       : STATUS_FAILED;
	return app->ending.failed ? STATUS_FAILED : STATUS_DONE;
}
