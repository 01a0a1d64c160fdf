/* check: a learner's program against the checks of an exercise.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong with the command line is told before anything is built, and
 * what is wrong with the program before anything is played.
 */
#include "base/sentence.h"
#include "check/parallel.h"
#include "check/report.h"
#include "show/reason/situation.h"
#include "ui/file/output.h"
#include "ui/line/consent.h"
#include "ui/line/exercises.h"
#include "ui/line/needs.h"
#include "ui/line/task.h"
#include "ui/screen/signals.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

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

/* Whether there is a check that `option` can mean by `word`; NULL is all. */
static bool check_named(const char *option, const char *word,
			const struct lesson *exercise, struct err *err)
{
	const struct options only = {.only = word};
	for (size_t i = 0; i < exercise->step_count; i++) {
		if (is_chosen(&only, exercise, i))
			return true;
	}
	return FAILURE(err, "check-number", SLOT_TEXT("option", option),
		       SLOT_TEXT("word", word),
		       SLOT_NUMBER("most", exercise->step_count));
}

static bool is_text(const struct options *options)
{
	return !options->json && !options->tap;
}

struct printing {
	const struct options *options;
	const struct report *report;
	bool has_begun;
	int status;
};

/* Whether why it could not be played is said at the end, once for all. */
static bool is_said_at_end(const struct report *report, size_t check)
{
	const struct outcome_of *outcomes = report->outcomes;
	size_t first = 0;
	while (outcomes[first].verdict != VERDICT_ERROR && first < check)
		first++;
	return outcomes[check].verdict == VERDICT_ERROR &&
	       !strcmp(outcomes[check].brief, outcomes[first].brief);
}

/* As text each outcome is printed at once. */
static bool print_over(void *data, size_t check)
{
	struct printing *printing = data;
	struct buf out = {0};
	struct err lost;
	if (!is_text(printing->options))
		return true;
	if (!printing->has_begun)
		buf_printf(&out, "%s\n\n", printing->report->exercise->title);
	printing->has_begun = true;
	report_print_check(printing->report, check,
			   !is_said_at_end(printing->report, check), &out);
	bool ok = output_flush(&out, &lost);
	if (!ok)
		printing->status = output_status(&lost);
	buf_done(&out);
	return ok;
}

/* Builds the program, while labs are made, and plays what was chosen. */
static int play_all(const struct options *options, struct task *task,
		    struct report *report, struct signals *signals,
		    struct err *err)
{
	const struct play_options how = {.ending = &signals->ending,
					 .explain = situation_why};
	struct printing printing = {
		.options = options, .report = report, .status = STATUS_CANNOT};
	bool *wanted = xcalloc(task->exercise->step_count, sizeof(*wanted));
	for (size_t i = 0; i < task->exercise->step_count; i++)
		wanted[i] = is_chosen(options, task->exercise, i);
	struct parallel *parallel = parallel_begin(
		report, wanted, &task->target, signals->loop, &how, err);
	task->target.stop = &signals->fd;
	if (parallel && !task_build(options, task, err))
		printing.status = STATUS_FAILED;
	else if (parallel &&
		 parallel_play(parallel, print_over, &printing, err))
		printing.status = STATUS_DONE;
	parallel_end(parallel);
	task->target.stop = NULL;
	free(wanted);
	signals_look(signals);
	return signals->ending ? STATUS_SIGNAL + signals->ending
			       : printing.status;
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
		if (report_count(report, VERDICT_FAILED))
			buf_puts(&out, "The same with --step opens the first "
				       "check that failed, call by call.\n");
	}
	int status = output_end(&out, err);
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
	for (size_t i = 0; i < report->exercise->step_count; i++) {
		if (report->outcomes[i].verdict != VERDICT_ERROR)
			continue;
		err_set(err, "%s", report->outcomes[i].brief);
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
	if (!status && !report_count(&report, VERDICT_ERROR))
		exercises_keep(task->exercise->id, report_points(&report),
			       report_most(&report));
	if (!status)
		status = print_rest(options, &report, err);
	if (!status)
		status = judge(options, &report, err);
	report_done(&report);
	signals_close(&signals);
	loop_free(loop);
	return status;
}

/* The check that is asked for, or the first that fails. SIZE_MAX for none. */
static size_t find_step(const struct options *options, struct task *task,
			struct err *err)
{
	const struct lesson *exercise = task->exercise;
	const struct play_options how = {.explain = situation_why};
	struct options only = *options;
	struct report report;
	struct loop *loop = loop_new(err);
	size_t found = SIZE_MAX;
	only.only = options->step_check ? options->step_check : options->only;
	report_begin(&report, exercise);
	for (size_t i = 0;
	     loop && found == SIZE_MAX && i < exercise->step_count; i++) {
		if (!is_chosen(&only, exercise, i))
			continue;
		if (options->step_check)
			found = i;
		else if (!report_play(&report, i, &task->target, loop, &how,
				      err))
			break;
		else if (report.outcomes[i].verdict == VERDICT_FAILED)
			found = i;
		else if (report.outcomes[i].verdict == VERDICT_ERROR &&
			 !err_set(err, "%s", report.outcomes[i].brief))
			break;
	}
	report_done(&report);
	loop_free(loop);
	return found;
}

/* The screen, or plain mode, with one check as its lesson. */
static int step(const struct options *options, struct task *task,
		exercises_show_fn *show, struct err *err)
{
	struct options with = *options;
	err->text[0] = '\0';
	size_t check = find_step(options, task, err);
	if (check == SIZE_MAX && err->text[0])
		return STATUS_CANNOT;
	if (check == SIZE_MAX) {
		output_print(
			"No check fails: there is nothing to step into.\n");
		return STATUS_DONE;
	}
	const struct lesson one = lesson_check(task->exercise, check);
	with.checked = task->target.words;
	with.checked_folder = task->target.folder;
	with.checked_files = task->target.seen;
	return show(&with, &one, err);
}

/* Whether there is something at the path that was given. */
static bool is_there(const struct task *task, struct err *err)
{
	return !task->path || !access(task->path, F_OK) ||
	       FAILURE(err, "check-path", SLOT_TEXT("path", task->path),
		       SLOT_TEXT("reason", strerror(errno)));
}

/* A file of somebody else may bring programs along. */
static bool may_play(const struct options *options, const struct task *task,
		     struct err *err)
{
	return !consent_is_needed(options, task->exercise, true) ||
	       consent_ask(options, task->exercise, true, err);
}

int exercises_check(const struct options *options, char *const *words,
		    size_t count, exercises_show_fn *show, struct err *err)
{
	struct task task = {0};
	int status = STATUS_USAGE;
	if (task_read(options, words, count, &task, err) &&
	    check_named("--only", options->only, task.exercise, err) &&
	    check_named("--step", options->step_check, task.exercise, err) &&
	    is_there(&task, err)) {
		const char *tool = needs_tool(task.exercise);
		if (tool) {
			FAILURE(err, "exercise-needs-tool",
				SLOT_TEXT("id", task.exercise->id),
				SLOT_TEXT("tool", tool));
			status = STATUS_CANNOT;
		} else if (!may_play(options, &task, err)) {
			status = STATUS_USAGE;
		} else if (!task_find(options, &task, err)) {
			status = task.path ? STATUS_FAILED : STATUS_USAGE;
		} else if (!options->step) {
			status = check(options, &task, err);
		} else if (task_build(options, &task, err)) {
			status = step(options, &task, show, err);
		} else {
			status = STATUS_FAILED;
		}
	}
	task_done(&task);
	return status;
}
