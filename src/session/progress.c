/* progress: which lessons the learner has finished, and their choices.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is {"language": "c", "lessons": {ID: {"beats": N, "finished": B}}}.
 * It is written beside itself and renamed, so a crash or a full disk leaves
 * the old one whole.
 */
#include "session/progress.h"

#include "base/mem.h"
#include "session/folder.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct progress {
	char *path; /* NULL: no home, nothing is kept */
	json_t *root;
};

struct progress *progress_open(void)
{
	struct progress *progress = xcalloc(1, sizeof(*progress));
	progress->path = folder_path("progress.json");
	if (progress->path)
		progress->root = json_load_file(progress->path, 0, NULL);
	if (!json_is_object(progress->root)) {
		json_decref(progress->root);
		progress->root = json_object();
	}
	return progress;
}

void progress_free(struct progress *progress)
{
	if (!progress)
		return;
	json_decref(progress->root);
	free(progress->path);
	free(progress);
}

static json_t *lesson_of(const struct progress *progress, const char *lesson)
{
	return json_object_get(json_object_get(progress->root, "lessons"),
			       lesson);
}

size_t progress_beats(const struct progress *progress, const char *lesson)
{
	json_int_t beats = json_integer_value(
		json_object_get(lesson_of(progress, lesson), "beats"));
	return beats > 0 ? (size_t)beats : 0;
}

bool progress_is_finished(const struct progress *progress, const char *lesson)
{
	return json_is_true(
		json_object_get(lesson_of(progress, lesson), "finished"));
}

void progress_note(struct progress *progress, const char *lesson, size_t beats,
		   bool finished)
{
	json_t *lessons = json_object_get(progress->root, "lessons");
	if (!json_is_object(lessons)) {
		lessons = json_object();
		json_object_set_new(progress->root, "lessons", lessons);
	}
	size_t most = progress_beats(progress, lesson);
	if (beats > most)
		most = beats;
	finished |= progress_is_finished(progress, lesson);
	json_object_set_new(lessons, lesson,
			    json_pack("{s:I, s:b}", "beats", (json_int_t)most,
				      "finished", finished));
}

const char *progress_language(const struct progress *progress)
{
	const char *language =
		json_string_value(json_object_get(progress->root, "language"));
	return language && !strcmp(language, "python") ? "python" : "c";
}

void progress_set_language(struct progress *progress, const char *language)
{
	json_object_set_new(progress->root, "language", json_string(language));
}

bool progress_save(struct progress *progress, struct err *err)
{
	if (!progress->path)
		return true;
	if (!folder_make(progress->path, err))
		return err_wrap(err, "keep the progress");
	AUTO_FREE char *beside =
		xprintf("%s.%ld", progress->path, (long)getpid());
	if (json_dump_file(progress->root, beside,
			   JSON_INDENT(1) | JSON_SORT_KEYS) == 0 &&
	    rename(beside, progress->path) == 0)
		return true;
	err_set(err, "keep the progress in %s: %s", progress->path,
		errno ? strerror(errno) : "the disk is full");
	unlink(beside);
	return false;
}
