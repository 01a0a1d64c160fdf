/* act_save: the run into files, and files into a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson is loaded into the place of the one that is open, and its form is
 * looked at first: a faulty one leaves everything as it is. Any other file is
 * a script, whose lines run as if they were typed.
 */
#include "base/mem.h"
#include "base/text.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <string.h>

static bool save(struct app *app, const char *path, bool replace,
		 struct err *err)
{
	for (size_t i = 0; i < app->options->save_count; i++) {
		if (!strcmp(path, app->options->saves[i]))
			return err_set(err,
				       "save %s: --save writes this file when "
				       "the lesson ends; name another one",
				       path);
	}
	struct buf said = {0};
	bool ok =
		save_run(&app->saved, app->session, path, replace, &said, err);
	if (ok)
		app_say(app, "%s", buf_text(&said));
	buf_done(&said);
	return ok;
}

bool act_save(struct app *app, const char *argument, struct err *err)
{
	return save(app, argument, false, err);
}

bool act_save_over(struct app *app, const char *argument, struct err *err)
{
	return save(app, argument, true, err);
}

static struct lesson *read_lesson(const char *path, struct err *err)
{
	struct faults faults = {0};
	struct lesson *lesson = lesson_read(path, &faults, err);
	if (!lesson && faults.count)
		err_set(err, "%s:%d: %s%s", path, faults.items[0].line,
			faults.items[0].text,
			faults.count > 1 ? "; sockstep lint tells the rest"
					 : "");
	faults_done(&faults);
	return lesson;
}

static bool load_lesson(struct app *app, const char *path, struct err *err)
{
	struct lesson *lesson = read_lesson(path, err);
	if (!lesson || !app_enter(app, lesson, err)) {
		lesson_free(lesson);
		return false;
	}
	lesson_free(app->loaded);
	app->loaded = lesson;
	app_say(app, "%s: a new lab, and this lesson from its beginning", path);
	return true;
}

/* Formats that are written only. */
static const struct {
	const char *suffix, *what;
} written[] = {
	{".c", "it is a program: compile it, and run it in a terminal"},
	{".py", "it is a program: run it in a terminal, with python3"},
	{".log", "it is the log of a run, which is over; a saved lesson (.md) "
		 "makes the same moves again"},
	{".pcapng", "these are packets: wireshark and tshark read them"},
};

bool act_load(struct app *app, const char *argument, struct err *err)
{
	if (text_has_suffix(argument, ".md"))
		return load_lesson(app, argument, err);
	for (size_t i = 0; i < COUNT(written); i++) {
		if (text_has_suffix(argument, written[i].suffix))
			return err_set(err, "load %s: %s", argument,
				       written[i].what);
	}
	return script_push(&app->script, argument, err);
}
