/* plain_ui: a lesson as lines that are only ever added to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/plain_ui.h"

#include "base/clock.h"
#include "base/mem.h"
#include "session/session.h"
#include "show/plain.h"
#include "ui/ask.h"
#include "ui/log.h"
#include "ui/needs.h"
#include "ui/output.h"
#include "ui/pcap.h"
#include "ui/sight.h"

#include <string.h>

struct plain {
	const struct options *options;
	struct loop *loop;
	struct signals signals;
	struct session *session;
	struct log *log;
	struct pcap *pcap;
	enum notation notation;
	bool is_asking; /* someone is there to ask */
	bool quit;
	bool is_cut; /* standard output took no more */
	bool failed;
	struct ask ask;
	struct buf out;
	struct buf line; /* the last one typed */
};

static bool put_out(struct plain *plain, struct err *err)
{
	plain->is_cut = !output_flush(&plain->out, err);
	return !plain->is_cut;
}

static struct scene scene_of(const struct plain *plain)
{
	struct scene scene = sight_of(plain->session);
	scene.notation = plain->notation;
	scene.ascii = true;
	return scene;
}

static size_t beats_played(const struct plain *plain)
{
	return session_beats(plain->session, session_live(plain->session));
}

static const struct beat *next_beat(const struct plain *plain)
{
	const struct lesson *lesson = session_lesson(plain->session);
	size_t step, beat;
	lesson_beat_at(lesson, beats_played(plain), &step, &beat);
	return &lesson->steps[step].beats[beat];
}

/* --- what can be typed -----------------------------------------------------
 */

static void tell_more(struct plain *plain)
{
	const char *more = next_beat(plain)->more;
	buf_printf(&plain->out, "%s\n",
		   more ? more : "There is no more about this step.");
}

static void tell_program(struct plain *plain)
{
	const struct beat *beat = next_beat(plain);
	if (beat->kind == BEAT_CALL)
		call_print_program_c(&beat->call, &plain->out);
	else
		buf_puts(&plain->out, "The next beat is no call.\n");
}

static void change_language(struct plain *plain)
{
	bool to_python = plain->notation == NOTATION_C;
	plain->notation = to_python ? NOTATION_PYTHON : NOTATION_C;
	struct scene scene = scene_of(plain);
	plain_before(&scene, beats_played(plain), &plain->out);
}

static void rewind_here(struct plain *plain)
{
	struct err err;
	if (session_rewind(plain->session, session_live(plain->session), &err))
		buf_puts(&plain->out, "rewound: a new lab, in which the same "
				      "calls were made again\n");
	else
		buf_printf(&plain->out, "%s\n", err.text);
}

static void quit(struct plain *plain)
{
	plain->quit = true;
}

static void tell_help(struct plain *plain);

/* An answer is no row: its letters depend on the question. */
static const struct {
	const char *word, *help;
	void (*run)(struct plain *plain); /* NULL: goes on */
} words[] = {
	{"", "Enter makes the next call", NULL},
	{"m", "m tells more about this step, where there is more", tell_more},
	{"x", "x shows the call as lines of a whole C program", tell_program},
	{"p", "p shows the calls in Python, or in C again", change_language},
	{"r", "r rewinds: a new lab, replayed up to here", rewind_here},
	{"h", "h shows this list", tell_help},
	{"q", "q quits", quit},
};

static void tell_help(struct plain *plain)
{
	for (size_t i = 0; i < COUNT(words); i++)
		buf_printf(&plain->out, "%s\n", words[i].help);
	buf_puts(&plain->out, "a letter answers a question, ? is don't know\n");
}

/* Whether `line` answers the question: then `choice` is the answer. */
static bool read_answer(const struct plain *plain, const char *line,
			int *choice)
{
	if (session_state(plain->session) != SESSION_ASKING || !line[0] ||
	    line[1])
		return false;
	int options = (int)next_beat(plain)->prediction->option_count;
	*choice = line[0] == '?' ? -1 : line[0] - 'a';
	return *choice == -1 || (*choice >= 0 && *choice < options);
}

/* Acts on a typed line. Returns whether it says to go on. */
static bool act_on(struct plain *plain, const char *line, struct err *err)
{
	int choice;
	if (read_answer(plain, line, &choice))
		return session_answer(plain->session, choice, err);
	for (size_t i = 0; i < COUNT(words); i++) {
		if (strcmp(line, words[i].word) != 0)
			continue;
		if (words[i].run)
			words[i].run(plain);
		else if (session_state(plain->session) != SESSION_ASKING)
			return true;
		else
			buf_puts(&plain->out, "say what you expect first: a "
					      "letter, or ? for don't know\n");
		return false;
	}
	buf_puts(&plain->out, "h lists what can be typed\n");
	return false;
}

