/* exercises: the sub-commands that are about exercises.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder that was made by `start` says in a file which exercise it is of, so
 * that who is in it need not say it again.
 */
#include "ui/line/exercises.h"

#include "base/sentence.h"
#include "base/text.h"
#include "lesson/catalogue.h"
#include "session/progress.h"
#include "show/plain/assignment.h"
#include "ui/file/output.h"
#include "ui/line/list.h"
#include "ui/line/task.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

/* --- the learner's record --------------------------------------------------
 */

void exercises_keep(const char *exercise, int got, int most)
{
	struct progress *progress = progress_open();
	struct err err;
	progress_note_exercise(progress, exercise, got, most);
	if (progress_trouble(progress))
		output_error("%s", progress_trouble(progress));
	else if (!progress_save(progress, &err))
		output_error("%s", err.text);
	progress_free(progress);
}

/* --- list ------------------------------------------------------------------
 */

static void print_list(const struct catalogue *catalogue,
		       const struct progress *progress, struct buf *out)
{
	int widest = 0;
	for (size_t i = 0; i < catalogue->count; i++) {
		int width = (int)strlen(catalogue->lessons[i]->id);
		widest = width > widest ? width : widest;
	}
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct lesson *exercise = catalogue->lessons[i];
		buf_printf(out, "%4d  %-*s  %s",
			   catalogue_number(exercise->file), widest,
			   exercise->id, exercise->title);
		list_print_points(exercise, progress, out);
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < catalogue->faulty_count; i++)
		SENTENCE_LINE(out, "", "\n", "reply-left-out",
			      SLOT_TEXT("what", catalogue->faulty[i]));
	SENTENCE_LINE(out, "\n", "\n", "reply-exercises-way");
}

static json_t *exercise_as_json(const struct lesson *exercise,
				const struct progress *progress)
{
	int most = lesson_points(exercise);
	struct points points = progress_points(progress, exercise->id);
	json_t *checks = json_array(), *requires = json_array();
	for (size_t i = 0; i < exercise->step_count; i++)
		json_array_append_new(
			checks, json_pack("{s:I, s:s, s:i}", "number",
					  (json_int_t)i + 1, "title",
					  exercise->steps[i].title, "most",
					  exercise->steps[i].points));
	for (size_t i = 0; i < exercise->requires_count; i++)
		json_array_append_new(requires,
				      json_string(exercise->requires[i]));
	return json_pack("{s:i, s:s, s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:s, "
			 "s:o}",
			 "number", catalogue_number(exercise->file), "id",
			 exercise->id, "title", exercise->title, "module",
			 exercise->module, "objective", exercise->objective,
			 "requires", requires, "minutes", exercise->minutes_lab,
			 "most", most, "points", points.got, "state",
			 points_word(points, most), "checks", checks);
}

static void print_list_json(const struct catalogue *catalogue,
			    const struct progress *progress, struct buf *out)
{
	json_t *all = json_array();
	for (size_t i = 0; i < catalogue->count; i++)
		json_array_append_new(
			all, exercise_as_json(catalogue->lessons[i], progress));
	char *text = json_dumps(all, JSON_INDENT(1));
	buf_puts(out, text ? text : "[]");
	buf_putc(out, '\n');
	free(text);
	json_decref(all);
}

int exercises_list(const struct options *options, struct err *err)
{
	struct catalogue catalogue;
	struct buf out = {0};
	if (!catalogue_open_exercises(&catalogue, err))
		return STATUS_USAGE;
	struct progress *progress = progress_open();
	if (progress_trouble(progress))
		output_error("%s", progress_trouble(progress));
	if (options->json)
		print_list_json(&catalogue, progress, &out);
	else
		print_list(&catalogue, progress, &out);
	progress_free(progress);
	catalogue_close(&catalogue);
	return output_end(&out, err);
}

/* --- start -----------------------------------------------------------------
 */

/* Whether a starter is of the language that was asked for. */
static bool is_wanted(const struct options *options,
		      const struct starter *starter)
{
	const char *suffix = strrchr(starter->name, '.');
	bool is_c = suffix && (!strcmp(suffix, ".c") || !strcmp(suffix, ".h"));
	bool is_python = text_is(suffix, ".py");
	if (options->has_language && options->language == NOTATION_PYTHON)
		return !is_c;
	return !is_python;
}

