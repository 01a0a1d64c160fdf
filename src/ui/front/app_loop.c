/* app_loop: the screens of the menu and of a lesson, from the first key to
 * the last.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One round: wait for something (loop_once), act on what came, draw once.
 * Handlers only note what came, because the loop also runs inside commands
 * that build a lab or wait for a call.
 *
 * A key that is pressed while a call settles waits until it has, unless it
 * means something at that moment, such as q. So typing ahead is safe, and a
 * script needs no pauses.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "show/socket/countdown.h"
#include "ui/app.h"
#include "ui/command/act_room.h"
#include "ui/file/output.h"

#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static bool must_wait(const struct app *app, uint32_t code)
{
	return !app->typing.prompt.is_open && !app_is_idle(app) &&
	       !app->overlay && !app->stage.is_leaving &&
	       !app_find_key(app, code, MOMENT_BUSY);
}

static bool can_press(const struct app *app)
{
	return app->typing.key_count && !app->ending.quit &&
	       !must_wait(app, app->typing.keys[0]);
}

/* Acts on the keys in their order, up to one that must wait. */
static void press_keys(struct app *app)
{
	while (can_press(app)) {
		uint32_t code = app->typing.keys[0];
		app->typing.key_count--;
		memmove(app->typing.keys, app->typing.keys + 1,
			app->typing.key_count * sizeof(*app->typing.keys));
		app_press(app, code);
	}
}

/* What is typed behind a line can make the prompt close: then it is keys. */
static void act_on_input(struct app *app)
{
	do {
		press_keys(app);
		app_read_prompt(app);
	} while (can_press(app));
}

static enum screen_input read_bytes(struct app *app)
{
	struct buf bytes = {0};
	enum screen_input input = screen_read_bytes(app->screen, &bytes);
	if (bytes.len)
		prompt_type(&app->typing.prompt, bytes.data, bytes.len);
	app->frames.is_touched = true;
	buf_done(&bytes);
	return input;
}

static enum screen_input read_key(struct app *app)
{
	uint32_t code;
	enum screen_input input = screen_read(app->screen, &code);
	if (input == SCREEN_KEY && app->typing.key_count < APP_KEYS_MOST)
		app->typing.keys[app->typing.key_count++] = code;
	return input;
}

static void on_input(void *data, uint32_t ready)
{
	struct app *app = data;
	enum screen_input input = SCREEN_KEY;
	// A prompt that was closed since the last frame gets no more bytes.
	if (!app->typing.prompt.is_open)
		screen_end_typing(app->screen);
	while (input == SCREEN_KEY)
		input = screen_is_typing(app->screen) ? read_bytes(app)
						      : read_key(app);
	if (input == SCREEN_CLOSED || ready & (EPOLLHUP | EPOLLERR)) {
		app->ending.closed = true;
		loop_remove(app->loop, STDIN_FILENO);
	}
}

/* --- playing by itself -----------------------------------------------------
 */

static void on_automatic(void *data)
{
	struct app *app = data;
	app->frames.is_due = true;
}

enum { PAUSE_USUAL = 2000, PAUSE_LEAST = 500, PAUSE_MOST = 10000 }; /* ms */

/* How long a move is to be looked at. A replay keeps the pace of its run, as
 * far as that can be followed, and waited for. */
static uint64_t pause_of(const struct app *app, enum moment moment)
{
	double seconds = app->options->seconds;
	if (seconds >= 0)
		return (uint64_t)(seconds * (double)CLOCK_SECOND);
	if (moment != MOMENT_REPLAY)
		return PAUSE_USUAL * (uint64_t)CLOCK_MS;
	uint64_t pause = course_pause(session_course(app->session),
				      session_viewed(app->session));
	if (pause < PAUSE_LEAST * (uint64_t)CLOCK_MS)
		return PAUSE_LEAST * (uint64_t)CLOCK_MS;
	return pause < PAUSE_MOST * (uint64_t)CLOCK_MS
		       ? pause
		       : PAUSE_MOST * (uint64_t)CLOCK_MS;
}

/* Waits for as long as the lesson is read elsewhere: looked back at, or under
 * an overlay. */