static void print_prompt(const struct plain *plain, struct buf *prompt)
{
	if (session_state(plain->session) != SESSION_ASKING) {
		buf_puts(prompt, "press Enter to go on, q to quit: ");
		return;
	}
	size_t options = next_beat(plain)->prediction->option_count;
	buf_printf(prompt, "a-%c to answer, ? for don't know, q to quit: ",
		   (char)('a' + options - 1));
}

/* Asks until there is an answer that goes on. Returns false when the lesson is
 * to end, with `err` filled only when that is a failure. */
static bool ask(struct plain *plain, struct err *err)
{
	for (;;) {
		struct buf prompt = {0};
		print_prompt(plain, &prompt);
		err->text[0] = '\0';
		bool has_line =
			ask_line(&plain->ask, buf_text(&prompt), plain->loop,
				 &plain->signals, &plain->line, err);
		buf_done(&prompt);
		if (!has_line)
			return false;
		if (act_on(plain, buf_text(&plain->line), err))
			return true;
		if (plain->quit || !put_out(plain, err))
			return false;
	}
}

/* Asks what to do about an actor that was lost. Returns whether the session is
 * whole again. */
static bool mend(struct plain *plain, struct err *err)
{
	while (session_state(plain->session) == SESSION_BROKEN) {
		AUTO_FREE char *prompt =
			xprintf("%s. r to rewind to a new lab at this step, q "
				"to quit: ",
				session_loss(plain->session));
		err->text[0] = '\0';
		if (!ask_line(&plain->ask, prompt, plain->loop, &plain->signals,
			      &plain->line, err) ||
		    !strcmp(buf_text(&plain->line), "q"))
			return false;
		if (!strcmp(buf_text(&plain->line), "r"))
			rewind_here(plain);
		if (!put_out(plain, err))
			return false;
	}
	return true;
}

/* --- playing ---------------------------------------------------------------
 */

static void on_time(void *data)
{
	*(bool *)data = true;
}

static bool pause_between(struct plain *plain, struct err *err)
{
	if (plain->options->seconds <= 0)
		return true;
	bool is_time = false;
	struct loop_timer timer = {.fn = on_time, .data = &is_time};
	double wait = plain->options->seconds * (double)CLOCK_SECOND;
	loop_timer_set(plain->loop, &timer, clock_now() + (uint64_t)wait);
	bool ok = true;
	while (ok && !is_time && !plain->signals.ending)
		ok = loop_once(plain->loop, -1, err);
	loop_timer_clear(plain->loop, &timer);
	return ok;
}

/* Where steps are skipped with --to, nobody is asked before that step. */
static bool is_before_wanted(const struct plain *plain)
{
	unsigned long step = plain->options->to_step;
	if (!step)
		return false;
	const struct lesson *lesson = session_lesson(plain->session);
	return beats_played(plain) < lesson_beat_index(lesson, step - 1, 0);
}

static bool go_on(struct plain *plain, struct err *err)
{
	if (plain->is_asking && !is_before_wanted(plain))
		return ask(plain, err);
	if (session_live(plain->session) && !is_before_wanted(plain) &&
	    !pause_between(plain, err))
		return false;
	return true;
}

static void flush_log(struct plain *plain)
{
	struct err err;
	if (!plain->log || log_flush(plain->log, &err))
		return;
	output_error("%s", err.text);
	plain->failed = true;
}

static bool play_beat(struct plain *plain, struct err *err)
{
	struct scene scene = scene_of(plain);
	plain_before(&scene, beats_played(plain), &plain->out);
	if (!put_out(plain, err) || !go_on(plain, err) || plain->signals.ending)
		return false;
	// An actor can be lost while the learner thinks.
	if (session_state(plain->session) == SESSION_BROKEN)
		return true;
	// Where nobody types it, a call that is the learner's is made as well.
	if (!session_advance(plain->session, err) ||
	    !session_wait(plain->session, err))
		return false;
	scene = scene_of(plain);
	plain_after(&scene, &plain->out);
	flush_log(plain);
	return put_out(plain, err);
}

/* Whether to play another beat: not at the end, not where --to ends a run in
 * which nobody is asked. */
