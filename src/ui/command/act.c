/* act: what each command does; command.c has the table.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands that make calls return while those settle; the app runs the next
 * command when they have.
 */
#include "ui/command/act.h"

#include "base/mem.h"
#include "lesson/asked.h"
#include "session/program.h"
#include "session/recorded.h"
#include "show/plain/assignment.h"
#include "ui/app.h"
#include "ui/command/act_screen.h"
#include "ui/command/act_trace.h"
#include "ui/command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* --- going on and looking back ---------------------------------------------
 */

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
	struct session *session = app->session;
	return session_look(
		session, (int)(session_live(session) - session_viewed(session)),
		err);
}

/* The answer makes the call, too: one key for each beat. */
bool act_answer(struct app *app, const char *argument, struct err *err)
{
	int choice = -1;
	const struct beat *beat = app_next_beat(app);
	bool is_written = beat && asked_in_words(beat->prediction);
	if (!read_choice(argument, &choice) && !is_written)
		return err_set(err,
			       "answer %s: expected one of a, b, c, d or "
			       "? for don't know",
			       argument);
	if (session_viewed(app->session) != session_live(app->session))
		return err_set(err, "answer: look forward to where the kernel "
				    "is first");
	if (app->follow && !app->talk)
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
		return err_set(err, "step %s: this lesson has steps 1 to %zu",
			       argument, lesson->step_count);
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
		return err_set(err, "call %s: no call was made yet", argument);
	if (!read_number(argument, count, &number))
		return err_set(err, "call %s: `history` has the calls 1 to %zu",
			       argument, count);
	*move = session_move_at(app->session, app_call_place(app, number));
	return true;
}

static bool ask_where(struct app *app, struct err *err)
{
	bool is_free = app_is_free(app);
	size_t most = is_free ? app_calls(app)
			      : session_lesson(app->session)->step_count;
	const char *what = is_free ? "call" : "step";
	if (!most)
		return err_set(err, "goto: no call was made yet");
	if (!app->screen)
		return err_set(err, "goto: expected a %s, 1 to %zu", what,
			       most);
	AUTO_FREE char *label =
		xprintf("go to %s (1-%zu), then Enter: ", what, most);
	app_open_prompt(app, label, "");
	app->prompt.command = "goto ";
	app->prompt.only_digits = true;
	app->prompt.about = "Enter goes there, Esc leaves";
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
			return err_set(err, "step %s: the log ends before it",
				       argument);
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
		return err_set(err, "rewind: this step was not played yet; go "
				    "forward with goto");
	*move = session_move_of(session, beat);
	return true;
}

bool act_rewind(struct app *app, const char *argument, struct err *err)
{
	size_t move = 0, beat = 0;
	if (!argument[0])
		move = place_to_rewind(app);
	else if (app_is_free(app)) {
		if (!read_call(app, argument, &move, err))
			return false;
	} else if (!read_step(app, argument, &beat, err) ||
		   !place_of(app, beat, &move, err))
		return false;
	if (!session_rewind(app->session, move, err))
		return false;
	session_ask_again(app->session);
	app->packet_cursor = 0;
	app->is_rebuilt = true;
	app_say(app, "rewound: the kernel is at this place again, in a new "
		     "lab");
	return true;
}

bool act_reset(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	bool from_menu = app->from_menu;
	if (app->talk)
		return session_rewind(app->session, 0, err);
	if (!app_enter(app, app->lesson, err))
		return false;
	app->from_menu = from_menu;
	app_say(app, "%s anew, in a new lab",
		app->lesson->is_exercise	     ? "the check begins"
		: session_has_programs(app->session) ? "the programs begin"
		: app_is_free(app)		     ? "all begins"
						     : "the lesson begins");
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
	AUTO_FREE char *line = xprintf("wait %s", argument);
	return act_order(app, line, err);
}

/* --- what is open over the lesson ------------------------------------------
 */

bool act_close(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app->overlay)
		return err_set(err, "close: nothing is open over the lesson; "
				    "the call has its socket with it, as in "
				    "close(s)");
	return app_show(app, OVERLAY_NONE);
}

bool act_more(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_MORE);
}

bool act_expand(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_EXPAND);
}

bool act_sockets(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_SOCKETS);
}

bool act_terminals(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_WRITTEN);
}

