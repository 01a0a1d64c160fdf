/* act_screen: the screen, the keyboard, files of what was seen, and what a
 * presenter does: pages, light, the outline, and the end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is on a presenter's page depends on the screen's size, and several keys
 * can come before the next frame: so the extent of what is shown is asked for
 * where it is needed, by drawing it where nobody sees it.
 */
#include "ui/command/act_screen.h"

#include "base/count.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool act_redraw(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app->screen)
		return err_set(err, "redraw: in plain mode there is no screen");
	screen_forget(app->screen);
	return true;
}

bool act_screen(struct app *app, const char *argument, struct err *err)
{
	if (!app->screen)
		return err_set(err,
			       "screen %s: in plain mode there is no "
			       "screen; what is printed is all there is",
			       argument);
	app_draw(app);
	struct buf text = {0};
	grid_print(&app->grid, false, &text);
	FILE *file = fopen(argument, "we");
	bool ok = file && fputs(buf_text(&text), file) >= 0;
	if (file && fclose(file) != 0)
		ok = false;
	buf_done(&text);
	if (!ok)
		return err_set(err, "write the screen to %s: %s", argument,
			       strerror(errno));
	return true;
}

/* The file of --pcap is written at the end, and by nothing else. */
bool act_pcap(struct app *app, const char *argument, struct err *err)
{
	const struct session *session = app->session;
	const char *wanted = app->options->pcap;
	AUTO_FREE char *path =
		argument[0] ? xstrdup(argument)
			    : xprintf("%s.pcapng", session_lesson(session)->id);
	if (text_is(path, wanted))
		return err_set(err,
			       "pcap %s: --pcap writes this file when the "
			       "lesson ends; name another one",
			       path);
	size_t count;
	if (!pcap_write(path, session_journal(session), &count, err))
		return false;
	app_say(app, "wrote %zu packet%s to %s", count, count_s(count), path);
	return true;
}

bool act_key(struct app *app, const char *argument, struct err *err)
{
	uint32_t code;
	if (!key_from_name(str_from(argument), &code, err))
		return false;
	app_press(app, code);
	return true;
}

/* --- followers -------------------------------------------------------------
 */

/* Notes what they say to the question that is asked, where that is news. */
static void count_followers(struct app *app)
{
	struct err err;
	unsigned all;
	if (!app->share || session_state(app->session) != SESSION_ASKING)
		return;
	const unsigned *counts = share_votes(app->share, &all);
	const struct prediction *prediction = app_next_beat(app)->prediction;
	for (int i = -1; all && i < (int)prediction->option_count; i++) {
		unsigned count = counts[i < 0 ? LESSON_OPTIONS_MAX
					      : prediction->options[i].place];
		if (count != session_votes(app->session, VOTE_FOLLOWERS, i))
			session_vote(app->session, VOTE_FOLLOWERS, i, count,
				     &err);
	}
}

bool act_votes(struct app *app, const char *argument, struct err *err)
{
	unsigned all;
	(void)argument;
	if (!app->share || session_state(app->session) != SESSION_ASKING)
		return err_set(err, "votes: followers are asked nothing now");
	share_votes(app->share, &all);
	if (!all)
		app_say(app, "no follower has voted");
	app->stage.counted = app_beats(app) + 1;
	count_followers(app);
	return true;
}

/* Those of another question are not wanted. */
void act_tell_votes(struct app *app)
{
	size_t step, beat;
	if (!app->share || !app->session ||
	    session_state(app->session) != SESSION_ASKING)
		return;
	lesson_beat_at(session_lesson(app->session), app_beats(app), &step,
		       &beat);
	share_ask(app->share, (int)step, (int)beat);
	if (app->stage.counted == app_beats(app) + 1)
		count_followers(app);
}

bool act_room(struct app *app, const char *argument, struct err *err)
{
	struct buf text = {0};
	(void)argument;
	if (!app->share)
		return err_set(err, "this talk is not shared: sockstep present "
				    "--share does that");
	share_print_all(app->share, &text);
	app_tell(app, "how to follow this talk", &text);
	return true;
}