static bool is_going(const struct plain *plain)
{
	enum session_state state = session_state(plain->session);
	if (plain->signals.ending || state == SESSION_OVER ||
	    (state == SESSION_BROKEN && !plain->is_asking))
		return false;
	return plain->is_asking || !plain->options->to_step ||
	       is_before_wanted(plain);
}

static bool play_all(struct plain *plain, struct err *err)
{
	struct scene scene = scene_of(plain);
	plain_begin(&scene, &plain->out);
	flush_log(plain);
	while (is_going(plain)) {
		bool broken = session_state(plain->session) == SESSION_BROKEN;
		if (broken && !mend(plain, err))
			break;
		if (!broken && !play_beat(plain, err))
			return false;
	}
	enum session_state state = session_state(plain->session);
	scene = scene_of(plain);
	if (state == SESSION_OVER)
		plain_end(&scene, session_failures(plain->session),
			  &plain->out);
	if (state == SESSION_BROKEN) {
		plain->failed = true;
		err_set(err, "%s, so the lesson ends here",
			session_loss(plain->session));
	}
	struct err cut;
	if (put_out(plain, &cut))
		return state != SESSION_BROKEN;
	*err = cut;
	return false;
}

/* --- from the first line to the last ---------------------------------------
 */

static bool open_session(struct plain *plain, const struct lesson *lesson,
			 struct err *err)
{
	const struct session_options options = {
		.no_namespaces = plain->options->no_namespaces,
		.ending = &plain->signals.ending,
	};
	plain->session = session_new(lesson, plain->loop, &options, err);
	if (!plain->session)
		return false;
	const char *tool = needs_tool(lesson);
	if (tool)
		output_error("this lesson runs %s, which is not installed here",
			     tool);
	if (plain->log)
		log_follow(plain->log, session_journal(plain->session));
	return true;
}

/* Says that a file could not be written as a whole, unless `ok`. */
static void note_file(struct plain *plain, bool ok, const struct err *err)
{
	if (ok)
		return;
	output_error("%s", err->text);
	plain->failed = true;
}

static void close_all(struct plain *plain, struct progress *progress)
{
	struct err err;
	struct session *session = plain->session;
	if (session) {
		progress_note(progress, session_lesson(session)->id,
			      session_beats(session, session_live(session)),
			      session_state(session) == SESSION_OVER);
		if (session_failures(session))
			plain->failed = true;
		if (plain->log)
			log_follow(plain->log, NULL);
		note_file(plain,
			  pcap_add(plain->pcap, session_journal(session), &err),
			  &err);
		session_free(session);
	}
	note_file(plain, log_close(plain->log, &err), &err);
	note_file(plain, pcap_close(plain->pcap, &err), &err);
	if (plain->signals.loop)
		signals_close(&plain->signals);
	loop_free(plain->loop);
	ask_done(&plain->ask);
	buf_done(&plain->out);
	buf_done(&plain->line);
}

/* Neither at the end nor with anything to say: the input ended, which is one
 * way to leave. */
static int status_of(const struct plain *plain, bool ok, struct err *err)
{
	int ending = plain->signals.ending;
	if (ending) {
		err_set(err, "ended by the signal %s", strsignal(ending));
		return STATUS_SIGNAL + ending;
	}
	if (plain->is_cut)
		return output_status(err);
	if (!ok && err->text[0])
		return STATUS_FAILED;
	return plain->failed ? STATUS_FAILED : STATUS_DONE;
}

/* The files that the run is written into. */
static bool open_files(struct plain *plain, struct err *err)
{
	const struct options *options = plain->options;
	if (options->log && !(plain->log = log_open(options->log, err)))
		return false;
	if (options->pcap && !(plain->pcap = pcap_open(options->pcap, err)))
		return false;
	return true;
}

int plain_run(const struct options *options, const struct lesson *lesson,
	      struct progress *progress, struct err *err)
{
	struct plain plain = {
		.options = options,
		.is_asking = isatty(STDIN_FILENO) && !options->automatic,
	};
	plain.notation = options_notation(options, progress);
	if (!open_files(&plain, err)) {
		close_all(&plain, progress);
		return STATUS_USAGE;
	}
	plain.loop = loop_new(err);
	bool begun = plain.loop &&
		     signals_open(&plain.signals, plain.loop, false, err) &&
		     open_session(&plain, lesson, err);
	bool ok = false;
	if (begun) {
		err->text[0] = '\0';
		ok = play_all(&plain, err);
	}
	close_all(&plain, progress);
	return begun ? status_of(&plain, ok, err) : STATUS_CANNOT;
}
