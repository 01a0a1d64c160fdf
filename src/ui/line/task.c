/* task: what is to be checked, and by which exercise.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/task.h"

#include "base/sentence.h"
#include "base/text.h"
#include "lesson/catalogue.h"
#include "ui/file/output.h"
#include "ui/line/exercises.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

uint64_t task_seed(const struct options *options)
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
	if (text_is(suffix, ".md"))
		return xstrdup(name);
	// To read all takes as long as to make a lab.
	if (!catalogue_open_exercise(&catalogue, name, err) &&
	    !catalogue_open_exercises(&catalogue, err))
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
	char line[PATH_MAX + 2] = "";
	if (!file)
		return NULL;
	bool read = fgets(line, sizeof(line), file);
	fclose(file);
	line[strcspn(line, "\r\n")] = '\0';
	return read && line[0] ? xstrdup(line) : NULL;
}

/* NULL with `err`. */
static struct lesson *read_exercise(const char *path, uint64_t seed,
				    struct err *err)
{
	struct faults faults = {0};
	struct buf out = {0};
	struct lesson *exercise = lesson_read_drawn(path, seed, &faults, err);
	faults_print(&faults, path, &out);
	output_faults(&out);
	buf_done(&out);
	faults_done(&faults);
	if (!exercise || exercise->is_exercise)
		return exercise;
	lesson_free(exercise);
	return FAILURE_NULL(err, "check-of-lesson", SLOT_TEXT("path", path));
}

struct lesson *task_exercise(const char *name, uint64_t seed, struct err *err)
{
	AUTO_FREE char *path = find_exercise(name, err);
	return path ? read_exercise(path, seed, err) : NULL;
}

/* One word is an exercise or, where the folder says which one it is, a path. */
bool task_read(const struct options *options, char *const *words, size_t count,
	       struct task *task, struct err *err)
{
	bool has_program = options->program;
	if (count > 2 || (has_program && count > 1))
		return FAILURE(err, "argument-unexpected",
			       SLOT_TEXT("word", words[count - 1]));
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
		return FAILURE(err, "which-exercise");
	if (!path)
		path = find_exercise(noted, err);
	if (path)
		task->exercise = read_exercise(path, task_seed(options), err);
	return task->exercise;
}

bool task_find(const struct options *options, struct task *task,
	       struct err *err)
{
	return task->path ? target_find(&task->target, task->path, err)
			  : target_take(&task->target, options->program, err);
}

bool task_build(const struct options *options, struct task *task,
		struct err *err)
{
	const struct lesson *exercise = task->exercise;
	if (!task->path)
		return true;
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
	bool ok = target_build(&task->target, language, names,
			       exercise->starter_count, &said, err);
	output_faults(&said);
	buf_done(&said);
	free(names);
	return ok;
}

void task_done(struct task *task)
{
	target_done(&task->target);
	lesson_free(task->exercise);
	*task = (struct task){0};
}
