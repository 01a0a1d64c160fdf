/* progress: the record, and the notes that are still to be written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is one object:
 *
 *     version    1
 *     language   "c" or "python"
 *     last       {"lesson", "step", "time"}
 *     lessons    {ID: {"beats", "state", "seconds", "hints"}}
 *     answers    [{"lesson", "step", "beat", "time", "choice", "right",
 *                "misconception"}], in the order of time
 *     runs       [{"id", "lesson", "time"}], what has been counted
 *     recalls    [{"id", "lesson", "number", "time", "knew"}], see recall.c
 *     exercises  {ID: {"points", "most"}}, see points.c
 *
 * Times are seconds since 1970, `choice` a letter, what was written for an
 * answer, or null for "I don't know".
 *
 * A run adds a note to the file and never takes away (progress_notes.c); it is
 * added to whatever the file holds when it is written (progress_file.c has the
 * lock).
 */
#include "session/progress.h"

#include "base/count.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "session/folder.h"
#include "session/progress_file.h"
#include "session/progress_notes.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

struct progress {
	char *path;	/* NULL: no home, nothing is kept */
	json_t *root;	/* as it was read, with the notes */
	json_t *notes;	/* of this process, not written yet */
	char *trouble;	/* NULL for none */
	char *language; /* chosen in this process, or NULL */
	bool forgets;
};

/* --- reading it ------------------------------------------------------------
 */

struct progress *progress_open(void)
{
	struct progress *progress = xcalloc(1, sizeof(*progress));
	progress->notes = json_array();
	char *path = folder_path("progress.json");
	struct err err;
	switch (progress_file_read(path, &progress->root, &err)) {
	case PROGRESS_FILE_READ:
		progress->path = path;
		return progress;
	case PROGRESS_FILE_ASIDE:
		progress->path = path;
		break;
	case PROGRESS_FILE_LEFT:
		free(path);
		break;
	}
	progress->trouble = xstrdup(err.text);
	return progress;
}

void progress_free(struct progress *progress)
{
	if (!progress)
		return;
	json_decref(progress->root);
	json_decref(progress->notes);
	free(progress->path);
	free(progress->trouble);
	free(progress->language);
	free(progress);
}

const char *progress_trouble(const struct progress *progress)
{
	return progress->trouble;
}

static json_t *lesson_of(const struct progress *progress, const char *lesson)
{
	return json_object_get(json_object_get(progress->root, "lessons"),
			       lesson);
}

size_t progress_beats(const struct progress *progress, const char *lesson)
{
	return notes_count(lesson_of(progress, lesson), "beats");
}

enum progress_state progress_state(const struct progress *progress,
				   const char *lesson)
{
	return notes_state(json_string_value(
		json_object_get(lesson_of(progress, lesson), "state")));
}

bool progress_is_finished(const struct progress *progress, const char *lesson)
{
	return progress_state(progress, lesson) >= PROGRESS_FINISHED;
}

const char *progress_last(const struct progress *progress, int *step)
{
	const json_t *last = json_object_get(progress->root, "last");
	*step = (int)notes_count(last, "step");
	return json_string_value(json_object_get(last, "lesson"));
}

const char *progress_language(const struct progress *progress)
{
	const char *language =
		json_string_value(json_object_get(progress->root, "language"));
	return text_is(language, "python") ? "python" : "c";
}

/* --- adding a note ---------------------------------------------------------
 */

/* No two runs have the same: a process makes one note at a time. */
static char *make_id(const struct progress *progress)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return xprintf("%lld.%09ld-%ld-%zu", (long long)now.tv_sec, now.tv_nsec,
		       (long)getpid(), json_array_size(progress->notes));
}

void progress_note(struct progress *progress, const struct progress_run *run)
{
	time_t now = time(NULL);
	AUTO_FREE char *id = make_id(progress);
	json_t *note = json_pack(
		"{s:s, s:s, s:I, s:s, s:I, s:i, s:I, s:I, s:o}", "id", id,
		"lesson", run->lesson, "time", (json_int_t)now, "state",
		progress_state_word(run->state), "beats",
		(json_int_t)run->beats, "step", run->step, "seconds",
		(json_int_t)run->seconds, "hints", (json_int_t)run->hints,
		"answers", notes_of_answers(run, now));
	notes_add(progress->root, note);
	json_array_append_new(progress->notes, note);
}

time_t progress_note_recall(struct progress *progress, const char *lesson,
			    int number, bool knew)
{
	AUTO_FREE char *id = make_id(progress);
	json_t *note = json_pack("{s:s, s:s, s:i, s:I, s:b}", "id", id,
				 "lesson", lesson, "number", number, "time",
				 (json_int_t)time(NULL), "knew", knew);
	notes_add(progress->root, note);
	json_array_append_new(progress->notes, note);
	return recall_find(progress->root, lesson, number).due;
}

size_t progress_due(const struct progress *progress, struct recall *due,
		    size_t most)
{
	return recall_due(progress->root, time(NULL), due, most);
}

void progress_note_exercise(struct progress *progress, const char *exercise,
			    int got, int most)
{
	json_t *note = points_note(exercise, (struct points){true, got, most});
	if (points_add(progress->root, note))
		json_array_append_new(progress->notes, note);
	else
		json_decref(note);
}

struct points progress_points(const struct progress *progress,
			      const char *exercise)
{
	return points_find(progress->root, exercise);
}