bool act_findings(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_FINDINGS);
}

bool act_packets(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	app_show(app, OVERLAY_PACKETS);
	app->scroll = SCENE_FOLLOW;
	return true;
}

bool act_fields(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_PACKET);
}

bool act_states(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_STATES);
}

/* In the ladder a packet is under the cursor; elsewhere nothing is. */
bool act_choose(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (app->overlay == OVERLAY_OUTLINE)
		return outline_choose(app, err);
	return app_show(app, app->overlay == OVERLAY_PACKETS ? OVERLAY_PACKET
							     : OVERLAY_NONE);
}

bool act_output(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_OUTPUT);
}

bool act_language(struct app *app, const char *argument, struct err *err)
{
	bool to_python = app->notation == NOTATION_C;
	if (argument[0]) {
		to_python = !strcmp(argument, "python");
		if (!to_python && strcmp(argument, "c") != 0)
			return err_set(err, "language %s: expected c or python",
				       argument);
	}
	app->notation = to_python ? NOTATION_PYTHON : NOTATION_C;
	progress_set_language(app->progress, to_python ? "python" : "c");
	return true;
}

/* --- moving: in the menu a choice, over a lesson a scroll ------------------
 */

static const struct {
	const char *word;
	int lines, pages;
} moves[] = {
	{"up", -1, 0},	     {"down", 1, 0},	     {"page-up", 0, -1},
	{"page-down", 0, 1}, {"first", -1000000, 0}, {"last", 1000000, 0},
};

static int clamp(long value, long most)
{
	return (int)(value < 0 ? 0 : value > most ? most : value);
}

bool act_move(struct app *app, const char *argument, struct err *err)
{
	size_t i = 0;
	while (i < COUNT(moves) && strcmp(argument, moves[i].word) != 0)
		i++;
	if (i == COUNT(moves))
		return err_set(err,
			       "move %s: expected up, down, page-up, "
			       "page-down, first or last",
			       argument);
	// A page leaves some rows in sight.
	int page = app->grid.height > 8 ? app->grid.height - 6 : 2;
	long by = moves[i].lines + (long)moves[i].pages * page;
	app->search.is_row = false;
	if (app->overlay == OVERLAY_OUTLINE) {
		outline_move(app, by);
	} else if (app->session || app->overlay) {
		app->scroll = clamp(app->scroll + by, app->scroll_most);
	} else {
		long most = (long)app->catalogue->count - 1;
		app->chosen = (size_t)clamp((long)app->chosen + by, most);
		app->typed = 0;
	}
	return true;
}

/* --- the menu --------------------------------------------------------------
 */

/* Digits typed one after another make one number as long as a lesson's number
 * begins with it; otherwise the last digit begins a new one. */
bool act_digit(struct app *app, const char *argument, struct err *err)
{
	size_t digit = (size_t)(argument[0] - '0');
	if (digit > 9 || argument[1])
		return err_set(err, "digit %s: expected one digit", argument);
	size_t count = app->catalogue->count;
	size_t number = app->typed * 10 + digit;
	if (catalogue_at(app->catalogue, number) == count)
		number = digit;
	app->typed = number;
	size_t at = catalogue_at(app->catalogue, number);
	if (at == count)
		return err_set(err, "there is no lesson %zu", number);
	app->chosen = at;
	return true;
}

/* Somebody who left in the middle of a lesson is told how to get back there. */
static void tell_last_step(struct app *app)
{
	int step;
	const char *last = progress_last(app->progress, &step);
	if (last && step && !strcmp(last, app->lesson->id) &&
	    progress_state(app->progress, last) == PROGRESS_BEGUN)
		app_say(app,
			"you left this lesson at step %d: %s %d goes on there",
			step + 1, key_of("goto"), step + 1);
}

/* An exercise is not played here: its task is told, and how to begin. */
static void tell_exercise(struct app *app, const struct lesson *exercise)
{
	struct buf text = {0};
	assignment_print(exercise, "What is checked:", &text);
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

bool act_menu(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app->catalogue)
		return err_set(err, "menu: the lesson was not opened from the "
				    "menu; start sockstep without arguments");
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
	if (app->talk)
		return act_talk(app, argument, err);
	if (to_menu)
		return act_menu(app, argument, err);
	app->quit = true;
	return true;
}
