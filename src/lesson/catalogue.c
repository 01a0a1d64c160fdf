/* catalogue: the lessons that are installed, in the order of the curriculum.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/catalogue.h"

#include "base/count.h"
#include "base/language.h"
#include "base/places.h"
#include "base/sentence.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

size_t catalogue_at(const struct catalogue *catalogue, size_t number)
{
	size_t first = catalogue->count, lowest = SIZE_MAX;
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct lesson *lesson = catalogue->lessons[i];
		size_t own = (size_t)catalogue_number(lesson->file);
		size_t begin = own;
		if (lesson->is_exercise && !catalogue->of_exercises)
			continue;
		while (begin > number)
			begin /= 10;
		if (number && own == number)
			return i;
		if (number && begin == number && own < lowest) {
			lowest = own;
			first = i;
		}
	}
	return first;
}

/* Notes are no lessons, but only reading shows that. */
static int may_be_lesson(const struct dirent *entry)
{
	const char *name = entry->d_name;
	return name[0] != '.' && text_has_suffix(name, ".md");
}

static int by_number(const struct dirent **a, const struct dirent **b)
{
	int x = catalogue_number((*a)->d_name);
	int y = catalogue_number((*b)->d_name);
	if (!x != !y) // those without one come last
		return x ? -1 : 1;
	return x != y ? x - y : strcmp((*a)->d_name, (*b)->d_name);
}

static void add_faulty(struct catalogue *catalogue, const char *path,
		       char *text)
{
	size_t i = catalogue->faulty_count++;
	catalogue->faulty_files[i] = arena_strdup(&catalogue->arena, path);
	catalogue->faulty[i] = text;
}

/* The first fault, and how many more there are. */
static char *tell_faults(struct arena *arena, const char *path,
			 const struct faults *faults)
{
	const struct fault *first = &faults->items[0];
	size_t more = faults->count - 1;
	if (!more)
		return arena_printf(arena, "%s:%d: %s", path, first->line,
				    first->text);
	AUTO_FREE char *text = SENTENCE_NEW("reply-faults-more",
					    SLOT_TEXT("first", first->text),
					    SLOT_NUMBER("more", more));
	return arena_printf(arena, "%s:%d: %s", path, first->line, text);
}

const struct lesson *catalogue_lesson(const struct catalogue *catalogue,
				      const char *id)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		if (!strcmp(catalogue->lessons[i]->id, id))
			return catalogue->lessons[i];
	}
	return NULL;
}

static void read_lesson(struct catalogue *catalogue, const char *path)
{
	struct arena *arena = &catalogue->arena;
	struct faults faults = {0};
	struct err err;
	struct lesson *lesson = lesson_read(path, &faults, &err);
	const struct lesson *same =
		lesson ? catalogue_lesson(catalogue, lesson->id) : NULL;
	if (lesson && lesson->is_exercise != catalogue->of_exercises) {
		// Not what is looked for here.
		lesson_free(lesson);
	} else if (lesson && !catalogue_number(path)) {
		AUTO_FREE char *text = SENTENCE_NEW(
			"reply-lesson-no-number", SLOT_TEXT("id", lesson->id));
		add_faulty(catalogue, path,
			   arena_printf(arena, "%s:1: %s", path, text));
		lesson_free(lesson);
	} else if (same) {
		AUTO_FREE char *text = SENTENCE_NEW(
			"reply-lesson-same-id", SLOT_TEXT("id", lesson->id),
			SLOT_TEXT("file", same->file));
		add_faulty(catalogue, path,
			   arena_printf(arena, "%s:1: %s", path, text));
		lesson_free(lesson);
	} else if (lesson) {
		catalogue->lessons[catalogue->count++] = lesson;
	} else if (!catalogue_number(path)) {
		// Whatever it is.
	} else if (faults.count) {
		add_faulty(catalogue, path, tell_faults(arena, path, &faults));
	} else {
		add_faulty(catalogue, path, arena_strdup(arena, err.text));
	}
	faults_done(&faults);
}

/* A module's name begins with its number; within a module the order of the
 * files, in which they were read, stays. */
static void sort_by_module(struct catalogue *catalogue)
{
	struct lesson **lessons = catalogue->lessons;
	for (size_t i = 1; i < catalogue->count; i++) {
		struct lesson *moved = lessons[i];
		size_t at = i;
		for (; at > 0 &&
		       atoi(lessons[at - 1]->module) > atoi(moved->module);
		     at--)
			lessons[at] = lessons[at - 1];
		lessons[at] = moved;
	}
}

/* Where the lesson `name` of `folder` is in the learner's language, which has
 * the folder `theirs`, or NULL. The caller frees. */
static char *lesson_path(const char *folder, const char *theirs,
			 const char *name)
{
	char *path = theirs ? xprintf("%s/%s", theirs, name) : NULL;
	if (path && !access(path, R_OK))
		return path;
	free(path);
	return xprintf("%s/%s", folder, name);
}

/* Reads the lessons of a folder. Returns how many files it has that are lessons
 * or have a lesson's name, -1 when there is no such folder. */
