/* grade: the checks of an exercise against a folder of submissions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every result is on disk as soon as there is one, so the same command again
 * goes on where an earlier one was ended; what all results say together is
 * written anew at each end, whatever ended it.
 */
#include "base/count.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "check/grade/crew.h"
#include "check/grade/forms.h"
#include "check/grade/merge.h"
#include "check/grade/worker.h"
#include "session/session.h"
#include "show/reason/situation.h"
#include "ui/file/output.h"
#include "ui/line/consent.h"
#include "ui/line/exercises.h"
#include "ui/line/needs.h"
#include "ui/line/task.h"
#include "ui/screen/signals.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* What a submission may take, and what its worker gets behind that. */
enum { SECONDS = 300, SECONDS_MORE = 60 };

struct grading {
	const struct options *options;
	struct lesson *exercise, *hidden;
	struct roster roster;
	struct book book;
	struct signals signals;
	bool *wanted;
	size_t left; /* how many are wanted and not over */
	struct work work;
	struct err lost; /* of a file about one submission */
};

/* --- what is asked for -----------------------------------------------------
 */

static bool read_exercises(struct grading *grading, const char *name,
			   uint64_t seed, struct err *err)
{
	const char *file = grading->options->hidden;
	grading->exercise = task_exercise(name, seed, err);
	if (grading->exercise && file)
		grading->hidden = task_exercise(file, seed, err);
	if (grading->exercise && file && !grading->hidden)
		FAILURE_IN(err, "at-hidden", SLOT_TEXT("file", file));
	return grading->exercise && (!file || grading->hidden);
}

/* OUT within SUBMISSIONS would be a submission itself. */
static bool check_places(const char *submissions, const char *out,
			 struct err *err)
{
	AUTO_FREE char *inner = realpath(out, NULL);
	AUTO_FREE char *outer = realpath(submissions, NULL);
	size_t len = outer ? strlen(outer) : 0;
	AUTO_FREE char *above = inner ? NULL : xstrdup(out);
	char *slash = above ? strrchr(above, '/') : NULL;
	if (slash)
		*slash = '\0';
	AUTO_FREE char *place = inner ? xstrdup(inner)
				      : realpath(slash && above[0] ? above
						 : slash	   ? "/"
								   : ".",
						 NULL);
	if (len && place && !strncmp(place, outer, len) &&
	    (!place[len] || place[len] == '/'))
		return FAILURE(err, "out-within", SLOT_TEXT("out", out),
			       SLOT_TEXT("submissions", submissions));
	return true;
}

static const char *digest_of(struct grading *grading)
{
	return arena_printf(
		&grading->book.arena, "%016llx%016llx",
		(unsigned long long)grading->exercise->digest,
		(unsigned long long)(grading->hidden ? grading->hidden->digest
						     : 0));
}

static void add_checks(struct book *book, const struct lesson *exercise,
		       bool is_hidden)
{
	for (size_t i = 0; exercise && i < exercise->step_count; i++)
		book->checks[book->check_count++] = (struct book_check){
			.title = exercise->steps[i].title,
			.most = exercise->steps[i].points,
			.misconceptions = exercise->steps[i].misconceptions,
			.is_hidden = is_hidden,
		};
}

static bool open_book(struct grading *grading, const char *out, struct err *err)
{
	struct book *book = &grading->book;
	const struct lesson *exercise = grading->exercise;
	size_t most = exercise->step_count +
		      (grading->hidden ? grading->hidden->step_count : 0);
	book->exercise = exercise->id;
	book->title = exercise->title;
	book->digest = digest_of(grading);
	book->shard = grading->options->shard;
	book->seed = exercise->seed;
	book->checks =
		arena_alloc(&book->arena, (most + 1) * sizeof(*book->checks));
	add_checks(book, exercise, false);
	add_checks(book, grading->hidden, true);
	book->submissions =
		arena_alloc(&book->arena, (grading->roster.count + 1) *
						  sizeof(*book->submissions));
	for (size_t i = 0; i < grading->roster.count; i++)
		book->submissions[book->submission_count++] =
			(struct book_submission){
				grading->roster.items[i].name,
				grading->roster.items[i].id,
				grading->roster.items[i].title};
	return book_open(book, out, err);
}

