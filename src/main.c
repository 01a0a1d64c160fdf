/* main: the sub-commands, their options, and the map of the source.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     main.c     this: what was asked for, and the exit status
 *     base/      errors, memory, text, the event loop; no word about sockets
 *     call/      one socket call as a value: parsed, printed, made raw
 *     journal/   what happened: events, packets, sockets, snapshots; saved
 *     lesson/    what should happen: steps, expectations, the catalogue
 *     lab/       the kernel's side: namespaces, the wire, agents, the probe
 *     session/   a lesson meets a lab: next, back, rewind; progress
 *     check/     an exercise meets a program: its checks, what is told of them
 *     show/      a journal on paper: grid, panels, plain text; pure
 *     ui/        the terminal: curses, keys, commands, plain mode
 *
 * A folder includes only those above it, save that lab/ and show/ never meet
 * (tests/lint/layers). src/README.md is the guided tour.
 *
 * Each sub-command is a row of the table below, each option a row of the one
 * in ui/line/arguments.c; help and the nearest names for typing errors come
 * from these tables.
 */
#include "base/text.h"
#include "lab/doctor/doctor.h"
#include "lab/inside/host.h"
#include "lab/inside/promise.h"
#include "lesson/catalogue.h"
#include "show/plain/reading.h"
#include "ui/app.h"
#include "ui/config/config.h"
#include "ui/file/output.h"
#include "ui/file/programs.h"
#include "ui/file/replay.h"
#include "ui/line/arguments.h"
#include "ui/line/class.h"
#include "ui/line/exercises.h"
#include "ui/line/export.h"
#include "ui/line/lint.h"
#include "ui/line/list.h"
#include "ui/line/notes.h"
#include "ui/line/offer.h"
#include "ui/plain/plain_menu.h"
#include "ui/plain/plain_ui.h"
#include "ui/plain/review.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define VERSION "0.1"

static int run_menu(const struct options *options, char **words, int count,
		    struct err *err);
static int run_list(const struct options *options, char **words, int count,
		    struct err *err);
static int run_run(const struct options *options, char **words, int count,
		   struct err *err);
static int run_read(const struct options *options, char **words, int count,
		    struct err *err);
static int run_recall(const struct options *options, char **words, int count,
		      struct err *err);
static int run_shell(const struct options *options, char **words, int count,
		     struct err *err);
static int run_trace(const struct options *options, char **words, int count,
		     struct err *err);
static int run_exercises(const struct options *options, char **words, int count,
			 struct err *err);
static int run_start(const struct options *options, char **words, int count,
		     struct err *err);
static int run_check(const struct options *options, char **words, int count,
		     struct err *err);
static int run_replay(const struct options *options, char **words, int count,
		      struct err *err);
static int run_export(const struct options *options, char **words, int count,
		      struct err *err);
static int run_present(const struct options *options, char **words, int count,
		       struct err *err);
static int run_follow(const struct options *options, char **words, int count,
		      struct err *err);
static int run_notes(const struct options *options, char **words, int count,
		     struct err *err);
static int run_watch(const struct options *options, char **words, int count,
		     struct err *err);
static int run_grade(const struct options *options, char **words, int count,
		     struct err *err);
static int run_new(const struct options *options, char **words, int count,
		   struct err *err);
static int run_lint(const struct options *options, char **words, int count,
		    struct err *err);
static int run_doctor(const struct options *options, char **words, int count,
		      struct err *err);
static int run_progress(const struct options *options, char **words, int count,
			struct err *err);
static int run_class(const struct options *options, char **words, int count,
		     struct err *err);
static int run_config(const struct options *options, char **words, int count,
		      struct err *err);
static int run_complete(const struct options *options, char **words, int count,
			struct err *err);
static int run_help(const struct options *options, char **words, int count,
		    struct err *err);