static int read_folder(struct catalogue *catalogue, const char *folder)
{
	struct dirent **entries;
	AUTO_FREE char *below = xprintf("%s/exercises", folder);
	AUTO_FREE char *language = language_folder(folder);
	AUTO_FREE char *theirs =
		language ? xprintf("%s%s", language,
				   catalogue->of_exercises ? "/exercises" : "")
			 : NULL;
	if (catalogue->of_exercises)
		folder = below;
	int count = scandir(folder, &entries, may_be_lesson, by_number);
	if (count < 0)
		return -1;
	int found = 0;
	size_t most = (size_t)count;
	struct arena *arena = &catalogue->arena;
	if (count) {
		catalogue->folder = arena_strdup(arena, folder);
		catalogue->lessons = arena_alloc(arena, most * sizeof(void *));
		catalogue->faulty = arena_alloc(arena, most * sizeof(void *));
		catalogue->faulty_files =
			arena_alloc(arena, most * sizeof(void *));
	}
	for (int i = 0; i < count; i++) {
		AUTO_FREE char *path =
			lesson_path(folder, theirs, entries[i]->d_name);
		size_t faulty = catalogue->faulty_count;
		if (!catalogue->only ||
		    str_is(catalogue_id(path), catalogue->only))
			read_lesson(catalogue, path);
		found += catalogue_number(path) > 0 ||
			 catalogue->faulty_count > faulty;
		free(entries[i]);
	}
	free(entries);
	sort_by_module(catalogue);
	return found;
}

/* `up` from the folder of the running program, or NULL. The caller frees. */
static char *beside_program(const char *up)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (len <= 0)
		return NULL;
	path[len] = '\0';
	char *slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	AUTO_FREE char *raw = xprintf("%s/%s", path, up);
	return realpath(raw, NULL);
}

static bool is_below(const char *path, const char *folder)
{
	AUTO_FREE char *real = folder ? realpath(folder, NULL) : NULL;
	size_t len = real ? strlen(real) : 0;
	return real && !strncmp(path, real, len) && path[len] == '/';
}

bool catalogue_is_own(const char *file)
{
	AUTO_FREE char *path = realpath(file, NULL);
	AUTO_FREE char *near = beside_program("../lessons");
	AUTO_FREE char *far = beside_program("../../lessons");
	return path && (is_below(path, near) || is_below(path, far) ||
			is_below(path, places_lessons));
}

/* Looks where a program that is run without ceremony has its lessons. */
static bool search(struct catalogue *catalogue)
{
	AUTO_FREE char *near = beside_program("../lessons");
	AUTO_FREE char *far = beside_program("../../lessons");
	const char *const folders[] = {near, far, places_lessons, "lessons"};
	for (size_t i = 0; i < COUNT(folders); i++) {
		if (folders[i] && read_folder(catalogue, folders[i]) > 0)
			return true;
	}
	return false;
}

static bool read_named(struct catalogue *catalogue, const char *folder,
		       struct err *err)
{
	int count = read_folder(catalogue, folder);
	if (count > 0)
		return true;
	if (!count)
		return FAILURE(err, "lessons-named-none",
			       SLOT_TEXT("folder", folder));
	return FAILURE(err, "lessons-named-unread", SLOT_TEXT("folder", folder),
		       SLOT_TEXT("reason", strerror(errno)));
}

static bool open_any(struct catalogue *catalogue, struct err *err)
{
	const char *named = getenv("SOCKSTEP_LESSONS");
	if (named && named[0]) {
		if (!read_named(catalogue, named, err))
			return false;
	} else if (!search(catalogue)) {
		return FAILURE(err, "find-lessons",
			       SLOT_TEXT("folder", places_lessons));
	}
	if (catalogue->count)
		return true;
	if (catalogue->faulty_count)
		err_set(err, "%s", catalogue->faulty[0]);
	else
		FAILURE(err, "lessons-of-another-kind",
			SLOT_TEXT("folder", catalogue->folder));
	catalogue_close(catalogue);
	return false;
}

bool catalogue_open(struct catalogue *catalogue, struct err *err)
{
	*catalogue = (struct catalogue){0};
	return open_any(catalogue, err);
}

bool catalogue_open_exercises(struct catalogue *catalogue, struct err *err)
{
	*catalogue = (struct catalogue){.of_exercises = true};
	return open_any(catalogue, err);
}

bool catalogue_open_exercise(struct catalogue *catalogue, const char *id,
			     struct err *err)
{
	*catalogue = (struct catalogue){.of_exercises = true, .only = id};
	return open_any(catalogue, err);
}

void catalogue_close(struct catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->count; i++)
		lesson_free(catalogue->lessons[i]);
	arena_done(&catalogue->arena);
	*catalogue = (struct catalogue){0};
}

void catalogue_join(struct catalogue *catalogue, struct catalogue *exercises)
{
	struct arena *arena = &catalogue->arena;
	size_t count = catalogue->count + exercises->count;
	struct lesson **lessons =
		arena_alloc(arena, (count + 1) * sizeof(*lessons));
	memcpy(lessons, catalogue->lessons,
	       catalogue->count * sizeof(*lessons));
	for (size_t i = 0; i < exercises->count; i++)
		lessons[catalogue->count + i] = exercises->lessons[i];
	size_t most = catalogue->faulty_count + exercises->faulty_count;
	const char **files = arena_alloc(arena, (most + 1) * sizeof(*files));
	char **faulty = arena_alloc(arena, (most + 1) * sizeof(*faulty));
	for (size_t i = 0; i < most; i++) {
		bool is_own = i < catalogue->faulty_count;
		const struct catalogue *of = is_own ? catalogue : exercises;
		size_t at = is_own ? i : i - catalogue->faulty_count;
		files[i] = arena_strdup(arena, of->faulty_files[at]);
		faulty[i] = arena_strdup(arena, of->faulty[at]);
	}
	catalogue->lessons = lessons;
	catalogue->count = count;
	catalogue->faulty_files = files;
	catalogue->faulty = faulty;
	catalogue->faulty_count = most;
	sort_by_module(catalogue);
	exercises->count = 0; // the lessons have another owner now
	catalogue_close(exercises);
}
