/* plain_line: waits for a line, or for the time of --auto, and does the line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line that fails is told with its place, or to whoever typed it, and the
 * next one is run all the same, as in a shell.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "lesson/asked.h"
#include "session/program.h"
#include "session/recorded.h"
#include "ui/command/command.h"
#include "ui/file/output.h"
#include "ui/plain/plain_parts.h"
#include "ui/plain/plain_words.h"

#include <string.h>

bool plain_put_out(struct plain *plain, struct err *err)
{
	// Where nothing is to be put out, one that was cut is cut all the same.
	plain->is_cut |= !output_flush(&plain->out, err);
	return !plain->is_cut;
}

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
	plain->app.ending.failed = true;
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
					 ? xprintf(NOTATION("answer %s"), word)
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
	if (app->ending.quit)
		return true;
	if (!session_wait(app->session, err))
		return false;
	if (is_done)
		plain_tell_message(plain);
	else
		tell_failure(plain, app->message.text);
	app->message.text[0] = '\0';
	// What was asked for, before what comes next.
	plain_tell_overlay(plain);
	if (app->lesson != lesson)
		plain_tell_begin(plain);
	else
		plain_tell_happened(plain, &before);
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

void plain_news(void *data, struct buf *out)
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

bool plain_ask(struct plain *plain, struct err *err)
{
	struct str line;
	plain->script = NULL;
	if (script_next(&plain->app.files.script, &line)) {
		plain->script = plain->app.files.script;
		buf_clear(&plain->line);
		buf_add(&plain->line, line.data, line.len);
		return run_line(plain, buf_text(&plain->line), err) &&
		       plain_put_out(plain, err) && !plain->app.ending.quit;
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
	       plain_put_out(plain, err) && !plain->app.ending.quit;
}
