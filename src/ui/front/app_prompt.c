/* app_prompt: the prompt in the life of the screen, and the search.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While it is open every key belongs to it. A line that is entered runs when
 * nothing settles any more; until then one types on. What was typed behind the
 * line that closes the prompt becomes keys again.
 *
 * While what is to be searched for is typed, the list that is open follows it.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_call.h"
#include "ui/command/command.h"
#include "ui/command/say.h"

#include <stdio.h>
#include <string.h>

enum { ESCAPE_WAIT = 25 * CLOCK_MS };

struct complete_context app_names(const struct app *app)
{
	struct complete_context context = {
		.catalogue = app->catalogue,
		.in_menu = !app->session,
	};
	context.commands = command_table(&context.command_count);
	if (!app->session)
		return context;
	context.journal = session_journal(app->session);
	context.place = journal_count(context.journal);
	context.actor = app_actor(app);
	context.lesson = session_lesson(app->session);
	return context;
}

void app_complete(void *data, struct str line, size_t cursor,
		  struct arena *arena, struct completion *completion)
{
	const struct complete_context context = app_names(data);
	complete_line(&context, line, cursor, arena, completion);
}

/* --- the search ------------------------------------------------------------
 */

static const char searching[] = "search ";

static long row_now(const struct app *app)
{
	if (app->overlay == OVERLAY_OUTLINE)
		return (long)app->stage.step;
	if (!app->overlay)
		return (long)app->chosen;
	return app->scroll == SCENE_FOLLOW ? 0 : app->scroll;
}

static void go_to_row(struct app *app, long row)
{
	if (app->overlay == OVERLAY_OUTLINE)
		app->stage.step = (size_t)row;
	else if (app->overlay)
		app->scroll = (int)row;
	else
		app->chosen = (size_t)row;
}

static bool find(struct app *app, long from, int step)
{
	struct grid rows;
	app_rows(app, &rows);
	bool found =
		search_find(&app->search, &rows, from, step, &app->message);
	grid_done(&rows);
	if (found)
		go_to_row(app, app->search.row);
	return found;
}

static bool is_search_typed(const struct app *app)
{
	const char *command = app->typing.prompt.command;
	return app->typing.prompt.is_open && text_is(command, searching);
}

/* Shows the first place that has what is typed so far. */
static void follow_search(struct app *app)
{
	struct search *search = &app->search;
	struct str typed = prompt_line(&app->typing.prompt).text;
	if (str_is(typed, search->text ? search->text : ""))
		return;
	search_set(search, typed);
	app->message.text[0] = '\0';
	if (!search->text || !find(app, search->origin, 1))
		go_to_row(app, search->origin);
}

static void leave_search(struct app *app)
{
	if (app->search.opened)
		app_show(app, OVERLAY_NONE);
	else
		go_to_row(app, app->search.origin);
	search_forget(&app->search);
}

/* Where nothing is open over a lesson, the list of all that was done is. */
static void begin_search(struct app *app)
{
	bool opens = app->session && !app->overlay;
	if (opens)
		app_show(app, OVERLAY_PACKETS);
	app->search.opened = opens;
	app->search.origin = row_now(app);
}

bool act_search(struct app *app, const char *argument, struct err *err)
{
	if (!app->screen)
		return FAILURE(err, "search-plain",
			       SLOT_TEXT("command", "search"));
	if (!is_search_typed(app))
		begin_search(app);
	if (!argument[0]) {
		const char *key = key_of("match next");
		AUTO_FREE char *asks =
			xprintf("%s ", sentence_text("reply-prompt-search"));
		AUTO_FREE char *about = SENTENCE_NEW("reply-prompt-search-keys",
						     SLOT_TEXT("key", key));
		app_open_prompt(app, asks, "");
		app->typing.prompt.command = searching;
		snprintf(app->search.about, sizeof(app->search.about), "%s",
			 about);
		app->typing.prompt.about = app->search.about;
		return true;
	}
	search_set(&app->search, str_from(argument));
	find(app, app->search.origin, 1);
	return true;
}

bool act_match(struct app *app, const char *argument, struct err *err)
{
	const struct search *search = &app->search;
	bool is_next = !strcmp(argument, "next");
	if (!is_next && strcmp(argument, "previous") != 0)
		return FAILURE(err, "match-expected",
			       SLOT_TEXT("value", argument));
	if (!app->screen)
		return FAILURE(err, "search-plain",
			       SLOT_TEXT("command", "match"));
	if (!search->text)
		return FAILURE(err, "match-no-search",
			       SLOT_TEXT("search", key_of("search")));
	int step = is_next ? 1 : -1;
	find(app, search->is_row ? search->row + step : row_now(app), step);
	return true;
}

/* --- keys and lines --------------------------------------------------------
 */

static void on_escape(void *data)
{
	struct app *app = data;
	prompt_end_escape(&app->typing.prompt);
}

/* Time tells what an Escape is; a script's has nothing behind it. */
static void wait_for_escape(struct app *app)
{
	if (!prompt_is_escaping(&app->typing.prompt))
		loop_timer_clear(app->loop, &app->typing.escape);
	else if (!screen_is_seen(app->screen))
		prompt_end_escape(&app->typing.prompt);
	else if (!app->typing.escape.when) {
		app->typing.escape =
			(struct loop_timer){.fn = on_escape, .data = app};
		loop_timer_set(app->loop, &app->typing.escape,
			       clock_now() + ESCAPE_WAIT);
	}
}

static void act_on_wishes(struct app *app)
{
	struct prompt *prompt = &app->typing.prompt;
	if (prompt->wants_redraw)
		screen_forget(app->screen);
	if (prompt->wants_stop)
		app->signals.suspend = true;
	prompt->wants_redraw = prompt->wants_stop = false;
}