/* clang-format off */
static const struct command_row commands[] = {
	{COMMAND_LINE_MENU, "menu", "", "open the menu of lessons; the same as no command", 0, 0, run_menu},
	{COMMAND_LINE_LIST, "list", "", "list the lessons and your progress", 0, 0, run_list},
	{COMMAND_LINE_RUN, "run", "LESSON", "open one lesson, by its name or by its file", 1, 1, run_run},
	{COMMAND_LINE_READ, "read", "LESSON", "print a lesson as a text, without a lab", 1, 1, run_read},
	{COMMAND_LINE_RECALL, "recall", "", "answer questions of lessons that you played, as they fall due", 0, 0, run_recall},
	{COMMAND_LINE_SHELL, "shell", "[FILE]", "open a free lab with a prompt, or do the lines of a file; - is standard input", 0, 1, run_shell},
	{COMMAND_LINE_TRACE, "trace", "PROGRAM [ARG...] [:: ...]", "start programs, and step their socket calls", 0, 9999, run_trace},
	{COMMAND_LINE_EXERCISES, "exercises", "", "list the exercises, and the points you have", 0, 0, run_exercises},
	{COMMAND_LINE_START, "start", "EXERCISE [FOLDER]", "make a folder with the task and a file to begin with", 1, 2, run_start},
	{COMMAND_LINE_CHECK, "check", "[EXERCISE] [PATH | -- PROGRAM ARG...]", "build your program and play the exercise's checks with it", 0, 2, run_check},
	{COMMAND_LINE_PRESENT, "present", "LESSON", "show a lesson, or a run from its .log, before a room", 1, 1, run_present},
	{COMMAND_LINE_FOLLOW, "follow", "HOST:PORT CODE", "follow a talk that is shared, and vote; its screen says how", 2, 2, run_follow},
	{COMMAND_LINE_NOTES, "notes", "[NUMBER]", "show the notes of the talk that goes on, in a second terminal", 0, 1, run_notes},
	{COMMAND_LINE_REPLAY, "replay", "FILE", "show the run of a log again, move by move; no lab is built", 1, 1, run_replay},
	{COMMAND_LINE_EXPORT, "export", "[LESSON]", "write a lesson, or a run from its .log, as a page, a transcript, a worksheet", 0, 1, run_export},
	{COMMAND_LINE_WATCH, "watch", "[EXERCISE] [PATH]", "the same at every save", 0, 2, run_watch},
	{COMMAND_LINE_GRADE, "grade", "EXERCISE SUBMISSIONS | --merge SHARD...", "play the checks with a folder of submissions, each confined", 0, 9999, run_grade},
	{COMMAND_LINE_NEW, "new", "exercise|lesson NAME", "write a template to begin with", 2, 2, run_new},
	{COMMAND_LINE_LINT, "lint", "FILE [PROGRAM...]...", "check lessons: their form, then every expectation on this kernel", 1, 9999, run_lint},
	{COMMAND_LINE_DOCTOR, "doctor", "", "try what this machine allows, and say what to do about the rest", 0, 0, run_doctor},
	{COMMAND_LINE_PROGRESS, "progress", "", "show what you have done, take it along, or forget it", 0, 0, run_progress},
	{COMMAND_LINE_CLASS, "class", "FOLDER", "show which misconceptions a class holds, from exported records", 1, 1, run_class},
	{COMMAND_LINE_CONFIG, "config", "[FILE]", "write a config file to begin with, or check the one that is there", 0, 1, run_config},
	{COMMAND_LINE_COMPLETE, "complete", "-- WORD...", "say what can follow these words: shells ask so for what Tab offers", 1, 9999, run_complete},
	{COMMAND_LINE_HELP, "help", "[COMMAND]", "show how to use sockstep, or one of its commands", 0, 1, run_help},
};
/* clang-format on */

/* --- help ------------------------------------------------------------------
 */

static void print_command_help(const struct command_row *command,
			       struct buf *out)
{
	buf_printf(out, "usage: sockstep %s%s%s [OPTION...]\n\n%s\n\n",
		   command->name, command->arguments[0] ? " " : "",
		   command->arguments, command->help);
	arguments_print_help(command->id, out);
}