static void play_automatically(struct app *app)
{
	if (!app->options->automatic || !app->session ||
	    app->typing.prompt.is_open)
		return;
	enum moment moment = app_moment(app);
	if (moment != MOMENT_START && moment != MOMENT_READY &&
	    moment != MOMENT_HELD && moment != MOMENT_ASKING &&
	    moment != MOMENT_FILLING && moment != MOMENT_REPLAY)
		return;
	if (moment == MOMENT_REPLAY &&
	    session_viewed(app->session) == session_live(app->session))
		return;
	if (app->frames.is_due) {
		app->frames.is_due = false;
		struct err err;
		if (!session_advance(app->session, &err))
			app->message = err;
	} else if (!app->frames.automatic.when) {
		loop_timer_set(app->loop, &app->frames.automatic,
			       clock_now() + pause_of(app, moment));
	}
}

/* --- the round -------------------------------------------------------------
 */

static void act_on_signals(struct app *app)
{
	struct signals *signals = &app->signals;
	app->frames.is_touched |=
		signals->suspend | signals->resumed | signals->resized;
	if (signals->suspend) {
		signals->suspend = false;
		screen_suspend(app->screen);
		signals_stop_here();
		signals->resumed = true;
	}
	if (signals->resumed)
		screen_resume(app->screen);
	else if (signals->resized)
		screen_resize(app->screen);
	signals->resumed = signals->resized = false;
}

/* Where nobody sees the screen, nobody sees the message either. */
static void tell_failure(struct app *app)
{
	if (screen_is_seen(app->screen))
		return;
	output_error("%s:%d: %s", script_path(app->files.script),
		     script_line(app->files.script), app->message.text);
	app->ending.failed = true;
}

static void run_script(struct app *app)
{
	struct str line;
	while (app->files.script && app_is_idle(app) &&
	       !app->typing.key_count && !app->typing.prompt.entered.len &&
	       !app->ending.quit) {
		if (!script_next(&app->files.script, &line)) {
			app->ending.quit = !screen_is_seen(app->screen);
			return;
		}
		if (!app_run_line(app, line))
			tell_failure(app);
	}
}

static void on_redraw(void *data)
{
	(void)data;
}

/* Whether the learner did something since the last frame, or what they did has
 * come to its end. */
static bool has_news(struct app *app)
{
	bool idle = !app->session || app_is_idle(app);
	bool news = app->frames.is_touched || app->typing.prompt.is_open ||
		    idle != app->frames.was_idle;
	app->frames.was_idle = idle;
	app->frames.is_touched = false;
	return news;
}

/* A frame is made of all that happened. While programs run, thousands of calls
 * can come between two keys: then frames take a quarter of the time at most. */
static void draw(struct app *app)
{
	enum { WAIT = 30 * CLOCK_MS, SHARE = 3 };
	uint64_t begin = clock_now();
	if (!has_news(app) && begin < app->frames.after) {
		if (!app->frames.redraw.when)
			loop_timer_set(app->loop, &app->frames.redraw,
				       app->frames.after);
		return;
	}
	loop_timer_clear(app->loop, &app->frames.redraw);
	app_draw(app);
	uint64_t end = clock_now();
	app->frames.after = end + WAIT + SHARE * (end - begin);
	// What goes by the kernel's clock is seen to go.
	struct scene scene = {0};
	if (app->session)
		scene = app_seen(app);
	if (app->session && countdown_runs(&scene))
		loop_timer_set(app->loop, &app->frames.redraw,
			       end + CLOCK_SECOND);
}

/* Behind the frame, and behind the last one of a call that still settles, but
 * not long: the room in front waits for no follower, nor for the processor that
 * the broker needs. What came last is sent when the session is let go. */
static void share(struct app *app)
{
	enum { WAIT = 50 * CLOCK_MS };
	bool is_idle = !app->session || app_is_idle(app);
	if (!app->talk.share)
		return;
	if (!is_idle && !app->frames.is_share_due) {
		if (!app->frames.sharing.when)
			loop_timer_set(app->loop, &app->frames.sharing,
				       clock_now() + WAIT);
		return;
	}
	loop_timer_clear(app->loop, &app->frames.sharing);
	app->frames.is_share_due = false;
	share_flush(app->talk.share);
	if (app->session && is_idle)
		share_show(app->talk.share, app->session);
}

