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
 * A run adds to the file and never takes away, and each has an id. So a note is
 * added to whatever the file holds when it is written (progress_file.c has the
 * lock), and the same note, imported twice, counts once: it is what makes two
 * sessions at once, and a learner with two machines, one learner.
 */
#include "session/progress.h"

#include "base/count.h"
#include "base/mem.h"
#include "base/text.h"
#include "session/folder.h"
#include "session/progress_file.h"

#include <assert.h>
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

static const char *const state_words[] = {
	[PROGRESS_NEW] = "new",		  [PROGRESS_BEGUN] = "begun",
	[PROGRESS_PLAYED] = "played",	  [PROGRESS_FINISHED] = "finished",
	[PROGRESS_MASTERED] = "mastered",
};
static_assert(COUNT(state_words) == PROGRESS_STATE_COUNT, "a word each");

const char *progress_state_word(enum progress_state state)
{
	return state_words[state];
}

static enum progress_state state_of_word(const char *word)
{
	for (size_t i = 0; word && i < COUNT(state_words); i++) {
		if (!strcmp(word, state_words[i]))
			return (enum progress_state)i;
	}
	return PROGRESS_NEW;
}

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

static size_t count_in(const json_t *object, const char *key)
{
	json_int_t count = json_integer_value(json_object_get(object, key));
	return count > 0 ? (size_t)count : 0;
}

size_t progress_beats(const struct progress *progress, const char *lesson)
{
	return count_in(lesson_of(progress, lesson), "beats");
}

enum progress_state progress_state(const struct progress *progress,
				   const char *lesson)
{
	return state_of_word(json_string_value(
		json_object_get(lesson_of(progress, lesson), "state")));
}

bool progress_is_finished(const struct progress *progress, const char *lesson)
{
	return progress_state(progress, lesson) >= PROGRESS_FINISHED;
}

const char *progress_last(const struct progress *progress, int *step)
{
	const json_t *last = json_object_get(progress->root, "last");
	*step = (int)count_in(last, "step");
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

/* The member `key` of an object, made with `make` where it is none of that
 * type. */
static json_t *member(json_t *object, const char *key, json_t *(*make)(void))
{
	json_t *wanted = make(), *found = json_object_get(object, key);
	if (found && json_typeof(found) == json_typeof(wanted)) {
		json_decref(wanted);
		return found;
	}
	json_object_set_new(object, key, wanted);
	return wanted;
}

static bool was_counted(const json_t *root, const char *id)
{
	const json_t *runs = json_object_get(root, "runs");
	for (size_t i = 0; i < json_array_size(runs); i++) {
		const char *known = json_string_value(
			json_object_get(json_array_get(runs, i), "id"));
		if (text_is(known, id))
			return true;
	}
	return false;
}

static void add_up(json_t *lesson, const json_t *note, const char *key)
{
	json_int_t sum = (json_int_t)count_in(lesson, key);
	sum += (json_int_t)count_in(note, key);
	json_object_set_new(lesson, key, json_integer(sum));
}

static void add_state(json_t *lesson, const json_t *note)
{
	const char *before =
		json_string_value(json_object_get(lesson, "state"));
	const char *now = json_string_value(json_object_get(note, "state"));
	if (!before || state_of_word(now) > state_of_word(before))
		json_object_set(lesson, "state",
				json_object_get(note, "state"));
	if (count_in(note, "beats") > count_in(lesson, "beats"))
		json_object_set(lesson, "beats",
				json_object_get(note, "beats"));
}

static void add_last(json_t *root, const json_t *note)
{
	const json_t *last = json_object_get(root, "last");
	if (count_in(note, "time") < count_in(last, "time"))
		return;
	json_t *now = json_object();
	json_object_set(now, "lesson", json_object_get(note, "lesson"));
	json_object_set(now, "step", json_object_get(note, "step"));
	json_object_set(now, "time", json_object_get(note, "time"));
	json_object_set_new(root, "last", now);
}

/* Answers of a note stand behind all that are as old. */
static void add_answers(json_t *root, const json_t *note)
{
	json_t *answers = member(root, "answers", json_array);
	const json_t *given = json_object_get(note, "answers");
	size_t i;
	json_t *answer;
	json_array_foreach(given, i, answer)
	{
		size_t at = json_array_size(answers);
		while (at && count_in(json_array_get(answers, at - 1), "time") >
				     count_in(answer, "time"))
			at--;
		json_array_insert_new(answers, at, json_deep_copy(answer));
	}
}

/* Adds a note, once. */
static void add_note(json_t *root, const json_t *note)
{
	const char *id = json_string_value(json_object_get(note, "id"));
	const char *name = json_string_value(json_object_get(note, "lesson"));
	if (json_object_get(note, "exercise")) {
		(void)points_add(root, note);
		return;
	}
	if (!id || !name || was_counted(root, id))
		return;
	if (json_object_get(note, "knew")) {
		recall_add(root, note);
		return;
	}
	json_t *lesson =
		member(member(root, "lessons", json_object), name, json_object);
	add_state(lesson, note);
	add_up(lesson, note, "seconds");
	add_up(lesson, note, "hints");
	add_last(root, note);
	add_answers(root, note);
	json_t *run = json_deep_copy(note);
	json_object_del(run, "answers");
	json_array_append_new(member(root, "runs", json_array), run);
}

static json_t *answers_as_json(const struct progress_run *run, time_t now)
{
	json_t *answers = json_array();
	for (size_t i = 0; i < run->answer_count; i++) {
		const struct progress_answer *answer = &run->answers[i];
		char letter[] = {(char)('a' + answer->choice), '\0'};
		json_array_append_new(
			answers,
			json_pack("{s:s, s:i, s:i, s:I, s:s?, s:b, s:s?}",
				  "lesson", run->lesson, "step", answer->step,
				  "beat", answer->beat, "time", (json_int_t)now,
				  "choice",
				  answer->choice < 0 ? NULL
				  : answer->said     ? answer->said
						     : letter,
				  "right", answer->right, "misconception",
				  answer->misconception));
	}
	return answers;
}

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
		state_words[run->state], "beats", (json_int_t)run->beats,
		"step", run->step, "seconds", (json_int_t)run->seconds, "hints",
		(json_int_t)run->hints, "answers", answers_as_json(run, now));
	add_note(progress->root, note);
	json_array_append_new(progress->notes, note);
}