static void print_help(struct buf *out)
{
	buf_puts(out, "usage: sockstep [COMMAND] [OPTION...]\n\n"
		      "Real socket calls, one at a time, and what the kernel "
		      "did.\n\n");
	for (size_t i = 0; i < COUNT(commands); i++) {
		AUTO_FREE char *name = xprintf("%s %s", commands[i].name,
					       commands[i].arguments);
		buf_printf(out, "  %-16s  %s\n", name, commands[i].help);
	}
	buf_puts(out, "\nsockstep COMMAND --help lists the options of a "
		      "command, man sockstep says it all.\n");
}

static const struct command_row *find_command(const char *name, struct err *err)
{
	const char *names[COUNT(commands)], *near[2];
	for (size_t i = 0; i < COUNT(commands); i++) {
		names[i] = commands[i].name;
		if (!strcmp(name, names[i]))
			return &commands[i];
	}
	if (!name[0])
		return err_null(err, "COMMAND is an empty word");
	size_t count = text_nearest(name, names, COUNT(names), near, 2);
	return err_null(err, "unknown command %s; %s%s%s%s", name,
			count ? "the nearest: " : "sockstep help lists them",
			count ? near[0] : "", count > 1 ? ", " : "",
			count > 1 ? near[1] : "");
}

static int put_out(struct buf *out, struct err *err)
{
	bool ok = output_flush(out, err);
	buf_done(out);
	return ok ? STATUS_DONE : output_status(err);
}

static int run_help(const struct options *options, char **words, int count,
		    struct err *err)
{
	(void)options;
	struct buf out = {0};
	if (!count) {
		print_help(&out);
		return put_out(&out, err);
	}
	const struct command_row *command = find_command(words[0], err);
	if (!command)
		return STATUS_USAGE;
	print_command_help(command, &out);
	return put_out(&out, err);
}

static int run_complete(const struct options *options, char **words, int count,
			struct err *err)
{
	(void)options;
	struct buf out = {0};
	// What --complete is asked of stands behind it, options or not.
	if (strcmp(words[-1], "--") != 0) {
		err_set(err, "complete: -- is missing before %s", words[0]);
		return STATUS_USAGE;
	}
	offer_print(commands, COUNT(commands), words, (size_t)count, &out);
	return put_out(&out, err);
}

/* --- menu, list, run -------------------------------------------------------
 */

static bool wants_plain(const struct options *options)
{
	const char *term = getenv("TERM");
	if (options->plain)
		return true;
	if (options->script)
		return false;
	return !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !term ||
	       !term[0] || !strcmp(term, "dumb");
}

/* The learner's record; what is wrong with it is said. */
static struct progress *open_progress(void)
{
	struct progress *progress = progress_open();
	if (progress_trouble(progress))
		output_error("%s", progress_trouble(progress));
	return progress;
}

/* The order in which options are asked: the same each time for who asks for a
 * number, the files' own where nobody is asked, else another at each run. */
