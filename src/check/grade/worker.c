/* worker: one submission, from its files to what came of each check.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker is a process of its own for each submission: what is left of one is
 * gone with it, and a program that brings down its worker has brought down that
 * and no other. It keeps nothing but tells each result as soon as there is one.
 *
 * The files are copied first, into a folder that nobody else comes into; the
 * innermost one can be written by all, for in the lab root is somebody else.
 */
#include "check/grade/worker.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "check/grade/workshop.h"
#include "check/target.h"
#include "check/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* How often a check is tried that we could not play. */
enum { TRIES = 3, SAID_LINES = 12, SAID_COLUMNS = 200 };

struct worker {
	const struct work *work;
	size_t index;
	struct loop *loop;
	const int *ending;
	int out;
	uint64_t begin;
	char *folder, *root; /* of the copy, and its innermost one */
	struct target target;
	struct workshop workshop;
	bool is_broken; /* something of ours failed */
};

/* --- telling ---------------------------------------------------------------
 */

static bool is_asked(const struct worker *worker)
{
	return worker->ending && *worker->ending;
}

/* One line to who started us. */
static bool tell(struct worker *worker, size_t number,
		 const struct book_cell *cell, struct err *err)
{
	struct book *book = worker->work->book;
	struct buf line = {0};
	*book_cell(book, worker->index, number) = *cell;
	book_print_cell(book, worker->index, number, &line);
	const char *at = buf_text(&line);
	size_t left = line.len;
	while (left) {
		ssize_t wrote = write(worker->out, at, left);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			break;
		at += wrote;
		left -= (size_t)wrote;
	}
	buf_done(&line);
	return !left || FAILURE(err, "tell-result",
				SLOT_TEXT("reason", strerror(errno)));
}

/* --- the files -------------------------------------------------------------
 */

static bool make_folder(struct worker *worker, struct err *err)
{
	worker->folder = unpack_make(err);
	if (!worker->folder)
		return FAILURE_IN(err, "folder-for-submission");
	AUTO_FREE char *inner = xprintf("%s/work", worker->folder);
	return mkdir(inner, 0755) == 0 ||
	       FAILURE(err, "make-path", SLOT_TEXT("path", inner),
		       SLOT_TEXT("reason", strerror(errno)));
}

static int open_up(const char *path, const struct stat *status, int type,
		   struct FTW *ftw)
{
	(void)ftw;
	if (type == FTW_D)
		return chmod(path, 0777);
	return type == FTW_F ? chmod(path, status->st_mode | 0666) : 0;
}

/* Adds to `did` what was done besides copying. False with `why` when what was
 * handed in is no good; with `err` when it is our fault. */
static bool take_files(struct worker *worker, struct buf *did, struct err *why,
		       struct err *err)
{
	const struct roster_item *item =
		&worker->work->roster->items[worker->index];
	if (!item->path_count)
		return FAILURE(why, "nothing-handed-in");
	if (!make_folder(worker, err)) {
		worker->is_broken = true;
		return false;
	}
	AUTO_FREE char *inner = xprintf("%s/work", worker->folder);
	for (size_t i = 0; i < item->path_count; i++) {
		if (!unpack(item->paths[i], inner, did, why))
			return false;
	}
	worker->root = unpack_root(inner);
	return nftw(inner, open_up, 16, FTW_PHYS) == 0 ||
	       FAILURE(why, "files-unread",
		       SLOT_TEXT("reason", strerror(errno)));
}

/* --- the build -------------------------------------------------------------
 */

static bool build(struct worker *worker, struct buf *said, struct err *why)
{
	const struct lesson *exercise = worker->work->exercise;
	const char **names =
		xcalloc(exercise->starter_count + 1, sizeof(*names));
	for (size_t i = 0; i < exercise->starter_count; i++)
		names[i] = arena_strndup(
			&worker->target.arena, exercise->starters[i].name,
			strcspn(exercise->starters[i].name, "."));
	if (!worker->work->is_unconfined) {
		worker->workshop = (struct workshop){
			worker->loop, worker->ending, worker->root, false};
		worker->target.run = workshop_run;
		worker->target.run_data = &worker->workshop;
	}
	worker->target.is_ours = true;
	worker->target.called = sentence_text(SENTENCE_ID("the-submission"));
	bool ok = target_find(&worker->target, worker->root, why) &&
		  target_build(&worker->target, TARGET_ANY, names,
			       exercise->starter_count, said, why);
	free(names);
	return ok;
}

/* Its paths without our folder, and only the first lines: who knows what a
 * compiler is brought to say. */
static char *told_of_build(const struct worker *worker, const struct buf *said,
			   const char *why)
{
	struct buf out = {0};
	struct str rest = {buf_text(said), said->len}, line;
	size_t len = worker->root ? strlen(worker->root) : 0, count = 0;
	while (count < SAID_LINES && str_next_line(&rest, &line)) {
		struct buf shown = {0};
		text_show(&shown, line.data, line.len, SAID_COLUMNS);
		buf_printf(&out, "%s\n", buf_text(&shown));
		buf_done(&shown);
		count++;
	}
	if (rest.len)
		buf_puts(&out, "[the rest is left out]\n");
	text_show_all(&out, why);
	buf_putc(&out, '\n');
	char *text = buf_take(&out);
	for (char *at = text; len && (at = strstr(at, worker->root));) {
		bool is_prefix = at[len] == '/';
		memmove(at, at + len + is_prefix,
			strlen(at + len + is_prefix) + 1);
	}
	return text;
}