/* Never over a file. */
static bool write_new(const char *folder, const char *name, const char *text,
		      struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return FAILURE(err, "write-file", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(errno)));
	size_t len = strlen(text);
	bool ok = write(fd, text, len) == (ssize_t)len;
	ok = !close(fd) && ok;
	return ok || FAILURE(err, "write-file", SLOT_TEXT("path", path),
			     SLOT_TEXT("reason", strerror(errno)));
}

/* How far a line of the task is indented where it goes on: behind the sign of
 * its item. */
static int indent_of(struct str line)
{
	size_t digits = 0;
	while (digits < line.len && isdigit((unsigned char)line.data[digits]))
		digits++;
	const char *sign = digits ? ". " : "- ";
	size_t len = digits + strlen(sign);
	return line.len >= len &&
			       !strncmp(line.data + digits, sign, strlen(sign))
		       ? (int)len
		       : 0;
}

/* Markdown of which each line fits the screen. */
static void wrap_task(struct str text, struct buf *out)
{
	enum { COLUMNS = 76 };
	struct str whole, part;
	while (text_wrap(&text, SIZE_MAX, &whole)) {
		int indent = indent_of(whole), now = 0;
		if (!whole.len)
			buf_putc(out, '\n');
		while (text_wrap(&whole, (size_t)(COLUMNS - now), &part)) {
			buf_printf(out, "%*s%.*s\n", now, "", (int)part.len,
				   part.data);
			now = indent;
		}
	}
}

static void print_task(const struct lesson *exercise, struct buf *out)
{
	struct buf text = {0};
	AUTO_FREE char *heading =
		xprintf("## %s", sentence_text("reply-task-checked"));
	assignment_print(exercise, heading, &text);
	buf_printf(out, "# %s\n\n", exercise->title);
	wrap_task((struct str){buf_text(&text), text.len}, out);
	SENTENCE_LINE(out, "\n", "\n", "reply-task-way");
	buf_done(&text);
}

/* How a folder says which exercise it is of: by its name or, where that was
 * given, by the whole path of its file. The caller frees. */
static char *note_of(const struct lesson *exercise, const char *word)
{
	char *path = text_is(exercise->id, word) ? NULL : realpath(word, NULL);
	return path ? path : xstrdup(exercise->id);
}

static bool fill_folder(const struct options *options,
			const struct lesson *exercise, const char *note,
			const char *folder, struct err *err)
{
	struct buf task = {0};
	print_task(exercise, &task);
	AUTO_FREE char *line = xprintf("%s\n", note);
	bool ok = write_new(folder, "TASK.md", buf_text(&task), err) &&
		  write_new(folder, EXERCISES_NOTE, line, err);
	for (size_t i = 0; ok && i < exercise->starter_count; i++) {
		const struct starter *starter = &exercise->starters[i];
		if (is_wanted(options, starter))
			ok = write_new(folder, starter->name, starter->text,
				       err);
	}
	buf_done(&task);
	return ok;
}

static int start(const struct options *options, const struct lesson *exercise,
		 const char *note, const char *folder, struct err *err)
{
	if (mkdir(folder, 0777) < 0) {
		FAILURE(err, errno == EEXIST ? "start-is-there" : "make-folder",
			SLOT_TEXT("path", folder),
			SLOT_TEXT("reason", strerror(errno)));
		return STATUS_USAGE;
	}
	if (!fill_folder(options, exercise, note, folder, err))
		return STATUS_USAGE;
	exercises_keep(exercise->id, 0, 0);
	struct buf out = {0};
	print_task(exercise, &out);
	SENTENCE_LINE(&out, "\n", "\n", "reply-start-in",
		      SLOT_TEXT("folder", folder));
	return output_end(&out, err);
}

int exercises_start(const struct options *options, char *const *words,
		    size_t count, struct err *err)
{
	struct lesson *exercise =
		task_exercise(words[0], task_seed(options), err);
	if (!exercise)
		return STATUS_USAGE;
	AUTO_FREE char *note = note_of(exercise, words[0]);
	int status = start(options, exercise, note,
			   count > 1 ? words[1] : exercise->id, err);
	lesson_free(exercise);
	return status;
}
