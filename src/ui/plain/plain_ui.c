/* plain_ui: a lesson or the free lab as lines that are only ever added to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever sits at a terminal is asked before each beat and can type any line;
 * a lesson that nobody is asked about plays by itself. In the free lab the
 * lines come from the terminal, from a file or from a pipe. A line that fails
 * is told with its place, and the next one is run all the same, as in a shell.
 */
#include "ui/plain/plain_ui.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "lesson/asked.h"
#include "session/program.h"
#include "session/recorded.h"
#include "show/plain/plain.h"
#include "ui/command/act_call.h"
#include "ui/command/command.h"
#include "ui/file/output.h"
#include "ui/plain/plain_parts.h"
#include "ui/plain/plain_words.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool plain_put_out(struct plain *plain, struct err *err)
{
	// Where nothing is to be put out, one that was cut is cut all the same.
	plain->is_cut |= !output_flush(&plain->out, err);
	return !plain->is_cut;
}

/* --- lines -----------------------------------------------------------------
 */

/* Tells why a line failed: to whoever typed it, or with its place. */
static void tell_failure(struct plain *plain, const char *why)
{
	if (plain->is_asking && !plain->script) {
		buf_printf(&plain->out, "%s\n", why);
		return;
	}
	struct err err;
	const struct script *script = plain->script;
	if (plain_put_out(plain, &err))
		output_error("%s:%d: %s",
			     script ? script_path(script) : plain->source,
			     script ? script_line(script) : plain->line_number,
			     why);
	plain->app.failed = true;
}

/* Whether a line is the answer to a question that is answered in words: what is
 * neither a call nor a command. */
static bool is_answer(const struct plain *plain, const char *line)
{
	struct str rest = str_from(line), first;
	if (app_is_free(&plain->app) || plain_state(plain) != SESSION_ASKING ||
	    !asked_in_words(app_next_beat(&plain->app)->prediction))
		return false;
	return str_next_word(&rest, &first) && !strchr(line, '(') &&
	       !command_find(first);
}

static bool run_line(struct plain *plain, const char *word, struct err *err)
{
	struct app *app = &plain->app;
	const char *line = app_is_free(app)
				   ? word
				   : plain_line_of(plain_state(plain), word);
	AUTO_FREE char *answer = line == word && is_answer(plain, word)
					 ? xprintf("answer %s", word)
					 : NULL;
	if (answer)
		line = answer;
	bool goes_on = session_has_programs(app->session) ||
		       session_is_recorded(app->session);
	if (app_is_free(app) && !word[0] && goes_on)
		line = "next";
	if (!line) {
		plain_print_words(!session_is_recorded(app->session),
				  &plain->out);
		return true;
	}
	struct plain_moment before = plain_look(plain);
	const struct lesson *lesson = app->lesson;
	app->is_rebuilt = false;
	bool is_done = app_run_line(app, str_from(line));
	if (app->quit)
		return true;
	if (!session_wait(app->session, err))
		return false;
	if (is_done)
		plain_tell_message(plain);
	else
		tell_failure(plain, app->message.text);
	app->message.text[0] = '\0';
	if (app->lesson != lesson)
		plain_tell_begin(plain);
	else
		plain_tell_happened(plain, &before);
	plain_tell_overlay(plain);
	if (before.notation != app->notation)
		plain_tell_notation(plain);
	app_flush_log(app);
	plain_tell_message(plain);
	return true;
}

static void print_question(const struct plain *plain, struct buf *out)
{
	const struct app *app = &plain->app;
	const struct beat *beat = app_next_beat(app);
	switch (plain_state(plain)) {
	case SESSION_BROKEN:
		SENTENCE_LINE(out, "", " ", "ask-rewind",
			      SLOT_TEXT("loss", session_loss(app->session)));
		break;
	case SESSION_ASKING:
		if (asked_in_words(beat->prediction)) {
			struct buf how = {0};
			asked_print_how(beat->prediction, &how);
			SENTENCE_LINE(out, "", " ", "ask-words",
				      SLOT_TEXT("how", buf_text(&how)));
			buf_done(&how);
			break;
		}
		SENTENCE_LINE(
			out, "", " ", "ask-letter",
			SLOT_PART("last",
				  &"abcdefghij"[beat->prediction->option_count -
						1],
				  1));
		break;
	case SESSION_TRYING:
		SENTENCE_LINE(out, "", " ", "ask-call",
			      SLOT_TEXT("actor", beat->actor));
		break;
	case SESSION_OVER:
		SENTENCE_LINE(out, "", " ", "ask-onward",
			      SLOT_TEXT("title", app_following(app)->title));
		break;
	case SESSION_REPLAY:
		SENTENCE_LINE(out, "", " ", "ask-move",
			      SLOT_NUMBER("move", session_viewed(app->session)),
			      SLOT_NUMBER("moves", session_live(app->session)));
		break;
	case SESSION_FREE:
		buf_printf(out, "%s: ", app_actor(app));
		break;
	default:
		SENTENCE_LINE(out, "", " ", "ask-next");
		break;
	}
}