/* A submission that cannot be built has no check to be played. */
static bool tell_unbuilt(struct worker *worker, const struct buf *said,
			 const struct err *why, struct err *err)
{
	AUTO_FREE char *told = told_of_build(worker, said, why->text);
	AUTO_FREE char *brief =
		told_of_build(worker, &(struct buf){0}, why->text);
	brief[strcspn(brief, "\n")] = '\0';
	struct book_cell cell = {
		.is_there = true,
		.verdict = VERDICT_FAILED,
		.seconds = (double)(clock_now() - worker->begin) / CLOCK_SECOND,
		.message = brief,
		.feedback = told,
	};
	bool ok = tell(worker, BOOK_BUILD, &cell, err);
	const struct book_cell rest = {
		.is_there = true,
		.message = sentence_text(SENTENCE_ID("no-program-there"))};
	for (size_t i = 1; ok && i <= worker->work->book->check_count; i++)
		ok = tell(worker, i, &rest, err);
	return ok;
}

static bool tell_error(struct worker *worker, size_t number, const char *text,
		       struct err *err)
{
	const struct book_cell cell = {
		.is_there = true, .verdict = VERDICT_ERROR, .message = text};
	worker->is_broken = true;
	return tell(worker, number, &cell, err);
}

static bool prepare(struct worker *worker, struct err *err)
{
	struct buf said = {0}, did = {0};
	struct err why;
	bool ok = take_files(worker, &did, &why, err), told = true;
	if (ok)
		ok = build(worker, &said, &why);
	if (!ok && worker->is_broken)
		why = *err;
	if (worker->is_broken || worker->workshop.has_failed)
		told = is_asked(worker) ||
		       tell_error(worker, BOOK_BUILD, why.text, err);
	else if (!ok)
		told = tell_unbuilt(worker, &said, &why, err);
	else {
		const struct book_cell built = {
			.is_there = true,
			.verdict = VERDICT_PASSED,
			.seconds = (double)(clock_now() - worker->begin) /
				   CLOCK_SECOND,
			.feedback = did.len ? buf_text(&did) : NULL};
		told = tell(worker, BOOK_BUILD, &built, err);
	}
	buf_done(&did);
	buf_done(&said);
	return ok && told;
}

/* --- the checks ------------------------------------------------------------
 */

static uint64_t end_of(const struct worker *worker)
{
	return worker->begin + worker->work->seconds * CLOCK_SECOND;
}

/* Plays one until we could play it, or have tried often enough. */
static void try_check(struct worker *worker, struct report *report,
		      size_t check)
{
	const struct play_options how = {
		.ending = worker->ending,
		.until = end_of(worker),
		.is_unconfined = worker->work->is_unconfined,
		.explain = worker->work->explain,
	};
	struct outcome_of *outcome = &report->outcomes[check];
	for (int i = 0; i < TRIES && !is_asked(worker); i++) {
		struct err why;
		*outcome = (struct outcome_of){0};
		if (!report_play(report, check, &worker->target, worker->loop,
				 &how, &why)) {
			outcome->verdict = VERDICT_ERROR;
			outcome->brief = arena_strdup(&report->arena, why.text);
		}
		if (outcome->verdict != VERDICT_ERROR)
			return;
	}
}

static struct book_cell cell_of(const struct report *report, size_t check)
{
	const struct outcome_of *outcome = &report->outcomes[check];
	bool passed = outcome->verdict == VERDICT_PASSED;
	return (struct book_cell){
		.is_there = true,
		.verdict = outcome->verdict,
		.points = passed ? report->exercise->steps[check].points : 0,
		.seconds = (double)outcome->elapsed / CLOCK_SECOND,
		.message = outcome->brief,
		.feedback = outcome->told,
		.lesson = outcome->lesson,
	};
}

/* The checks of one file, whose first has that number. */
static bool play_all(struct worker *worker, const struct lesson *exercise,
		     size_t first, struct err *err)
{
	struct report report;
	bool ok = true;
	report_begin(&report, exercise);
	for (size_t i = 0; ok && i < exercise->step_count; i++) {
		const struct book_cell *known =
			book_cell(worker->work->book, worker->index, first + i);
		if (known->is_there && known->verdict != VERDICT_ERROR)
			continue;
		if (clock_now() >= end_of(worker)) {
			const struct book_cell late = {
				.is_there = true,
				.message = sentence_text(
					SENTENCE_ID("submission-time-over"))};
			ok = tell(worker, first + i, &late, err);
			continue;
		}
		try_check(worker, &report, i);
		if (is_asked(worker))
			break;
		const struct book_cell cell = cell_of(&report, i);
		worker->is_broken |= cell.verdict == VERDICT_ERROR;
		ok = tell(worker, first + i, &cell, err);
	}
	report_done(&report);
	return ok;
}

bool worker_grade(const struct work *work, size_t index, struct loop *loop,
		  const int *ending, int out, struct err *err)
{
	struct worker worker = {
		.work = work,
		.index = index,
		.loop = loop,
		.ending = ending,
		.out = out,
		.begin = clock_now(),
	};
	bool ok = prepare(&worker, err) &&
		  play_all(&worker, work->exercise, 1, err) &&
		  (!work->hidden ||
		   play_all(&worker, work->hidden,
			    work->exercise->step_count + 1, err));
	(void)ok;
	target_done(&worker.target);
	unpack_remove(worker.folder);
	free(worker.folder);
	free(worker.root);
	return !worker.is_broken && !is_asked(&worker);
}