void act_say_room(struct app *app)
{
	struct buf text = {0};
	share_print(app->share, &text);
	app_say(app, "%s", buf_text(&text));
	buf_done(&text);
}

void act_print_room(const struct app *app, struct buf *out)
{
	unsigned all;
	const char *trouble = share_trouble(app->share);
	buf_puts(out, "# followers\n");
	share_print_all(app->share, out);
	share_votes(app->share, &all);
	buf_printf(out, "%s%s%u voted\n", trouble ? trouble : "",
		   trouble ? "\n" : "", all);
}

/* --- before a room ---------------------------------------------------------
 */

static struct stage_extent measure(struct app *app)
{
	struct stage_extent extent = {.pages = 1};
	struct scene_stage stage;
	struct grid grid;
	int width, height;
	screen_size(app->screen, &width, &height);
	grid_init(&grid, width, height);
	struct scene scene = app_scene(app, &stage);
	stage.is_blank = false;
	stage.extent = &extent;
	scene.overlay = OVERLAY_NONE;
	scene_draw(&scene, &grid);
	grid_done(&grid);
	return extent;
}

static bool is_on(const struct app *app)
{
	return app->options->presents && app->screen && app->session;
}

/* The page that is shown of the place looked at. */
static int page_now(const struct app *app)
{
	return app->stage.viewed == session_viewed(app->session)
		       ? app->stage.page
		       : 0;
}

/* Light is for one page. */
static void set_page(struct app *app, int page)
{
	app->stage.page = page;
	app->stage.part = app->stage.row = 0;
	app->stage.viewed = session_viewed(app->session);
}

bool stage_turn(struct app *app, int by)
{
	if (!is_on(app) || !app_is_idle(app))
		return false;
	int page = page_now(app) + by, pages = measure(app).pages;
	if (page < 0 || page >= pages)
		return false;
	set_page(app, page);
	return true;
}

bool stage_is_before_question(struct app *app)
{
	return is_on(app) && page_now(app) + 1 < measure(app).pages;
}

bool stage_next(struct app *app, bool *done, struct err *err)
{
	*done = is_on(app) && app_is_idle(app);
	if (!*done)
		return false;
	if (stage_turn(app, 1))
		return true;
	bool is_live =
		session_viewed(app->session) == session_live(app->session);
	enum session_state state = session_state(app->session);
	if (is_live && state == SESSION_OVER)
		return err_set(err,
			       "that was the end of the lesson: %s goes to any "
			       "step, %s begins anew",
			       key_of("goto"), key_of("reset"));
	*done = is_live && !session_is_free(app->session) &&
		(state == SESSION_ASKING || state == SESSION_TRYING);
	if (*done)
		count_followers(app);
	return *done && session_advance(app->session, err);
}

bool act_blank(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!is_on(app))
		return err_set(err, "blank: only in sockstep present");
	app->stage.is_blank = !app->stage.is_blank;
	return true;
}

static const char *const lights[] = {"next", "up", "down", "off"};

bool act_light(struct app *app, const char *argument, struct err *err)
{
	struct app_stage *stage = &app->stage;
	size_t i = 0;
	while (i < COUNT(lights) && strcmp(argument, lights[i]) != 0)
		i++;
	if (i == COUNT(lights))
		return err_set(err, "light %s: expected next, up, down or off",
			       argument);
	if (!is_on(app))
		return err_set(err, "light: only in sockstep present");
	if (stage->viewed != session_viewed(app->session))
		set_page(app, 0);
	struct stage_extent extent = measure(app);
	if (i == 0) {
		stage->part = (stage->part + 1) % (extent.parts + 1);
		stage->row = 0;
	} else if (i == 3) {
		stage->part = stage->row = 0;
	} else if (stage->part) {
		int row = stage->row + (i == 1 ? -1 : 1);
		stage->row = row < 0		 ? extent.rows
			     : row > extent.rows ? 0
						 : row;
	}
	return true;
}

/* --- votes -----------------------------------------------------------------
 */

enum { TYPED_MOST = 9999 };