time_t progress_note_recall(struct progress *progress, const char *lesson,
			    int number, bool knew)
{
	AUTO_FREE char *id = make_id(progress);
	json_t *note = json_pack("{s:s, s:s, s:i, s:I, s:b}", "id", id,
				 "lesson", lesson, "number", number, "time",
				 (json_int_t)time(NULL), "knew", knew);
	add_note(progress->root, note);
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
	json_array_foreach(progress->notes, i, note) add_note(root, note);
}

bool progress_save(struct progress *progress, struct err *err)
{
	if (!progress->path || (!json_array_size(progress->notes) &&
				!progress->language && !progress->forgets))
		return true;
	json_t *written =
		progress_file_write(progress->path, add_all, progress, err);
	if (!written)
		return err_wrap(err, "keep the progress");
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

/* The answers of one run of `root`: those of its lesson at its time. */
static json_t *answers_of(const json_t *root, const json_t *run)
{
	json_t *found = json_array();
	size_t i;
	json_t *answer;
	json_array_foreach(json_object_get(root, "answers"), i, answer)
	{
		if (json_equal(json_object_get(answer, "lesson"),
			       json_object_get(run, "lesson")) &&
		    json_equal(json_object_get(answer, "time"),
			       json_object_get(run, "time")))
			json_array_append(found, answer);
	}
	return found;
}

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
		json_object_set_new(note, "answers", answers_of(other, run));
		add_note(progress->root, note);
		json_array_append_new(progress->notes, note);
	}
	json_array_foreach(json_object_get(other, "recalls"), i, judgement)
	{
		add_note(progress->root, judgement);
		json_array_append(progress->notes, judgement);
	}
	json_t *notes = points_notes(other);
	json_array_foreach(notes, i, run) add_note(progress->root, run);
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
		size_t minutes = (count_in(lesson, "seconds") + 59) / 60;
		buf_printf(out, "  %-26s  %-9s  %zu %s\n", id,
			   state ? state : state_words[PROGRESS_NEW], minutes,
			   count_word(minutes, "minute", "minutes"));
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
			json_object_set_new(counts, held,
					    json_integer((json_int_t)count_in(
								 counts, held) +
							 1));
	}
	buf_printf(out, "\nQuestions: %zu asked, %zu right, %zu left out.\n",
		   all, right, left_out);
	const char *held;
	json_object_foreach(counts, held, answer)
		buf_printf(out, "  %s  chosen %lld times\n", held,
			   (long long)json_integer_value(answer));
	json_decref(counts);
}

void progress_print(const struct progress *progress, struct buf *out)
{
	const json_t *lessons = json_object_get(progress->root, "lessons");
	points_print(progress->root, out);
	if (!json_object_size(lessons)) {
		buf_puts(out, "No lesson was begun yet. sockstep opens the "
			      "menu.\n");
		return;
	}
	if (json_object_size(json_object_get(progress->root, "exercises")))
		buf_putc(out, '\n');
	buf_puts(out, "Lessons\n");
	print_lessons(lessons, out);
	print_misconceptions(json_object_get(progress->root, "answers"), out);
	size_t due = progress_due(progress, NULL, 0);
	if (due)
		buf_printf(out,
			   "\n%zu %s due: sockstep recall asks at most %d of "
			   "them.\n",
			   due, count_word(due, "question is", "questions are"),
			   RECALL_AT_ONCE);
	int step;
	const char *last = progress_last(progress, &step);
	if (last)
		buf_printf(out,
			   "\nLast: %s, step %d. sockstep run %s --to %d "
			   "goes on there.\n",
			   last, step + 1, last, step + 1);
}