static void on_sharing(void *data)
{
	struct app *app = data;
	app->frames.is_share_due = true;
}

static bool run_rounds(struct app *app, struct err *err)
{
	while (!app->ending.quit && !app->ending.closed &&
	       !app->signals.ending) {
		act_on_signals(app);
		act_on_input(app);
		run_script(app);
		play_automatically(app);
		app_flush_log(app);
		if (app->ending.quit)
			break;
		draw(app);
		share(app);
		if (!loop_once(app->loop, -1, err))
			return false;
	}
	// A script can end before what it did last was drawn.
	if (app->files.cast && !screen_is_seen(app->screen))
		app_draw(app);
	return true;
}

/* --- from the first to the last --------------------------------------------
 */

static int size_from(const char *variable)
{
	const char *text = getenv(variable);
	long size = text ? strtol(text, NULL, 10) : 0;
	return size > 0 && size < 1000 ? (int)size : 0;
}

static bool open_screen(struct app *app, struct err *err)
{
	bool is_seen = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (!is_seen) {
		app->screen = screen_open_unseen(size_from("COLUMNS"),
						 size_from("LINES"));
		return true;
	}
	app->screen = screen_open(err);
	if (app->screen && app->options->presents)
		screen_take_interrupts(app->screen);
	return app->screen &&
	       loop_add(app->loop, STDIN_FILENO, EPOLLIN, on_input, app, err);
}

/* What the notes ask for is a key that is pressed here; while a line is typed
 * it would be a letter. */
static void on_watcher(void *data, const char *word)
{
	static const struct {
		const char *word;
		uint32_t code;
	} meanings[] = {
		{"next", ' '}, {"back", SCREEN_KEY_LEFT}, {"blank", 'B'}};
	struct app *app = data;
	for (size_t i = 0; i < COUNT(meanings) && !app->typing.prompt.is_open;
	     i++) {
		if (!strcmp(word, meanings[i].word) &&
		    app->typing.key_count < APP_KEYS_MOST)
			app->typing.keys[app->typing.key_count++] =
				meanings[i].code;
	}
}

/* The talk goes on without notes. */
static void open_notes(struct app *app)
{
	struct err err;
	if (!app->options->presents || !screen_is_seen(app->screen))
		return;
	app->stage.watchers = watchers_open(app->loop, on_watcher, app, &err);
	if (!app->stage.watchers)
		APP_SAY(app, "reply-no-notes", SLOT_TEXT("reason", err.text));
}

int app_run(const struct options *options, const struct catalogue *catalogue,
	    const struct lesson *lesson, struct progress *progress,
	    struct err *err)
{
	struct app app = {
		.options = options,
		.catalogue = lesson ? NULL : catalogue,
		.lessons = catalogue,
		.progress = progress,
		.on_screen = true,
		.typing.help = {app_complete, &app},
		.frames = {.automatic = {.fn = on_automatic, .data = &app},
			   .redraw = {.fn = on_redraw, .data = &app},
			   .sharing = {.fn = on_sharing, .data = &app}},
	};
	if (!app_open(&app, lesson, err) || !open_screen(&app, err)) {
		app_close(&app);
		return app.ending.status;
	}
	open_notes(&app);
	// Said while the lab was built, it was not seen.
	if (app.talk.share && share_can_be_followed(app.talk.share))
		act_say_room(&app);
	else if (app.talk.share && !share_trouble(app.talk.share))
		app.talk.is_cut = true; // said when it is so
	if (options->to_step) {
		AUTO_FREE char *line = xprintf("goto %lu", options->to_step);
		app_run_line(&app, str_from(line));
	}
	if (app_is_shell(&app))
		app_run_line(&app, str_from("prompt"));
	bool ok = run_rounds(&app, err);
	app_close(&app);
	return ok ? app_status(&app, err) : STATUS_CANNOT;
}