/* What --only names is graded again, whatever is known of it. */
static bool choose(struct grading *grading, struct err *err)
{
	const struct options *options = grading->options;
	struct book *book = &grading->book;
	grading->wanted =
		xcalloc(book->submission_count + 1, sizeof(*grading->wanted));
	for (size_t i = 0; !options->only_count && i < book->submission_count;
	     i++)
		grading->wanted[i] = !book_is_complete(book, i);
	for (size_t i = 0; i < options->only_count; i++) {
		const struct roster_item *item =
			roster_find(&grading->roster, options->only_list[i]);
		if (!item)
			return FAILURE(
				err, "only-no-submission",
				SLOT_TEXT("name", options->only_list[i]));
		size_t index = (size_t)(item - grading->roster.items);
		grading->wanted[index] = true;
		for (size_t j = 0; j <= book->check_count; j++)
			*book_cell(book, index, j) = (struct book_cell){0};
	}
	for (size_t i = 0; i < book->submission_count; i++)
		grading->left += grading->wanted[i];
	return true;
}

/* --- grading ---------------------------------------------------------------
 */

/* In the worker's own process: its loop, its signals. */
static int work(void *data, size_t index, int out)
{
	struct grading *grading = data;
	struct signals signals;
	struct err err;
	struct loop *loop = loop_new(&err);
	if (!loop || !signals_open(&signals, loop, false, &err))
		return STATUS_CANNOT;
	grading->book.file = -1;
	bool ok = worker_grade(&grading->work, index, loop, &signals.ending,
			       out, &err);
	return ok ? STATUS_DONE : STATUS_CANNOT;
}

static void tell_over(struct grading *grading, size_t index)
{
	const struct book *book = &grading->book;
	const char *status = book_status(book, index);
	struct buf line = {0};
	struct err lost;
	buf_printf(&line, "%3d of %d  %s", book_points(book, index),
		   book_most(book), book->submissions[index].name);
	if (strcmp(status, "graded") != 0)
		buf_printf(&line, ": %s", status);
	buf_printf(&line, "  (%zu left)\n", --grading->left);
	(void)!output_flush(&line, &lost);
	buf_done(&line);
}

static void over(void *data, size_t index)
{
	struct grading *grading = data;
	struct err lost;
	if (!forms_write_one(&grading->book, index, &lost) &&
	    !grading->lost.text[0])
		grading->lost = lost;
	tell_over(grading, index);
}

static unsigned default_jobs(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	return count > 0 ? (unsigned)count : 1;
}

static bool grade(struct grading *grading, struct err *err)
{
	const struct options *options = grading->options;
	unsigned seconds = options->timeout ? options->timeout : SECONDS;
	struct crew_options how = {
		.jobs = options->jobs ? options->jobs : default_jobs(),
		.seconds = seconds + SECONDS_MORE,
		.ending = &grading->signals.ending,
		.wanted = grading->wanted,
		.work = work,
		.over = over,
		.data = grading,
	};
	grading->work = (struct work){
		.book = &grading->book,
		.exercise = grading->exercise,
		.hidden = grading->hidden,
		.roster = &grading->roster,
		.seconds = seconds,
		.is_unconfined = options->unconfined,
		.explain = situation_why,
	};
	bool ok = crew_run(&grading->book, grading->signals.loop, &how, err);
	// Whatever ended it: what stands can be looked at.
	struct err lost;
	if (!forms_write_all(&grading->book, &lost) && ok) {
		*err = lost;
		ok = false;
	}
	if (grading->lost.text[0] && ok) {
		*err = grading->lost;
		ok = false;
	}
	return ok;
}

/* Errors of ours leave a submission without a score. */
static int judge(const struct grading *grading, struct err *err)
{
	size_t errors = 0;
	for (size_t i = 0; i < grading->book.submission_count; i++)
		errors += !strcmp(book_status(&grading->book, i), "error");
	if (!errors)
		return STATUS_DONE;
	FAILURE(err, "grade-not-all", SLOT_NUMBER("errors", errors));
	return STATUS_CANNOT;
}

