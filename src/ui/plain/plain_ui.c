/* plain_ui: a lesson or the free lab as lines that are only ever added to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever sits at a terminal is asked before each beat and can type any line;
 * a lesson that nobody is asked about plays by itself. In the free lab the
 * lines come from the terminal, from a file or from a pipe.
 */
#include "ui/plain/plain_ui.h"

#include "base/sentence.h"
#include "session/program.h"
#include "session/recorded.h"
#include "show/plain/plain.h"
#include "ui/file/output.h"
#include "ui/plain/plain_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where steps are skipped with --to, nobody is asked before that step. */
static bool is_before_wanted(const struct plain *plain)
{
	unsigned long step = plain->app.options->to_step;
	// It is a step of the lesson that was asked for, and of none behind it.
	if (!step || plain->app.lesson != plain->first)
		return false;
	const struct lesson *lesson = session_lesson(plain->app.session);
	return app_beats(&plain->app) < lesson_beat_index(lesson, step - 1, 0);
}

static bool play_beat(struct plain *plain, struct err *err)
{
	struct app *app = &plain->app;
	if (session_live(app->session) && !is_before_wanted(plain) &&
	    !plain_pause(plain, err))
		return false;
	// Where nobody types it, a call that is the learner's is made as well.
	if (!session_advance(app->session, err) ||
	    !session_wait(app->session, err))
		return false;
	plain_tell_played(plain);
	app_flush_log(app);
	plain_tell_message(plain);
	return plain_put_out(plain, err);
}

static bool is_asked(const struct plain *plain)
{
	return app_is_free(&plain->app) ||
	       (plain->is_asking && !is_before_wanted(plain));
}

/* Whether there is more to come: not at the end, unless another lesson can be
 * asked for, and not where --to ends a run in which nobody is asked. */
static bool is_going(const struct plain *plain)
{
	enum session_state state = plain_state(plain);
	bool can_follow = plain->is_asking && app_following(&plain->app);
	if (plain->app.signals.ending || plain->app.ending.quit ||
	    (state == SESSION_OVER && !can_follow) ||
	    (state == SESSION_BROKEN && !plain->is_asking))
		return false;
	return is_asked(plain) || !plain->app.options->to_step ||
	       is_before_wanted(plain);
}

/* Once, unless it was left again. */
static void tell_end(struct plain *plain)
{
	struct scene scene = plain_scene(plain);
	bool is_over = plain_state(plain) == SESSION_OVER;
	if (is_over && !plain->is_end_told)
		plain_end(&scene, session_failures(plain->app.session),
			  &plain->out);
	plain->is_end_told = is_over;
}

static bool end_all(struct plain *plain, struct err *err)
{
	enum session_state state = plain_state(plain);
	tell_end(plain);
	if (state == SESSION_BROKEN) {
		plain->app.ending.failed = true;
		FAILURE(err, "lost-here",
			SLOT_TEXT("loss", session_loss(plain->app.session)));
	}
	struct err cut;
	if (plain_put_out(plain, &cut))
		return state != SESSION_BROKEN;
	*err = cut;
	return false;
}

/* Standard input was at its end when the first line was asked for, as that of
 * a job without a terminal is: nobody will ever say anything. */
static bool has_no_lines(const struct plain *plain)
{
	const struct app *app = &plain->app;
	return !plain->is_asking && !app->options->lines && !app->ending.quit &&
	       !app->signals.ending && !plain->taken_lines;
}

static bool replay_move(struct plain *plain, struct err *err)
{
	if (!plain_pause(plain, err) || !session_next(plain->app.session, err))
		return false;
	plain_tell_replayed(plain);
	return plain_put_out(plain, err);
}

/* Whoever is asked ends it themselves: at the end they may look back. */
static bool replay_all(struct plain *plain, struct err *err)
{
	const struct session *session = plain->app.session;
	plain_tell_replayed(plain);
	while (plain_put_out(plain, err) && !plain->app.signals.ending &&
	       (plain->is_asking ||
		session_viewed(session) < session_live(session))) {
		if (plain->is_asking ? !plain_ask(plain, err)
				     : !replay_move(plain, err))
			break;
	}
	return !plain->is_cut && !err->text[0];
}

