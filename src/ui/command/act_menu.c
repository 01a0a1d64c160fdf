/* act_menu: the menu, and the way back to it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "show/plain/assignment.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_stage.h"
#include "ui/command/keys.h"

#include <string.h>

/* Digits typed one after another make one number as long as a lesson's number
 * begins with it; otherwise the last digit begins a new one. */
bool act_digit(struct app *app, const char *argument, struct err *err)
{
	size_t digit = (size_t)(argument[0] - '0');
	if (digit > 9 || argument[1])
		return FAILURE(err, "digit-expected",
			       SLOT_TEXT("value", argument));
	size_t count = app->catalogue->count;
	size_t number = app->typed * 10 + digit;
	if (catalogue_at(app->catalogue, number) == count)
		number = digit;
	app->typed = number;
	size_t at = catalogue_at(app->catalogue, number);
	if (at == count)
		return FAILURE(err, "menu-no-lesson",
			       SLOT_NUMBER("number", number));
	app->chosen = at;
	return true;
}

/* Somebody who left in the middle of a lesson is told how to get back there. */
static void tell_last_step(struct app *app)
{
	int step;
	const char *word = key_of("goto");
	const struct slot key = SLOT_TEXT("key", word);
	const char *last = progress_last(app->progress, &step);
	if (last && step && !strcmp(last, app->lesson->id) &&
	    progress_state(app->progress, last) == PROGRESS_BEGUN)
		APP_SAY(app, "reply-left-at-step",
			SLOT_NUMBER("step", step + 1), key);
}

/* An exercise is not played here: its task is told, and how to begin. */
static void tell_exercise(struct app *app, const struct lesson *exercise)
{
	struct buf text = {0};
	AUTO_FREE char *heading =
		xprintf("%s:", sentence_text("reply-task-checked"));
	assignment_print(exercise, heading, &text);
	assignment_print_way(exercise, &text);
	app_tell(app, exercise->title, &text);
}

bool act_open(struct app *app, const char *argument, struct err *err)
{
	const struct lesson *lesson = app->catalogue->lessons[app->chosen];
	if (argument[0]) {
		lesson = catalogue_find(app->catalogue, argument, err);
		if (!lesson)
			return false;
	}
	for (size_t i = 0; i < app->catalogue->count; i++) {
		if (app->catalogue->lessons[i] == lesson)
			app->chosen = i;
	}
	if (lesson->is_exercise) {
		tell_exercise(app, lesson);
		return true;
	}
	if (!app_enter(app, lesson, err))
		return false;
	app->from_menu = true;
	tell_last_step(app);
	return true;
}

bool act_onward(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	const struct lesson *lesson = app_following(app);
	if (!lesson)
		return FAILURE(err, "onward-none");
	if (session_state(app->session) != SESSION_OVER)
		return FAILURE(err, "onward-not-over");
	if (!app_enter(app, lesson, err))
		return false;
	tell_last_step(app);
	return true;
}

bool act_menu(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app->catalogue)
		return FAILURE(err, "menu-not-here");
	if (app->session) {
		app_leave(app);
		app_choose_next(app);
	}
	return true;
}

bool act_quit(struct app *app, const char *argument, struct err *err)
{
	bool to_menu = app->session && app->from_menu;
	if (stage_asks_end(app))
		return true;
	if (app->talk.session)
		return act_talk(app, argument, err);
	if (to_menu)
		return act_menu(app, argument, err);
	app->ending.quit = true;
	return true;
}