void progress_set_language(struct progress *progress, const char *language)
{
	json_object_set_new(progress->root, "language", json_string(language));
	free(progress->language);
	progress->language = xstrdup(language);
}

/* --- writing it ------------------------------------------------------------
 */

/* Makes of what the file holds now what it is to hold. */
static void add_all(void *data, json_t *root)
{
	const struct progress *progress = data;
	if (progress->forgets) {
		json_t *language = json_object_get(root, "language");
		json_incref(language);
		json_object_clear(root);
		if (language)
			json_object_set_new(root, "language", language);
	}
	if (progress->language)
		json_object_set_new(root, "language",
				    json_string(progress->language));
	size_t i;
	json_t *note;
	json_array_foreach(progress->notes, i, note) notes_add(root, note);
}

bool progress_save(struct progress *progress, struct err *err)
{
	if (!progress->path || (!json_array_size(progress->notes) &&
				!progress->language && !progress->forgets))
		return true;
	json_t *written =
		progress_file_write(progress->path, add_all, progress, err);
	if (!written)
		return FAILURE_IN(err, "keep-progress");
	json_decref(progress->root);
	progress->root = written;
	json_array_clear(progress->notes);
	free(progress->language);
	progress->language = NULL;
	progress->forgets = false;
	return true;
}

void progress_reset(struct progress *progress)
{
	progress->forgets = true;
	json_array_clear(progress->notes);
	add_all(progress, progress->root);
}

/* --- taking in another record ----------------------------------------------
 */

bool progress_import(struct progress *progress, const char *path,
		     struct err *err)
{
	json_t *other = progress_file_load(path, err);
	if (!other)
		return false;
	size_t i;
	json_t *run, *judgement;
	json_array_foreach(json_object_get(other, "runs"), i, run)
	{
		json_t *note = json_deep_copy(run);
		json_object_set_new(note, "answers", notes_answers(other, run));
		notes_add(progress->root, note);
		json_array_append_new(progress->notes, note);
	}
	json_array_foreach(json_object_get(other, "recalls"), i, judgement)
	{
		notes_add(progress->root, judgement);
		json_array_append(progress->notes, judgement);
	}
	json_t *notes = points_notes(other);
	json_array_foreach(notes, i, run) notes_add(progress->root, run);
	json_array_extend(progress->notes, notes);
	json_decref(notes);
	json_decref(other);
	return true;
}

/* --- showing it ------------------------------------------------------------
 */

void progress_print_json(const struct progress *progress, struct buf *out)
{
	char *text =
		json_dumps(progress->root,
			   JSON_INDENT(1) | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
	buf_puts(out, text ? text : "{}");
	buf_putc(out, '\n');
	free(text);
}

static void print_lessons(const json_t *lessons, struct buf *out)
{
	const char *id;
	json_t *lesson;
	json_object_foreach((json_t *)lessons, id, lesson)
	{
		const char *state =
			json_string_value(json_object_get(lesson, "state"));
		size_t minutes = (notes_count(lesson, "seconds") + 59) / 60;
		buf_printf(out, "  %-26s  %-9s  %zu %s\n", id,
			   state ? state : progress_state_word(PROGRESS_NEW),
			   minutes, count_word(minutes, "minute", "minutes"));
	}
}

static void print_misconceptions(const json_t *answers, struct buf *out)
{
	json_t *counts = json_object();
	size_t i, right = 0, left_out = 0, all = json_array_size(answers);
	json_t *answer;
	json_array_foreach(answers, i, answer)
	{
		const char *held = json_string_value(
			json_object_get(answer, "misconception"));
		right += json_is_true(json_object_get(answer, "right"));
		left_out += json_is_null(json_object_get(answer, "choice"));
		if (held)
			json_object_set_new(
				counts, held,
				json_integer(
					(json_int_t)notes_count(counts, held) +
					1));
	}
	SENTENCE_LINE(out, "\n", "\n", "report-questions",
		      SLOT_NUMBER("asked", all), SLOT_NUMBER("right", right),
		      SLOT_NUMBER("left", left_out));
	const char *held;
	json_object_foreach(counts, held, answer)
		SENTENCE_LINE(out, "  ", "\n", "report-chosen",
			      SLOT_TEXT("misconception", held),
			      SLOT_NUMBER("count", json_integer_value(answer)));
	json_decref(counts);
}

void progress_print(const struct progress *progress, struct buf *out)
{
	const json_t *lessons = json_object_get(progress->root, "lessons");
	points_print(progress->root, out);
	if (!json_object_size(lessons)) {
		SENTENCE_LINE(out, "", "\n", "report-none-begun");
		return;
	}
	if (json_object_size(json_object_get(progress->root, "exercises")))
		buf_putc(out, '\n');
	SENTENCE_LINE(out, "", "\n", "report-lessons");
	print_lessons(lessons, out);
	print_misconceptions(json_object_get(progress->root, "answers"), out);
	size_t due = progress_due(progress, NULL, 0);
	if (due)
		SENTENCE_LINE(out, "\n", "\n", "report-due",
			      SLOT_NUMBER("count", due),
			      SLOT_NUMBER("most", RECALL_AT_ONCE));
	int step;
	const char *last = progress_last(progress, &step);
	if (last)
		SENTENCE_LINE(out, "\n", "\n", "report-last",
			      SLOT_TEXT("lesson", last),
			      SLOT_NUMBER("step", step + 1));
}
