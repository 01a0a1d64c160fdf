/* catalogue_find: the lesson that a name, a number or a beginning means.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lesson/catalogue.h"
#include "lesson/read/fault.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

/* How well a name fits a lesson's file or id. */
enum fit { FIT_NONE, FIT_BEGINNING, FIT_EXACT };

static enum fit fit_file(const char *file, const char *name)
{
	size_t digits = strspn(name, "0123456789");
	if (digits && !name[digits]) {
		int number = catalogue_number(file);
		bool same = number && strtol(name, NULL, 10) == number;
		return same ? FIT_EXACT : FIT_NONE;
	}
	struct str id = catalogue_id(file);
	struct str stem = str_from(text_base(file));
	stem.len -= strlen(".md");
	if (str_is(id, name) || str_is(stem, name) ||
	    !strcmp(text_base(file), name) || !strcmp(file, name))
		return FIT_EXACT;
	return str_has_prefix(id, name) ? FIT_BEGINNING : FIT_NONE;
}

/* The best fits so far; `names` are all of them, for a name that fits many. */
struct search {
	const char *name;
	bool of_exercises;
	enum fit fit;
	const struct lesson *lesson; /* the first */
	const char *faulty;	     /* the first, when it is a faulty one */
	size_t count;
	struct buf names;
};

static void consider(struct search *search, const char *file,
		     const struct lesson *lesson, const char *faulty)
{
	enum fit fit = fit_file(file, search->name);
	// A number is one of the kind that is looked for.
	if (lesson && lesson->is_exercise != search->of_exercises &&
	    isdigit((unsigned char)search->name[0]))
		fit = FIT_NONE;
	if (fit == FIT_NONE || fit < search->fit)
		return;
	// A file with faults does not get into the way of one without.
	if (faulty && search->lesson && fit == search->fit)
		return;
	if (fit > search->fit) {
		search->fit = fit;
		search->count = 0;
		buf_clear(&search->names);
	}
	if (!search->count++) {
		search->lesson = lesson;
		search->faulty = faulty;
	}
	struct str id = catalogue_id(file);
	buf_printf(&search->names, "%s%.*s", search->count > 1 ? ", " : "",
		   (int)id.len, id.data);
}

/* Whether a name is that of an exercise where lessons are looked for, or the
 * other way round. */
static bool is_of_other_kind(const struct catalogue *catalogue,
			     const char *name)
{
	struct catalogue other = {0};
	struct err none;
	bool is_open = catalogue->of_exercises
			       ? catalogue_open(&other, &none)
			       : catalogue_open_exercises(&other, &none);
	if (!is_open)
		return false;
	bool found = catalogue_lesson(&other, name);
	catalogue_close(&other);
	return found;
}

/* Whether the folder where we are has a file of that name, whose ending is not
 * that of a lesson. */
static bool is_file(const char *name)
{
	struct stat status;
	return !stat(name, &status) && S_ISREG(status.st_mode);
}

/* Tells that nothing is called so. */
static void miss(const struct catalogue *catalogue, const char *name,
		 struct err *err)
{
	const char **ids = xcalloc(catalogue->count, sizeof(*ids));
	for (size_t i = 0; i < catalogue->count; i++)
		ids[i] = catalogue->lessons[i]->id;
	AUTO_FREE char *nearest =
		fault_nearest(str_from(name), ids, catalogue->count);
	free(ids);
	const struct slot asked = SLOT_TEXT("name", name);
	const struct slot near = SLOT_TEXT("nearest", nearest);
	if (is_of_other_kind(catalogue, name))
		FAILURE(err,
			catalogue->of_exercises ? "name-of-lesson"
						: "name-of-exercise",
			asked);
	else if (!catalogue->of_exercises && is_file(name))
		FAILURE(err, "name-of-file", asked);
	else if (nearest[0])
		FAILURE(err,
			catalogue->of_exercises ? "name-no-exercise-near"
						: "name-no-lesson-near",
			asked, near);
	else
		FAILURE(err,
			catalogue->of_exercises ? "name-no-exercise"
						: "name-no-lesson",
			asked);
}

static const struct lesson *judge(const struct catalogue *catalogue,
				  const struct search *search, struct err *err)
{
	if (search->count > 1)
		FAILURE(err, "name-of-several", SLOT_TEXT("name", search->name),
			SLOT_TEXT("names", buf_text(&search->names)));
	else if (search->faulty)
		err_set(err, "%s", search->faulty);
	else if (search->lesson)
		return search->lesson;
	else
		miss(catalogue, search->name, err);
	return NULL;
}

const struct lesson *catalogue_find(const struct catalogue *catalogue,
				    const char *name, struct err *err)
{
	if (!name[0]) {
		FAILURE(err, "name-missing");
		return NULL;
	}
	struct search search = {
		.name = name,
		.of_exercises = catalogue->of_exercises,
	};
	for (size_t i = 0; i < catalogue->count; i++)
		consider(&search, catalogue->lessons[i]->file,
			 catalogue->lessons[i], NULL);
	for (size_t i = 0; i < catalogue->faulty_count; i++)
		consider(&search, catalogue->faulty_files[i], NULL,
			 catalogue->faulty[i]);
	const struct lesson *lesson = judge(catalogue, &search, err);
	buf_done(&search.names);
	return lesson;
}
