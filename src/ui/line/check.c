/* check: a learner's program against the checks of an exercise.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong with the command line is told before anything is built, and
 * what is wrong with the program before anything is played.
 */
#include "check/report.h"
#include "lesson/catalogue.h"
#include "ui/file/output.h"
#include "ui/line/exercises.h"
#include "ui/line/needs.h"
#include "ui/screen/signals.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

/* What is to be checked, and by which exercise. */
struct task {
	struct lesson *exercise;
	struct target target;
	const char *path; /* NULL: a program was given */
};

static uint64_t draw_seed(const struct options *options)
{
	uint32_t seed;
	if (options->has_seed)
		return options->seed;
	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = 1;
	return seed;
}

/* The path of an exercise that is named, by its file or by its name; the caller
 * frees. NULL with `err`. */
static char *find_exercise(const char *name, struct err *err)
{
	const char *suffix = strrchr(name, '.');
	struct catalogue catalogue;
	if (suffix && !strcmp(suffix, ".md"))
		return xstrdup(name);
	if (!catalogue_open_exercises(&catalogue, err))
		return NULL;
	const struct lesson *found = catalogue_find(&catalogue, name, err);
	char *path = found ? xstrdup(found->file) : NULL;
	catalogue_close(&catalogue);
	return path;
}

/* The exercise that a folder, or that of a file, says it is of; the caller
 * frees. NULL when it says none. */
static char *read_note(const char *path)
{
	struct stat status;
	bool is_folder = !stat(path, &status) && S_ISDIR(status.st_mode);
	const char *slash = strrchr(path, '/');
	int len = is_folder ? (int)strlen(path)
		  : slash   ? (int)(slash - path)
			    : 1;
	AUTO_FREE char *note = xprintf("%.*s/" EXERCISES_NOTE, len,
				       is_folder || slash ? path : ".");
	FILE *file = fopen(note, "re");
	char line[128] = "";
	if (!file)
		return NULL;
	bool read = fgets(line, sizeof(line), file);
	fclose(file);
	line[strcspn(line, "\r\n")] = '\0';
	return read && line[0] ? xstrdup(line) : NULL;
}

static bool read_exercise(const struct options *options, const char *path,
			  struct task *task, struct err *err)
{
	struct faults faults = {0};
	struct buf out = {0};
	task->exercise =
		lesson_read_drawn(path, draw_seed(options), &faults, err);
	faults_print(&faults, path, &out);
	fputs(buf_text(&out), stderr);
	buf_done(&out);
	faults_done(&faults);
	if (task->exercise && !task->exercise->is_exercise)
		return err_set(err,
			       "check %s: it is a lesson; sockstep run "
			       "plays it",
			       path);
	return task->exercise;
}

/* One word is an exercise or, where the folder says which one it is, a path. */
static bool read_words(const struct options *options, char *const *words,
		       size_t count, struct task *task, struct err *err)
{
	bool has_program = options->program;
	if (count > 2 || (has_program && count > 1))
		return err_set(err, "unexpected argument %s", words[count - 1]);
	task->path = has_program ? NULL : count > 1 ? words[1] : ".";
	AUTO_FREE char *noted = NULL, *path = NULL;
	struct err why;
	if (count)
		path = find_exercise(words[0], &why);
	if (!path && count == 1 && !has_program && !access(words[0], F_OK)) {
		task->path = words[0];
		noted = read_note(words[0]);
	} else if (!count) {
		noted = read_note(".");
	}
	if (!path && !noted && count && access(words[0], F_OK))
		return err_set(err, "%s", why.text);
	if (!path && !noted)
		return err_set(err, "which exercise? sockstep check EXERCISE "
				    "PATH says it; sockstep exercises lists "
				    "them");
	if (!path)
		path = find_exercise(noted, err);
	return path && read_exercise(options, path, task, err);
}

static bool build(const struct options *options, struct task *task,
		  struct err *err)
{
	const struct lesson *exercise = task->exercise;
	const char **names =
		xcalloc(exercise->starter_count + 1, sizeof(*names));
	for (size_t i = 0; i < exercise->starter_count; i++)
		names[i] = arena_strndup(
			&task->target.arena, exercise->starters[i].name,
			strcspn(exercise->starters[i].name, "."));
	enum target_language language = !options->has_language ? TARGET_ANY
					: options->language == NOTATION_PYTHON
						? TARGET_PYTHON
						: TARGET_C;
	struct buf said = {0};
	bool ok = true;
	if (task->path)
		ok = target_build(&task->target, task->path, language, names,
				  exercise->starter_count, &said, err);
	else if (options->program[0] && needs_finds(options->program[0]))
		target_take(&task->target, options->program);
	else
		ok = err_set(err,
			     "check -- %s: there is no such program, or it "
			     "cannot be executed",
			     options->program[0] ? options->program[0] : "");
	fputs(buf_text(&said), stderr);
	buf_done(&said);
	free(names);
	return ok;
}