/* An option's number, LESSON_OPTIONS_MAX for those who do not know. */
static bool read_option(const char *word, size_t count, size_t *option)
{
	bool is_letter = word[0] >= 'a' && word[0] < 'a' + (int)count;
	*option = is_letter ? (size_t)(word[0] - 'a') : LESSON_OPTIONS_MAX;
	return (is_letter || word[0] == '?') && !word[1];
}

/* The same as a session has it. */
static int option_of(size_t option)
{
	return option < LESSON_OPTIONS_MAX ? (int)option : -1;
}

static bool change_votes(unsigned *votes, const char *word)
{
	bool is_digit = word[0] >= '0' && word[0] <= '9' && !word[1];
	if (is_digit && *votes * 10 <= TYPED_MOST)
		*votes = *votes * 10 + (unsigned)(word[0] - '0');
	if (!strcmp(word, "back"))
		*votes /= 10;
	return is_digit || !strcmp(word, "back");
}

bool act_count_vote(unsigned *votes, size_t *voting, size_t options,
		    const char *word)
{
	size_t option;
	if (!read_option(word, options, &option))
		return change_votes(&votes[*voting], word);
	*voting = option;
	votes[option] = 0;
	return true;
}

/* Votes are of the question that is asked now; the journal has them. */
bool act_vote(struct app *app, const char *argument, struct err *err)
{
	struct app_stage *stage = &app->stage;
	unsigned votes[SCENE_VOTES] = {0};
	if (!is_on(app) || session_state(app->session) != SESSION_ASKING)
		return err_set(err, "vote: the room is asked nothing now");
	size_t options = app_next_beat(app)->prediction->option_count;
	size_t asked = app_beats(app) + 1;
	size_t voting = stage->voted == asked ? stage->voting : 0;
	for (size_t i = 0; i < SCENE_VOTES; i++)
		votes[i] =
			session_votes(app->session, VOTE_HANDS, option_of(i));
	if (!act_count_vote(votes, &voting, options, argument))
		return err_set(err,
			       "vote %s: expected an option, a digit or back",
			       argument);
	stage->voted = asked;
	stage->voting = voting;
	return session_vote(app->session, VOTE_HANDS, option_of(voting),
			    votes[voting], err);
}

/* --- the outline -----------------------------------------------------------
 */

/* The step that the viewed place is in. */
static size_t step_now(const struct app *app)
{
	size_t beats =
		session_beats(app->session, session_viewed(app->session));
	size_t step = 0, beat;
	if (beats)
		lesson_beat_at(session_lesson(app->session), beats - 1, &step,
			       &beat);
	return step;
}

bool act_outline(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!session_lesson(app->session)->step_count)
		return act_goto(app, "", err);
	app->stage.step = step_now(app);
	return app_show(app, OVERLAY_OUTLINE);
}

void outline_move(struct app *app, long by)
{
	long most = (long)session_lesson(app->session)->step_count - 1;
	long at = (long)app->stage.step + by;
	app->stage.step = (size_t)(at < 0 ? 0 : at > most ? most : at);
}

bool outline_choose(struct app *app, struct err *err)
{
	AUTO_FREE char *number = xprintf("%zu", app->stage.step + 1);
	app_show(app, OVERLAY_NONE);
	set_page(app, 0);
	return act_goto(app, number, err);
}

/* --- the end ---------------------------------------------------------------
 */

bool stage_asks_end(struct app *app)
{
	if (!app->options->presents || !app->screen ||
	    !screen_is_seen(app->screen))
		return false;
	app->stage.is_leaving = true;
	app->stage.is_blank = false;
	app_say(app, "End the talk? y ends it, any other key goes on.");
	return true;
}

bool act_stay(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	app->stage.is_leaving = false;
	return true;
}

bool act_quit_now(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app->quit = true;
}

bool stage_wakes(struct app *app, uint32_t code)
{
	if (app->stage.is_leaving && !key_find_on_stage(code, MOMENT_LEAVING)) {
		struct err err;
		app->message.text[0] = '\0';
		return act_stay(app, "", &err);
	}
	if (!app->stage.is_blank || code == SCREEN_KEY_INTERRUPT)
		return false;
	app->stage.is_blank = false;
	return true;
}