/* Behind a line there may be another; behind a command that goes on with the
 * lesson, and each beside a program that is stepped, keys are wanted again. In
 * a free lab there are only lines. */
static bool stays_behind(const struct app *app, struct str line)
{
	struct said said;
	struct err err;
	struct str rest, name;
	if (app_is_shell(app) || !say_read(line, &said, &err) ||
	    said.kind != SAY_COMMAND)
		return true;
	rest = said.text;
	str_next_word(&rest, &name);
	const struct command *command = command_find(name);
	return !app_is_free(app) && command &&
	       !(command->flags & COMMAND_PLAYS);
}

/* In a free lab it comes back when what the line opened is closed. */
static void close_behind(struct app *app)
{
	app->typing.waits = app_is_shell(app) && app->overlay;
	app_close_prompt(app);
}

/* An argument can look like anything, a call as well. */
static void run_argument(struct app *app, const char *line)
{
	struct err err;
	AUTO_FREE char *whole =
		xprintf("%s%s", app->typing.prompt.command, line);
	if (!command_run(app, str_from(whole), &err))
		app->message = err;
	close_behind(app);
}

static void run_line(struct app *app, const char *line)
{
	bool is_done = app_run_line(app, str_from(line));
	if (app->overlay || !app->session ||
	    (is_done && !stays_behind(app, str_from(line))))
		close_behind(app);
	else
		app_label_prompt(app);
}

/* Runs the next line that was entered, if any. */
static bool run_entered(struct app *app)
{
	struct buf line = {0};
	bool has_line = prompt_take(&app->typing.prompt, &line);
	if (has_line && app->typing.prompt.command)
		run_argument(app, buf_text(&line));
	else if (has_line)
		run_line(app, buf_text(&line));
	buf_done(&line);
	return has_line;
}

static uint32_t first_typed(const struct prompt *prompt)
{
	if (prompt->typed.len <= prompt->read)
		return 0;
	struct str rest = {prompt->typed.data + prompt->read,
			   prompt->typed.len - prompt->read};
	uint32_t key = 0;
	return screen_cut_key(&rest, &key) ? key : 0;
}

/* In a prompt that opened by itself, what no line begins with is a key as it is
 * without one; Up, Tab and what ends the line are the prompt's. */
static bool is_key_still(const struct app *app, uint32_t key)
{
	static const uint32_t edits[] = {'\t', SCREEN_KEY_UP, SCREEN_KEY_DOWN,
					 SCREEN_KEY_ENTER, SCREEN_KEY_ESCAPE};
	for (size_t i = 0; i < COUNT(edits); i++) {
		if (key == edits[i])
			return false;
	}
	return !(key >= 'a' && key <= 'z') &&
	       app_find_key(app, key, MOMENT_TRYING);
}

/* No line begins with a blank: in a lesson it is the key that goes on. */
static bool is_key(const struct app *app)
{
	const struct prompt *prompt = &app->typing.prompt;
	if (!prompt->is_open || prompt->command || prompt->entered.len ||
	    app_is_shell(app) || prompt_line(prompt).text.len)
		return false;
	uint32_t key = first_typed(prompt);
	return key == ' ' ||
	       (key && prompt->is_offered && is_key_still(app, key));
}

/* Where a call is asked for, the prompt is open, until it is left there. Before
 * a room, and where nobody sees the screen, keys are all that comes. */
static void offer_prompt(struct app *app)
{
	struct err err;
	struct buf keys = {0};
	if (app->typing.prompt.is_open || app->options->presents ||
	    app->files.script || !screen_is_seen(app->screen) ||
	    !app_is_idle(app) || app_moment(app) != MOMENT_TRYING ||
	    app->typing.declined == session_live(app->session) + 1)
		return;
	app_ask(app, "", &err);
	app->typing.prompt.is_offered = true;
	SENTENCE(&keys, "prompt-offered", SLOT_TEXT("hint", key_of("hint")),
		 SLOT_TEXT("do", key_of("do")));
	snprintf(app->search.about, sizeof(app->search.about), "%s",
		 buf_text(&keys));
	app->typing.prompt.about = app->search.about;
	buf_done(&keys);
}

/* What it was opened for is done, and keys go on; what is typed already goes on
 * as in a prompt that was asked for. */
static void end_offer(struct app *app)
{
	struct prompt *prompt = &app->typing.prompt;
	if (!prompt->is_offered || !app_is_idle(app) ||
	    app_moment(app) == MOMENT_TRYING)
		return;
	if (!prompt->entered.len && !prompt_line(prompt).text.len) {
		app_close_prompt(app);
		return;
	}
	prompt->is_offered = false;
	prompt->about = NULL;
}

void app_read_prompt(struct app *app)
{
	bool again = true;
	if (app->typing.waits && !app->overlay) {
		struct err err;
		app->typing.waits = false;
		app_ask(app, "", &err);
	}
	end_offer(app);
	offer_prompt(app);
	while (again && app->typing.prompt.is_open && !app->ending.quit) {
		if (is_key(app)) {
			app_close_prompt(app);
			break;
		}
		prompt_edit(&app->typing.prompt);
		act_on_wishes(app);
		if (is_search_typed(app) && !app->typing.prompt.entered.len)
			follow_search(app);
		again = app_is_idle(app) && run_entered(app);
		if (prompt_is_left(&app->typing.prompt)) {
			if (is_search_typed(app))
				leave_search(app);
			if (app->session)
				app->typing.declined =
					session_live(app->session) + 1;
			app_close_prompt(app);
			app->message.text[0] = '\0';
		}
		bool is_escaping = prompt_is_escaping(&app->typing.prompt);
		wait_for_escape(app);
		again |= is_escaping != prompt_is_escaping(&app->typing.prompt);
	}
}