/* Whether `--only` means this check: by its number, or by words of its
 * title. */
static bool is_chosen(const struct options *options,
		      const struct lesson *exercise, size_t check)
{
	const char *only = options->only;
	if (!only)
		return true;
	char *end;
	unsigned long number = strtoul(only, &end, 10);
	if (end != only && !*end)
		return number == check + 1;
	return strcasestr(exercise->steps[check].title, only);
}

static bool check_only(const struct options *options,
		       const struct lesson *exercise, struct err *err)
{
	for (size_t i = 0; i < exercise->step_count; i++) {
		if (is_chosen(options, exercise, i))
			return true;
	}
	return err_set(err,
		       "--only %s: it is no number of a check from 1 to %zu, "
		       "and no title has it",
		       options->only, exercise->step_count);
}

static bool is_text(const struct options *options)
{
	return !options->json && !options->tap;
}

static void print_begin(const struct lesson *exercise, struct buf *out)
{
	buf_printf(out, "%s\n\n", exercise->title);
}

/* Plays what was chosen; as text each outcome is printed at once. */
static int play_all(const struct options *options, struct task *task,
		    struct report *report, struct signals *signals,
		    struct err *err)
{
	const struct play_options how = {.ending = &signals->ending};
	struct buf out = {0};
	int status = STATUS_DONE;
	if (is_text(options))
		print_begin(task->exercise, &out);
	for (size_t i = 0; !status && i < task->exercise->step_count; i++) {
		if (!is_chosen(options, task->exercise, i))
			continue;
		if (!report_play(report, i, &task->target, signals->loop, &how,
				 err))
			status = STATUS_CANNOT;
		else if (is_text(options))
			report_print_check(report, i, &out);
		struct err lost;
		if (!status && !output_flush(&out, &lost))
			status = output_status(&lost);
		if (!status && signals->ending)
			status = STATUS_SIGNAL + signals->ending;
	}
	buf_done(&out);
	return status;
}

static int print_rest(const struct options *options,
		      const struct report *report, struct err *err)
{
	struct buf out = {0}, junit = {0};
	if (options->json)
		report_print_json(report, &out);
	else if (options->tap)
		report_print_tap(report, &out);
	else {
		buf_putc(&out, '\n');
		report_print_sum(report, &out);
	}
	bool is_out = output_flush(&out, err);
	int status = is_out ? STATUS_DONE : output_status(err);
	buf_done(&out);
	if (options->junit) {
		report_print_junit(report, &junit);
		if (!output_file(options->junit, &junit, err) && !status)
			status = STATUS_FAILED;
		buf_done(&junit);
	}
	return status;
}

static int judge(const struct options *options, const struct report *report,
		 struct err *err)
{
	size_t errors = report_count(report, VERDICT_ERROR);
	if (errors) {
		for (size_t i = 0; i < report->exercise->step_count; i++) {
			if (report->outcomes[i].verdict == VERDICT_ERROR)
				err_set(err, "%s", report->outcomes[i].brief);
		}
		return STATUS_CANNOT;
	}
	return report_count(report, VERDICT_FAILED) && !options->exit_zero
		       ? STATUS_FAILED
		       : STATUS_DONE;
}

static int check(const struct options *options, struct task *task,
		 struct err *err)
{
	struct loop *loop = loop_new(err);
	if (!loop)
		return STATUS_CANNOT;
	struct signals signals = {0};
	if (!signals_open(&signals, loop, false, err)) {
		loop_free(loop);
		return STATUS_CANNOT;
	}
	struct report report;
	report_begin(&report, task->exercise);
	int status = play_all(options, task, &report, &signals, err);
	if (!status)
		status = print_rest(options, &report, err);
	if (!status)
		status = judge(options, &report, err);
	report_done(&report);
	signals_close(&signals);
	loop_free(loop);
	return status;
}

int exercises_check(const struct options *options, char *const *words,
		    size_t count, struct err *err)
{
	struct task task = {0};
	int status = STATUS_USAGE;
	if (read_words(options, words, count, &task, err) &&
	    (!options->only || check_only(options, task.exercise, err))) {
		const char *tool = needs_tool(task.exercise);
		if (tool) {
			err_set(err,
				"exercise %s needs %s, which is not installed "
				"here",
				task.exercise->id, tool);
			status = STATUS_CANNOT;
		} else if (build(options, &task, err)) {
			status = check(options, &task, err);
		} else {
			status = STATUS_FAILED;
		}
	}
	target_done(&task.target);
	lesson_free(task.exercise);
	return status;
}