static bool play_all(struct plain *plain, struct err *err)
{
	struct scene scene = plain_scene(plain);
	plain_begin(&scene, &plain->out);
	if (session_is_recorded(plain->app.session))
		return replay_all(plain, err);
	app_flush_log(&plain->app);
	bool has_programs = session_has_programs(plain->app.session);
	// What is missing was told above.
	const struct journal *journal = session_journal(plain->app.session);
	size_t first = journal_at(journal, 0)->kind == EVENT_LAB;
	if (has_programs && first < journal_count(journal) &&
	    journal_at(journal, first)->kind == EVENT_NOTE)
		plain->streamed = first + 1;
	if (has_programs)
		plain_tell_programs(plain);
	if (has_programs && plain->app.options->automatic)
		return plain_run_programs(plain, err);
	if (has_programs)
		plain_tell_next_calls(plain);
	while (is_going(plain)) {
		tell_end(plain);
		if (plain_state(plain) != SESSION_BROKEN)
			plain_tell_next(plain);
		if (!plain_put_out(plain, err))
			return false;
		if (plain->app.signals.ending)
			break;
		if (is_asked(plain) ? !plain_ask(plain, err)
				    : !play_beat(plain, err))
			break;
	}
	if (has_programs && plain->app.signals.ending) {
		struct err cut;
		plain_tell_waits(plain);
		return plain_put_out(plain, &cut) && false;
	}
	if (err->text[0] || plain->is_cut)
		return false;
	if (has_programs && has_no_lines(plain))
		return plain_run_programs(plain, err);
	return end_all(plain, err);
}

/* --- from the first line to the last ---------------------------------------
 */

static bool open_source(struct plain *plain, struct err *err)
{
	const char *file = plain->app.options->lines;
	plain->source = file ? file : sentence_text("plain-standard-input");
	plain->is_asking =
		!file && isatty(STDIN_FILENO) && !plain->app.options->automatic;
	plain->ask.fd = STDIN_FILENO;
	if (!file)
		return true;
	struct stat found;
	plain->ask.fd = open(file, O_RDONLY | O_CLOEXEC);
	// A folder can be opened, and only reading fails.
	if (plain->ask.fd >= 0 && !fstat(plain->ask.fd, &found) &&
	    S_ISDIR(found.st_mode))
		return FAILURE(err, "read-file", SLOT_TEXT("path", file),
			       SLOT_TEXT("reason", strerror(EISDIR)));
	return plain->ask.fd >= 0 ||
	       FAILURE(err, "read-file", SLOT_TEXT("path", file),
		       SLOT_TEXT("reason", strerror(errno)));
}

static bool open_all(struct plain *plain, const struct lesson *lesson,
		     struct err *err)
{
	struct app *app = &plain->app;
	app->ending.status = STATUS_USAGE;
	if (!open_source(plain, err) || !app_open(app, lesson, err))
		return false;
	if (app->message.text[0])
		output_error("%s", app->message.text);
	app->message.text[0] = '\0';
	plain->help = (struct prompt_help){app_complete, app};
	plain->ask.history = app->typing.history;
	plain->ask.help = &plain->help;
	plain->ask.news = plain_news;
	plain->ask.data = plain;
	return true;
}

static void close_all(struct plain *plain)
{
	app_close(&plain->app);
	if (plain->ask.fd > STDIN_FILENO)
		close(plain->ask.fd);
	ask_done(&plain->ask);
	buf_done(&plain->out);
	buf_done(&plain->line);
	stream_done(&plain->stream);
}

/* Neither at the end nor with anything to say: the input ended, which is one
 * way to leave. */
static int status_of(const struct plain *plain, bool ok, struct err *err)
{
	struct err lost;
	int status = app_status(&plain->app, &lost);
	if (status >= STATUS_SIGNAL || !err->text[0])
		*err = lost;
	if (status < STATUS_SIGNAL && plain->is_cut)
		return output_status(err);
	return !ok && err->text[0] && !status ? STATUS_FAILED : status;
}

int plain_run(const struct options *options, const struct catalogue *catalogue,
	      const struct lesson *lesson, struct progress *progress,
	      struct err *err)
{
	struct plain plain = {
		.app = {.options = options,
			.lessons = catalogue,
			.progress = progress},
		.first = lesson,
	};
	if (!open_all(&plain, lesson, err)) {
		close_all(&plain);
		return plain.app.ending.status;
	}
	err->text[0] = '\0';
	bool ok = play_all(&plain, err);
	close_all(&plain);
	return status_of(&plain, ok, err);
}