static uint64_t shuffle_seed(const struct options *options)
{
	const char *wanted = getenv("SOCKSTEP_SHUFFLE");
	uint64_t seed = 0;
	if (wanted && wanted[0])
		return strtoull(wanted, NULL, 10);
	if (!options->automatic && !options->script && !options->presents &&
	    isatty(STDIN_FILENO) &&
	    getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
		seed = 0;
	return seed;
}

static void shuffle_all(const struct options *options,
			struct catalogue *catalogue)
{
	uint64_t seed = shuffle_seed(options);
	for (size_t i = 0; i < catalogue->count; i++)
		lesson_shuffle(catalogue->lessons[i], seed);
}

/* Before the menu, where somebody sits at a terminal, what is due is offered.
 */
static void offer_recall(const struct options *options,
			 const struct catalogue *catalogue,
			 struct progress *progress)
{
	struct err err;
	if (options->automatic || options->script || !isatty(STDIN_FILENO) ||
	    !isatty(STDOUT_FILENO))
		return;
	if (!review_ask(catalogue, progress, true, &err))
		output_error("%s", err.text);
}

static int show(const struct options *options,
		const struct catalogue *catalogue, const struct lesson *lesson,
		struct err *err)
{
	if (options->presents && wants_plain(options)) {
		err_set(err, "present: expected a terminal on standard input "
			     "and output");
		return STATUS_USAGE;
	}
	if (options->record && wants_plain(options)) {
		err_set(err, "--record films the screen: expected a terminal "
			     "on standard input and output, or --script");
		return STATUS_USAGE;
	}
	struct progress *progress = open_progress();
	int status;
	if (!lesson)
		offer_recall(options, catalogue, progress);
	if (!wants_plain(options))
		status = app_run(options, catalogue, lesson, progress, err);
	else if (lesson)
		status = plain_run(options, lesson, progress, err);
	else
		status = plain_menu(options, catalogue, progress, err);
	struct err unsaved;
	if (!progress_save(progress, &unsaved))
		output_error("%s", unsaved.text);
	progress_free(progress);
	return status;
}

static int run_menu(const struct options *options, char **words, int count,
		    struct err *err)
{
	(void)words;
	(void)count;
	struct catalogue catalogue = {0}, exercises = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	// Lessons without exercises are lessons all the same.
	struct err none;
	if (catalogue_open_exercises(&exercises, &none))
		catalogue_join(&catalogue, &exercises);
	shuffle_all(options, &catalogue);
	int status = show(options, &catalogue, NULL, err);
	catalogue_close(&catalogue);
	return status;
}

static int run_list(const struct options *options, char **words, int count,
		    struct err *err)
{
	(void)words;
	(void)count;
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	struct progress *progress = open_progress();
	struct buf out = {0};
	if (options->json)
		list_print_json(&catalogue, progress, &out);
	else
		list_print(&catalogue, progress, &out);
	progress_free(progress);
	catalogue_close(&catalogue);
	return put_out(&out, err);
}

static int show_lesson(const struct options *options,
		       const struct lesson *lesson, struct err *err)
{
	if (options->to_step <= lesson->step_count)
		return show(options, NULL, lesson, err);
	err_set(err, "--to %lu: lesson %s has steps 1 to %zu", options->to_step,
		lesson->id, lesson->step_count);
	return STATUS_USAGE;
}

static int run_file(const struct options *options, const char *file,
		    struct err *err)
{
	struct buf faults = {0};
	struct lesson *lesson = lint_read(file, &faults, err);
	int status = STATUS_USAGE;
	if (lesson && lesson->is_exercise) {
		err_set(err,
			"run %s: it is an exercise; sockstep check %s plays "
			"its checks with your program",
			file, file);
	} else if (lesson) {
		lesson_shuffle(lesson, shuffle_seed(options));
		status = show_lesson(options, lesson, err);
	} else {
		output_faults(&faults);
	}
	buf_done(&faults);
	lesson_free(lesson);
	return status;
}

/* A word with a slash or the suffix of a lesson is a file. */
static bool is_file(const char *name)
{
	const char *suffix = strrchr(name, '.');
	return strchr(name, '/') || text_is(suffix, ".md");
}

static int run_run(const struct options *options, char **words, int count,
		   struct err *err)
{
	(void)count;
	const char *name = words[0];
	if (is_file(name))
		return run_file(options, name, err);
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	shuffle_all(options, &catalogue);
	const struct lesson *lesson = catalogue_find(&catalogue, name, err);
	int status = lesson ? show_lesson(options, lesson, err) : STATUS_USAGE;
	catalogue_close(&catalogue);
	return status;
}

/* --- read, recall ----------------------------------------------------------
 */

static int print_reading(const struct lesson *lesson,
			 const struct options *options, struct err *err)
{
	struct progress *progress = open_progress();
	struct buf out = {0};
	reading_print(lesson, options_notation(options, progress), &out);
	progress_free(progress);
	return put_out(&out, err);
}

static int read_file(const struct options *options, const char *file,
		     struct err *err)
{
	struct buf faults = {0};
	struct lesson *lesson = lint_read(file, &faults, err);
	int status = STATUS_USAGE;
	if (lesson)
		status = print_reading(lesson, options, err);
	else
		output_faults(&faults);
	buf_done(&faults);
	lesson_free(lesson);
	return status;
}

static int run_read(const struct options *options, char **words, int count,
		    struct err *err)
{
	(void)count;
	if (is_file(words[0]))
		return read_file(options, words[0], err);
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	const struct lesson *lesson = catalogue_find(&catalogue, words[0], err);
	int status =
		lesson ? print_reading(lesson, options, err) : STATUS_USAGE;
	catalogue_close(&catalogue);
	return status;
}

static int run_recall(const struct options *options, char **words, int count,
		      struct err *err)
{
	(void)words;
	(void)count;
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	shuffle_all(options, &catalogue);
	struct progress *progress = open_progress();
	bool ok = review_ask(&catalogue, progress, false, err) &&
		  progress_save(progress, err);
	progress_free(progress);
	catalogue_close(&catalogue);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

/* --- progress --------------------------------------------------------------
 */

static int export_progress(const struct progress *progress, const char *path,
			   struct err *err)
{
	struct buf out = {0};
	progress_print_json(progress, &out);
	bool ok = output_file(path, &out, err);
	buf_done(&out);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

static int run_progress(const struct options *options, char **words, int count,
			struct err *err)
{
	(void)words;
	(void)count;
	if (options->export && !save_check_folder(options->export, err))
		return STATUS_USAGE;
	struct progress *progress = open_progress();
	struct buf out = {0};
	int status = STATUS_DONE;
	if (options->import && !progress_import(progress, options->import, err))
		status = STATUS_USAGE;
	else if (options->reset)
		progress_reset(progress);
	if (!status && !progress_save(progress, err))
		status = STATUS_FAILED;
	if (!status && options->export)
		status = export_progress(progress, options->export, err);
	else if (!status && options->json)
		progress_print_json(progress, &out);
	else if (!status)
		progress_print(progress, &out);
	progress_free(progress);
	return status ? status : put_out(&out, err);
}

static int run_class(const struct options *options, char **words, int count,
		     struct err *err)
{
	(void)count;
	return class_report(options, words[0], err);
}

/* --- the free lab ----------------------------------------------------------
 */

enum { ACTORS_MOST = 16 };

/* Cuts names at the commas, in place. Returns how many, or 0 on failure. */
static size_t read_actors(char *names, struct actor_spec *actors,
			  struct err *err)
{
	size_t count = 0;
	for (char *name; (name = strsep(&names, ","));) {
		bool is_taken = false;
		for (size_t i = 0; i < count; i++)
			is_taken |= !strcmp(actors[i].name, name);
		if (count == ACTORS_MOST || is_taken) {
			err_set(err,
				"--actors: found %s, expected up to %d names "
				"that differ",
				name, ACTORS_MOST);
			return 0;
		}
		if (!name[0]) {
			err_set(err, "--actors: a name is missing at a comma");
			return 0;
		}
		if (!lesson_check_actor(name, err)) {
			err_wrap(err, "--actors");
			return 0;
		}
		actors[count++] = (struct actor_spec){.name = name};
	}
	return count;
}

static int run_shell(const struct options *options, char **words, int count,
		     struct err *err)
{
	struct actor_spec actors[ACTORS_MOST];
	AUTO_FREE char *text =
		xstrdup(options->actors ? options->actors : "server,client");
	size_t actor_count = read_actors(text, actors, err);
	if (!actor_count)
		return STATUS_USAGE;
	struct options with = *options;
	with.lines = count && strcmp(words[0], "-") != 0 ? words[0] : NULL;
	with.plain |= count > 0;
	struct lesson *lesson = lesson_blank(actors, actor_count, NULL, 0);
	int status = show(&with, NULL, lesson, err);
	lesson_free(lesson);
	return status;
}

/* The lessons of the log take the place of the blank one. */
static int run_replay(const struct options *options, char **words, int count,
		      struct err *err)
{
	(void)count;
	struct options with = *options;
	with.replay = words[0];
	struct lesson *lesson = lesson_blank(NULL, 0, NULL, 0);
	int status = show(&with, NULL, lesson, err);
	lesson_free(lesson);
	return status;
}

static int run_follow(const struct options *options, char **words, int count,
		      struct err *err)
{
	(void)count;
	struct options with = *options;
	with.follow = words[0];
	with.room = words[1];
	if (!follow_check(with.follow, with.room, err))
		return STATUS_USAGE;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(err, "follow needs a terminal");
		return STATUS_USAGE;
	}
	struct lesson *lesson = lesson_blank(NULL, 0, NULL, 0);
	int status = show(&with, NULL, lesson, err);
	lesson_free(lesson);
	return status;
}

/* A word with the suffix of a log is a run that was. */
static int run_present(const struct options *options, char **words, int count,
		       struct err *err)
{
	struct options with = *options;
	with.presents = true;
	if (replay_is_log(words[0]))
		return run_replay(&with, words, count, err);
	return run_run(&with, words, count, err);
}

static int run_export(const struct options *options, char **words, int count,
		      struct err *err)
{
	return export_run(options, count ? words[0] : NULL, err);
}

static int run_notes(const struct options *options, char **words, int count,
		     struct err *err)
{
	return notes_show(count ? words[0] : NULL, wants_plain(options), err);
}

/* "h1=10.0.0.1/24,fd00::1/64", which is cut at its first "=". */
static bool read_host(char *text, struct host_spec *host, struct err *err)
{
	char *equals = strchr(text, '=');
	if (!equals || equals == text || !equals[1])
		return err_set(err,
			       "--host %s: expected NAME=ADDRESS such as "
			       "h1=10.0.0.1/24",
			       text);
	*equals = '\0';
	for (char *comma = equals; (comma = strchr(comma + 1, ','));)
		*comma = ' ';
	*host = (struct host_spec){text, equals + 1};
	const struct lab_host config = {text, equals + 1};
	struct host known;
	struct err why;
	return host_parse(&config, &known, &why) ||
	       err_set(err, "--host %s=%s: %s", text, equals + 1, why.text);
}

/* Whether no host in front of it has its name. */
static bool check_host(const struct host_spec *hosts, size_t at,
		       struct err *err)
{
	for (size_t i = 0; i < at; i++) {
		if (!strcmp(hosts[i].name, hosts[at].name))
			return err_set(err,
				       "--host %s is given twice; commas stand "
				       "between the addresses of one host",
				       hosts[at].name);
	}
	return true;
}

static int trace(const struct options *options, const struct programs *programs,
		 struct err *err)
{
	struct host_spec hosts[OPTIONS_HOSTS_MOST];
	struct arena arena = {0};
	bool read = true;
	for (size_t i = 0; read && i < options->host_count; i++)
		read = read_host(arena_strdup(&arena, options->hosts[i]),
				 &hosts[i], err) &&
		       check_host(hosts, i, err);
	int status = STATUS_USAGE;
	if (read) {
		struct options with = *options;
		with.programs = programs;
		with.no_namespaces |= with.pid != 0;
		struct lesson *lesson =
			lesson_blank(NULL, 0, hosts, options->host_count);
		lesson->title = "Programs, call by call";
		status = show(&with, NULL, lesson, err);
		lesson_free(lesson);
	}
	arena_done(&arena);
	return status;
}

static bool check_end_with(const struct options *options,
			   const struct programs *programs, struct err *err)
{
	if (!options->end_with)
		return true;
	for (size_t i = 0; i < programs->count; i++) {
		if (!strcmp(programs->items[i].name, options->end_with))
			return true;
	}
	return err_set(err,
		       "--end-with %s: no program has that name; NAME= in "
		       "front of a program gives it one",
		       options->end_with);
}

static bool check_when(const struct options *options,
		       const struct programs *programs, struct err *err)
{
	if (!options->when || programs->count > 1)
		return true;
	return err_set(err,
		       "--when %s: there is no second program that could wait; "
		       "programs are separated by ::",
		       options->when);
}

static int run_trace(const struct options *options, char **words, int count,
		     struct err *err)
{
	struct programs programs = {0};
	struct arena arena = {0};
	bool read = true;
	if (!options->pid)
		read = programs_read(&programs, words, count, options->when,
				     &arena, err) &&
		       check_when(options, &programs, err) &&
		       check_end_with(options, &programs, err);
	else if (count)
		read = err_set(err,
			       "--pid %d: found %s, expected no program beside "
			       "a process that runs already",
			       options->pid, words[0]);
	int status = read ? trace(options, &programs, err) : STATUS_USAGE;
	arena_done(&arena);
	return status;
}

/* --- exercises -------------------------------------------------------------
 */

static int run_exercises(const struct options *options, char **words, int count,
			 struct err *err)
{
	(void)words;
	(void)count;
	return exercises_list(options, err);
}

static int run_start(const struct options *options, char **words, int count,
		     struct err *err)
{
	return exercises_start(options, words, (size_t)count, err);
}

static int show_check(const struct options *options,
		      const struct lesson *lesson, struct err *err)
{
	return show(options, NULL, lesson, err);
}

static int run_check(const struct options *options, char **words, int count,
		     struct err *err)
{
	return exercises_check(options, words, (size_t)count, show_check, err);
}

static int run_new(const struct options *options, char **words, int count,
		   struct err *err)
{
	return exercises_new(options, words, (size_t)count, err);
}

static int run_grade(const struct options *options, char **words, int count,
		     struct err *err)
{
	return exercises_grade(options, words, (size_t)count, err);
}

static int run_watch(const struct options *options, char **words, int count,
		     struct err *err)
{
	return exercises_watch(options, words, (size_t)count, err);
}

static int run_config(const struct options *options, char **words, int count,
		      struct err *err)
{
	(void)options;
	return config_write(count ? words[0] : NULL, err);
}

/* --- lint, doctor ----------------------------------------------------------
 */

static int run_lint(const struct options *options, char **words, int count,
		    struct err *err)
{
	return lint_files(options, words, (size_t)count, err);
}

static int run_doctor(const struct options *options, char **words, int count,
		      struct err *err)
{
	static const char *const verdicts[] = {
		[DOCTOR_WORKS] = "works",
		[DOCTOR_MISSING] = "MISSING",
		[DOCTOR_OPTIONAL] = "optional",
	};
	(void)options;
	(void)words;
	(void)count;
	struct doctor_report report = {0};
	struct buf out = {0};
	bool is_able = true;
	doctor_examine(&report);
	for (size_t i = 0; i < report.count; i++) {
		const struct doctor_check *check = &report.checks[i];
		buf_printf(&out, "%-8s  %s: %s\n", verdicts[check->verdict],
			   check->name, check->found ? check->found : "");
		if (check->verdict == DOCTOR_WORKS)
			continue;
		buf_printf(&out, "          it is for: %s\n", check->purpose);
		if (check->remedy)
			buf_printf(&out, "          what to do: %s\n",
				   check->remedy);
		is_able &= check->verdict != DOCTOR_MISSING;
	}
	doctor_print_request(&report, geteuid() == 0, &out);
	doctor_done(&report);
	promise_print(&out);
	int status = put_out(&out, err);
	return status || is_able ? status : STATUS_CANNOT;
}

/* --- the command line ------------------------------------------------------
 */

/* What the argument of that index is called: "NAME". */
static struct str argument_name(const struct command_row *command, int index)
{
	struct str rest = str_from(command->arguments), word = rest;
	while (index-- >= 0 && str_next_word(&rest, &word))
		;
	word.len = strcspn(word.data, " .");
	return word;
}

static bool check_words(const struct command_row *command, int count,
			char **words, bool is_named, struct err *err)
{
	if (count < command->least) {
		struct str name = argument_name(command, count);
		return err_set(err, "%s: %.*s is missing", command->name,
			       (int)name.len, name.data);
	}
	// A program's words are its own.
	bool takes_any =
		command->id & (COMMAND_LINE_TRACE | COMMAND_LINE_COMPLETE);
	for (int i = 0; !takes_any && i < count && i < command->most; i++) {
		const char *name = argument_name(command, i).data;
		name += strspn(name, "[");
		if (!words[i][0])
			return err_set(err, "%s: %.*s is an empty word",
				       command->name, (int)strcspn(name, " .]"),
				       name);
	}
	if (count > command->most)
		return err_set(err, "%s%sunexpected argument %s",
			       is_named ? command->name : "",
			       is_named ? ": " : "", words[command->most]);
	return true;
}

/* The commands that show something take it from a config file how. */
static bool takes_config(unsigned command)
{
	enum {
		SHOWS = COMMAND_LINE_MENU | COMMAND_LINE_RUN |
			COMMAND_LINE_SHELL | COMMAND_LINE_TRACE |
			COMMAND_LINE_REPLAY | COMMAND_LINE_PRESENT |
			COMMAND_LINE_NOTES | COMMAND_LINE_CHECK |
			COMMAND_LINE_WATCH | COMMAND_LINE_START |
			COMMAND_LINE_READ,
	};
	return command & SHOWS;
}

/* What stands behind "--" is a program of the learner's, which is cut off. */
static void cut_program(const struct command_row *command, int *argc,
			char **argv, struct options *options)
{
	for (int i = 1; command->id == COMMAND_LINE_CHECK && i < *argc; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		options->program = argv + i + 1;
		*argc = i;
	}
}

static int tell_faults(const struct config *config)
{
	struct buf lines = {0};
	faults_print(&config->faults, config->path, &lines);
	output_faults(&lines);
	buf_done(&lines);
	return STATUS_USAGE;
}

/* Reads what follows the command and does it. */
static int run_with(const struct command_row *command, int argc, char **argv,
		    bool is_named, struct config *config, struct err *err)
{
	struct options options = {.seconds = -1};
	if (takes_config(command->id))
		config_open(config, command->id, &options);
	cut_program(command, &argc, argv, &options);
	enum arguments_wish wish = ARGUMENTS_RUN;
	int first =
		arguments_read(command->id, argc, argv, &options, &wish, err);
	if (first < 0) {
		if (is_named)
			err_wrap(err, "%s", command->name);
		return STATUS_USAGE;
	}
	// A wish goes before what is missing, not before what is too much.
	if ((!wish || argc - first > command->most) &&
	    !check_words(command, argc - first, argv + first, is_named, err))
		return STATUS_USAGE;
	struct buf out = {0};
	if (wish == ARGUMENTS_VERSION) {
		buf_puts(&out, "sockstep " VERSION "\n");
		return put_out(&out, err);
	}
	if (wish == ARGUMENTS_HELP) {
		char *words[] = {(char *)command->name};
		return run_help(&options, words, is_named, err);
	}
	if (config->faults.count)
		return tell_faults(config);
	return command->run(&options, argv + first, argc - first, err);
}

static int run_command(const struct command_row *command, int argc, char **argv,
		       bool is_named, struct err *err)
{
	struct config config = {0};
	int status = run_with(command, argc, argv, is_named, &config, err);
	config_close(&config);
	return status;
}

/* Where a standard stream is closed, its number would go to the next thing
 * that is opened, and what is printed would go there. */
static void fill_standard_streams(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* Characters as the learner's; words and numbers as in the lessons. A language
 * that is not installed here still says what its terminal shows. */
static void take_characters(void)
{
	if (setlocale(LC_CTYPE, ""))
		return;
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *name = NULL;
	for (size_t i = 0; i < COUNT(variables) && !(name && name[0]); i++)
		name = getenv(variables[i]);
	if (name && (strcasestr(name, "UTF-8") || strcasestr(name, "UTF8")))
		setlocale(LC_CTYPE, "C.UTF-8");
}

int main(int argc, char **argv)
{
	fill_standard_streams();
	take_characters();
	struct err err = {0};
	const struct command_row *command = &commands[0];
	bool is_named = argc > 1 && argv[1][0] != '-';
	if (is_named)
		command = find_command(argv[1], &err);
	int status = STATUS_USAGE;
	if (command)
		status = run_command(command, argc - is_named, argv + is_named,
				     is_named, &err);
	if (err.text[0])
		output_error("%s", err.text);
	return status;
}
