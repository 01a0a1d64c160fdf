/* watch_keys: what the keys do while the checks of an exercise are watched.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They come where standard input and output are a terminal, one by one; an
 * editor and the check that is stepped into have it meanwhile, as it was.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "check/report.h"
#include "ui/file/output.h"
#include "ui/line/watch_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool watch_is_source(const char *name)
{
	static const char *const suffixes[] = {".c", ".h", ".py"};
	for (size_t i = 0; i < COUNT(suffixes); i++) {
		if (text_has_suffix(name, suffixes[i]))
			return name[0] != '.';
	}
	return !strcasecmp(name, "makefile");
}

/* Keys come one by one, without Enter, and are not shown. */
void watch_take_keys(struct watch *watch)
{
	struct termios raw;
	watch->has_keys = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
			  !tcgetattr(STDIN_FILENO, &watch->usual);
	if (!watch->has_keys)
		return;
	raw = watch->usual;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

void watch_give_keys_back(const struct watch *watch)
{
	if (watch->has_keys)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &watch->usual);
}

static void print_wrapped(const char *text)
{
	enum { COLUMNS = 76 };
	struct str rest = str_from(text), line;
	while (text_wrap(&rest, COLUMNS, &line))
		output_print("%.*s\n", (int)line.len, line.data);
}

static void say(const char *id)
{
	output_print("%s\n", sentence_text(id));
}

static void say_no_hint(size_t check)
{
	AUTO_FREE char *text =
		SENTENCE_NEW("watch-no-hint", SLOT_NUMBER("check", check));
	output_print("%s\n", text);
}

/* There is nothing to show a check of. */
static void say_no_failure(const struct watch *watch)
{
	if (!watch->report)
		say(SENTENCE_ID("watch-none-played"));
	else if (report_count(watch->report, VERDICT_ERROR))
		say(SENTENCE_ID("watch-no-failure-played"));
	else
		say(SENTENCE_ID("watch-no-failure"));
}

static void show_hint(struct watch *watch)
{
	if (watch->failing == SIZE_MAX) {
		say_no_failure(watch);
		return;
	}
	const struct step *check = &watch->task.exercise->steps[watch->failing];
	if (watch->hint >= check->hint_count)
		say_no_hint(watch->failing + 1);
	else
		print_wrapped(check->hints[watch->hint++]);
}

/* The source to edit: what was named, or the one in the folder. */
static char *find_source(const struct watch *watch)
{
	const struct lesson *exercise = watch->task.exercise;
	if (strcmp(watch->task.path, ".") != 0 &&
	    watch_is_source(watch->task.path))
		return xstrdup(watch->task.path);
	for (size_t i = 0; i < exercise->starter_count; i++) {
		char *path = xprintf("%s/%s", watch->folder,
				     exercise->starters[i].name);
		if (!access(path, F_OK))
			return path;
		free(path);
	}
	return xstrdup(watch->folder);
}

/* Runs a program that has the terminal meanwhile, until its end. */
static void run_program(struct watch *watch, const char *path,
			const char *const *words)
{
	watch_give_keys_back(watch);
	pid_t pid = fork();
	if (pid == 0) {
		sigset_t none;
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		execv(path, (char *const *)words);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	watch_take_keys(watch);
}

static void edit(struct watch *watch)
{
	const char *editor = getenv("VISUAL");
	if (!editor || !editor[0])
		editor = getenv("EDITOR");
	AUTO_FREE char *source = find_source(watch);
	AUTO_FREE char *command = xprintf(NOTATION("exec %s \"$1\""),
					  editor && editor[0] ? editor : "vi");
	const char *const words[] = {"sh", "-c", command, "sh", source, NULL};
	run_program(watch, "/bin/sh", words);
}

void watch_print_keys(const struct watch *watch)
{
	if (!watch->has_keys)
		return;
	if (watch->failing == SIZE_MAX) {
		say(SENTENCE_ID("watch-keys"));
		return;
	}
	AUTO_FREE char *text = SENTENCE_NEW(
		"watch-keys-failed", SLOT_NUMBER("check", watch->failing + 1));
	output_print("%s\n", text);
}

void watch_put_off(struct watch *watch)
{
	if (!watch->has_put_off)
		say(SENTENCE_ID("watch-put-off"));
	watch->has_put_off = true;
	fflush(stdout);
}

/* Shows the feedback of the next check that failed, behind the last the first
 * again. */
static void show_next(struct watch *watch)
{
	struct buf out = {0};
	struct err lost;
	size_t count = watch->task.exercise->step_count, at = watch->failing;
	if (at == SIZE_MAX || !watch->report) {
		say_no_failure(watch);
		return;
	}
	do {
		at = (at + 1) % count;
	} while (watch->report->outcomes[at].verdict != VERDICT_FAILED);
	watch->hint = at == watch->failing ? watch->hint : 0;
	watch->failing = at;
	report_print_check(watch->report, at, true, &out);
	(void)!output_flush(&out, &lost);
	buf_done(&out);
}

/* Runs the program once more, for one check; it has the terminal meanwhile. */
static void step_into(struct watch *watch)
{
	const struct lesson *exercise = watch->task.exercise;
	AUTO_FREE char *step = xprintf("--step=%zu", watch->failing + 1);
	AUTO_FREE char *seed =
		xprintf("%llu", (unsigned long long)exercise->seed);
	const char *const words[] = {
		"sockstep",
		"check",
		step,
		"--seed",
		seed,
		exercise->file,
		watch->task.path,
		watch->options->allow_commands ? "--allow-commands" : NULL,
		NULL};
	run_program(watch, "/proc/self/exe", words);
}

static void show_help(struct watch *watch)
{
	print_wrapped(sentence_text(
		watch->failing == SIZE_MAX ? SENTENCE_ID("watch-help")
					   : SENTENCE_ID("watch-help-failed")));
}

/* What was said has moved the line of the keys up, which comes again. */
void watch_obey(struct watch *watch, char key)
{
	static const struct {
		char key;
		void (*run)(struct watch *watch);
	} keys[] = {{'\n', step_into},
		    {'n', show_next},
		    {'h', show_hint},
		    {'e', edit},
		    {'?', show_help}};
	for (size_t i = 0; i < COUNT(keys); i++) {
		if (keys[i].key != key)
			continue;
		keys[i].run(watch);
		watch_print_keys(watch);
	}
	fflush(stdout);
}
