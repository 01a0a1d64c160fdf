/* act_save: the run into files, and files into a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson is loaded into the place of the one that is open, and its form is
 * looked at first: a faulty one leaves everything as it is. Any other file is
 * a script, whose lines run as if they were typed.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <string.h>

static bool save(struct app *app, const char *path, bool replace,
		 struct err *err)
{
	for (size_t i = 0; i < app->options->save_count; i++) {
		if (!strcmp(path, app->options->saves[i]))
			return FAILURE(err, "save-is-written",
				       SLOT_TEXT("path", path));
	}
	struct buf said = {0};
	bool ok = save_run(&app->files.saved, app->session, path, replace,
			   &said, err);
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
		FAILURE(err, faults.count > 1 ? "load-faults" : "load-fault",
			SLOT_TEXT("path", path),
			SLOT_NUMBER("line", faults.items[0].line),
			SLOT_TEXT("fault", faults.items[0].text));
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
	APP_SAY(app, "reply-restarted", SLOT_TEXT("path", path));
	return true;
}

/* Formats that are written only. */
static const struct {
	const char *suffix, *id;
} written[] = {
	{".c", SENTENCE_ID("load-program-c")},
	{".py", SENTENCE_ID("load-program-python")},
	{".log", SENTENCE_ID("load-log")},
	{".pcapng", SENTENCE_ID("load-packets")},
};

bool act_load(struct app *app, const char *argument, struct err *err)
{
	if (text_has_suffix(argument, ".md"))
		return load_lesson(app, argument, err);
	for (size_t i = 0; i < COUNT(written); i++) {
		if (text_has_suffix(argument, written[i].suffix))
			return FAILURE(
				err, "load-file", SLOT_TEXT("path", argument),
				SLOT_TEXT("why", sentence_text(written[i].id)));
	}
	return script_push(&app->files.script, argument, err);
}