static void print_class(const struct book *book)
{
	struct buf out = {0};
	struct err lost;
	buf_putc(&out, '\n');
	forms_print_class(book, &out);
	buf_printf(&out, "\nAll of it is in %s: grades.csv, feedback/ …\n",
		   book->folder);
	(void)!output_flush(&out, &lost);
	buf_done(&out);
}

/* Whether this machine can confine: one lab is built to see it. */
static bool try_lab(struct grading *grading, struct err *err)
{
	const char *const seen[] = {NULL};
	const struct session_options options = {.submission = seen};
	struct lesson *blank = lesson_blank(NULL, 0, NULL, 0);
	struct session *session =
		session_new(blank, grading->signals.loop, &options, err);
	bool ok = session && session_has_namespaces(session);
	if (session && !ok)
		FAILURE(err, "submissions-unconfined",
			SLOT_TEXT("missing", session_missing(session)));
	session_free(session);
	lesson_free(blank);
	return ok;
}

static int grade_all(struct grading *grading, struct err *err)
{
	struct loop *loop = loop_new(err);
	if (!loop)
		return STATUS_CANNOT;
	if (!signals_open(&grading->signals, loop, false, err)) {
		loop_free(loop);
		return STATUS_CANNOT;
	}
	int status = STATUS_CANNOT;
	bool can_grade = try_lab(grading, err);
	if (can_grade)
		status = grade(grading, err) ? judge(grading, err)
					     : STATUS_FAILED;
	if (grading->signals.ending)
		status = STATUS_SIGNAL + grading->signals.ending;
	else if (can_grade && status != STATUS_FAILED)
		print_class(&grading->book);
	signals_close(&grading->signals);
	loop_free(loop);
	return status;
}

static bool may_play(const struct grading *grading, struct err *err)
{
	const struct lesson *const files[] = {grading->exercise,
					      grading->hidden};
	for (size_t i = 0; i < COUNT(files); i++) {
		const char *tool = files[i] ? needs_tool(files[i]) : NULL;
		if (tool)
			return FAILURE(err, "exercise-needs-tool",
				       SLOT_TEXT("id", files[i]->id),
				       SLOT_TEXT("tool", tool));
		if (files[i] &&
		    consent_is_needed(grading->options, files[i], true) &&
		    !consent_ask(grading->options, files[i], true, err))
			return false;
	}
	return true;
}

static bool prepare(struct grading *grading, char *const *words,
		    struct err *err)
{
	const struct options *options = grading->options;
	struct options with = *options;
	if (!options->has_seed && book_has_seed(options->out, &with.seed))
		with.has_seed = true;
	if (!check_places(words[1], options->out, err) ||
	    !read_exercises(grading, words[0], task_seed(&with), err) ||
	    !may_play(grading, err) ||
	    !roster_read(&grading->roster, words[1], err))
		return false;
	if (options->shard)
		roster_shard(&grading->roster, options->shard_number,
			     options->shard_count);
	return open_book(grading, options->out, err) && choose(grading, err);
}

static int merge(const struct options *options, char *const *shards,
		 struct err *err)
{
	struct book book = {.file = -1};
	int status = STATUS_USAGE;
	if (merge_books(&book, shards, options->out, err)) {
		print_class(&book);
		status = STATUS_DONE;
	}
	book_done(&book);
	return status;
}

int exercises_grade(const struct options *options, char *const *words,
		    size_t count, struct err *err)
{
	struct grading grading = {.options = options, .book = {.file = -1}};
	int status = STATUS_USAGE;
	if (options->merge && !count)
		FAILURE(err, "merge-no-folders");
	else if (!options->merge && count != 2)
		FAILURE(err, "grade-expected");
	else if (!options->out)
		FAILURE(err, "out-missing");
	else if (options->merge)
		status = merge(options, words, err);
	else if (prepare(&grading, words, err))
		status = grade_all(&grading, err);
	free(grading.wanted);
	book_done(&grading.book);
	roster_done(&grading.roster);
	lesson_free(grading.exercise);
	lesson_free(grading.hidden);
	return status;
}
