/* lessons: the commands that show a lesson, or all of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson is named by its id, number or title in the catalogue, or it is a
 * file, which is then checked as lint does: its faults are told and nothing is
 * played.
 */
#include "base/sentence.h"
#include "main/run.h"
#include "main/shown.h"
#include "show/plain/reading.h"
#include "ui/file/output.h"
#include "ui/file/replay.h"
#include "ui/line/export.h"
#include "ui/line/lint.h"
#include "ui/line/list.h"
#include "ui/line/notes.h"
#include "ui/plain/review.h"

#include <string.h>

int run_menu(const struct options *options, char **words, int count,
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
	shown_shuffle_all(options, &catalogue);
	int status = shown_run(options, &catalogue, NULL, err);
	catalogue_close(&catalogue);
	return status;
}

int run_list(const struct options *options, char **words, int count,
	     struct err *err)
{
	(void)words;
	(void)count;
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	struct progress *progress = shown_progress();
	struct buf out = {0};
	if (options->json)
		list_print_json(&catalogue, progress, &out);
	else
		list_print(&catalogue, progress, &out);
	progress_free(progress);
	catalogue_close(&catalogue);
	return output_end(&out, err);
}

static int show_lesson(const struct options *options,
		       const struct catalogue *catalogue,
		       const struct lesson *lesson, struct err *err)
{
	if (options->to_step <= lesson->step_count)
		return shown_run(options, catalogue, lesson, err);
	FAILURE(err, "usage-to-steps", SLOT_NUMBER("number", options->to_step),
		SLOT_TEXT("lesson", lesson->id),
		SLOT_NUMBER("most", lesson->step_count));
	return STATUS_USAGE;
}

/* What a command does with the lesson that it names; returns its status. */
typedef int lesson_fn(const struct options *options, struct lesson *lesson,
		      struct err *err);

/* Does it with the lesson in `file`, or tells the file's faults. */
static int with_file(const struct options *options, const char *file,
		     lesson_fn *fn, struct err *err)
{
	struct buf faults = {0};
	struct lesson *lesson = lint_read(file, &faults, err);
	int status = lesson ? fn(options, lesson, err) : STATUS_USAGE;
	if (!lesson)
		output_faults(&faults);
	buf_done(&faults);
	lesson_free(lesson);
	return status;
}

static int show_file(const struct options *options, struct lesson *lesson,
		     struct err *err)
{
	if (lesson->is_exercise) {
		FAILURE(err, "usage-run-exercise",
			SLOT_TEXT("file", lesson->file));
		return STATUS_USAGE;
	}
	lesson_shuffle(lesson, shown_seed(options));
	return show_lesson(options, NULL, lesson, err);
}

/* A word with a slash or the suffix of a lesson is a file. */
static bool is_file(const char *name)
{
	const char *suffix = strrchr(name, '.');
	return strchr(name, '/') || text_is(suffix, ".md");
}

int run_run(const struct options *options, char **words, int count,
	    struct err *err)
{
	(void)count;
	const char *name = words[0];
	if (is_file(name))
		return with_file(options, name, show_file, err);
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	shown_shuffle_all(options, &catalogue);
	const struct lesson *lesson = catalogue_find(&catalogue, name, err);
	int status = lesson ? show_lesson(options, &catalogue, lesson, err)
			    : STATUS_USAGE;
	catalogue_close(&catalogue);
	return status;
}

/* A word with the suffix of a log is a run that was. */
int run_present(const struct options *options, char **words, int count,
		struct err *err)
{
	struct options with = *options;
	with.presents = true;
	if (!replay_is_log(words[0]))
		return run_run(&with, words, count, err);
	if (!options->shares)
		return run_replay(&with, words, count, err);
	FAILURE(err, "usage-share-log", SLOT_TEXT("file", words[0]));
	return STATUS_USAGE;
}

static int print_reading(const struct options *options,
			 const struct lesson *lesson, struct err *err)
{
	struct progress *progress = shown_progress();
	struct buf out = {0};
	reading_print(lesson, options_notation(options, progress), &out);
	progress_free(progress);
	return output_end(&out, err);
}

static int read_file(const struct options *options, struct lesson *lesson,
		     struct err *err)
{
	return print_reading(options, lesson, err);
}

int run_read(const struct options *options, char **words, int count,
	     struct err *err)
{
	(void)count;
	if (is_file(words[0]))
		return with_file(options, words[0], read_file, err);
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	const struct lesson *lesson = catalogue_find(&catalogue, words[0], err);
	int status =
		lesson ? print_reading(options, lesson, err) : STATUS_USAGE;
	catalogue_close(&catalogue);
	return status;
}

int run_recall(const struct options *options, char **words, int count,
	       struct err *err)
{
	(void)words;
	(void)count;
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	shown_shuffle_all(options, &catalogue);
	struct progress *progress = shown_progress();
	bool ok = review_ask(&catalogue, progress,
			     options_notation(options, progress), false, err) &&
		  progress_save(progress, err);
	progress_free(progress);
	catalogue_close(&catalogue);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

int run_export(const struct options *options, char **words, int count,
	       struct err *err)
{
	return export_run(options, count ? words[0] : NULL, err);
}

int run_notes(const struct options *options, char **words, int count,
	      struct err *err)
{
	return notes_show(count ? words[0] : NULL, shown_plain(options), err);
}

int run_lint(const struct options *options, char **words, int count,
	     struct err *err)
{
	return lint_files(options, words, (size_t)count, err);
}