/* Whether a program came to a call since that event. */
static bool has_stop(const struct journal *journal, size_t since)
{
	for (size_t i = since; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_CALL &&
		    event->as.call.phase == CALL_ENTER)
			return true;
	}
	return false;
}

/* Programs may go on while a line is awaited: who slept in a call wakes when
 * its time is over, and comes to its next one. */
static void tell_news(void *data, struct buf *out)
{
	struct plain *plain = data;
	const struct session *session = plain->app.session;
	if (!session_has_programs(session) || session_is_recorded(session) ||
	    session_viewed(session) != session_live(session))
		return;
	bool stops = has_stop(session_journal(session), plain->streamed);
	plain_tell_programs(plain);
	stream_flush(&plain->stream, &plain->out);
	if (stops)
		plain_tell_next_calls(plain);
	buf_puts(out, buf_text(&plain->out));
	buf_clear(&plain->out);
}

/* Asks for a line and does it. Returns false when the run is to end, with `err`
 * filled only when that is a failure. */
static bool ask(struct plain *plain, struct err *err)
{
	struct str line;
	plain->script = NULL;
	if (script_next(&plain->app.script, &line)) {
		plain->script = plain->app.script;
		buf_clear(&plain->line);
		buf_add(&plain->line, line.data, line.len);
		return run_line(plain, buf_text(&plain->line), err) &&
		       plain_put_out(plain, err) && !plain->app.quit;
	}
	struct buf question = {0};
	struct buf shown = {0};
	print_question(plain, &question);
	text_show(&shown, buf_text(&question), question.len, SIZE_MAX);
	bool has_line = ask_line(&plain->ask, buf_text(&shown), plain->app.loop,
				 &plain->app.signals, &plain->line, err);
	buf_done(&question);
	buf_done(&shown);
	plain->line_number++;
	plain->taken_lines += has_line;
	return has_line && run_line(plain, buf_text(&plain->line), err) &&
	       plain_put_out(plain, err) && !plain->app.quit;
}

/* --- playing ---------------------------------------------------------------
 */

static void on_time(void *data)
{
	*(bool *)data = true;
}

bool plain_pause(struct plain *plain, struct err *err)
{
	struct app *app = &plain->app;
	if (app->options->seconds <= 0)
		return true;
	bool is_time = false;
	struct loop_timer timer = {.fn = on_time, .data = &is_time};
	double wait = app->options->seconds * (double)CLOCK_SECOND;
	loop_timer_set(app->loop, &timer, clock_now() + (uint64_t)wait);
	bool ok = true;
	while (ok && !is_time && !app->signals.ending)
		ok = loop_once(app->loop, -1, err);
	loop_timer_clear(app->loop, &timer);
	return ok;
}

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
	if (plain->app.signals.ending || plain->app.quit ||
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
		plain->app.failed = true;
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
	return !plain->is_asking && !app->options->lines && !app->quit &&
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
		if (plain->is_asking ? !ask(plain, err)
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
		if (is_asked(plain) ? !ask(plain, err) : !play_beat(plain, err))
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
	app->status = STATUS_USAGE;
	if (!open_source(plain, err) || !app_open(app, lesson, err))
		return false;
	if (app->message.text[0])
		output_error("%s", app->message.text);
	app->message.text[0] = '\0';
	plain->help = (struct prompt_help){app_complete, app};
	plain->ask.history = app->history;
	plain->ask.help = &plain->help;
	plain->ask.news = tell_news;
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
		return plain.app.status;
	}
	err->text[0] = '\0';
	bool ok = play_all(&plain, err);
	close_all(&plain);
	return status_of(&plain, ok, err);
}
