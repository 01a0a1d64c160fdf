/* catalogue: the lessons that are installed, in the order of the curriculum.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson's file is called NN-id.md; NN is its place in the curriculum. Other
 * files of the folder are none of ours.
 */
#pragma once
#include "lesson/lesson.h"

/* Zero-initialise before use. Lessons stand by module, then by the number in
 * their file's name. A lesson with faults is not among the lessons
 * but among the faulty: its file, and its first fault as "file:line: …" with
 * how many more there are. */
struct catalogue {
	struct lesson **lessons;
	size_t count;
	const char *folder; /* where they were found */
	const char **faulty_files;
	char **faulty;
	size_t faulty_count;
	bool of_exercises;
	const char *only;   /* the id in the names of files that are read; NULL:
			     * all are */
	struct arena arena; /* owns all but the lessons themselves */
};

/* Reads every lesson of the first of these folders that has any:
 * $SOCKSTEP_LESSONS (and no other when it is set), lessons/ beside the folder
 * that the program was built in, the installed one, ./lessons. Fails when
 * there is none, and when none of the lessons can be read. */
bool catalogue_open(struct catalogue *catalogue, struct err *err);

/* The same for exercises: the folder exercises/ in each of those. */
bool catalogue_open_exercises(struct catalogue *catalogue, struct err *err);

/* The same, but reads only the exercise that is called so by its file; fails
 * when there is none. */
bool catalogue_open_exercise(struct catalogue *catalogue, const char *id,
			     struct err *err);
void catalogue_close(struct catalogue *catalogue);

/* Puts each exercise behind the lessons of its module; `exercises` is closed.
 * Numbers still are those of lessons. */
void catalogue_join(struct catalogue *catalogue, struct catalogue *exercises);

/* Whether that file is one of the program's own lessons or exercises: in the
 * folder beside which it was built, or in the installed one. */
bool catalogue_is_own(const char *file);

/* The lesson of just that id, or NULL. */
const struct lesson *catalogue_lesson(const struct catalogue *catalogue,
				      const char *id);

/* The lesson of that id, number (6 or 06), file name, or unambiguous beginning
 * of an id. NULL with the nearest names in `err`, or with the faults of the
 * lesson when it is a faulty one. */
const struct lesson *catalogue_find(const struct catalogue *catalogue,
				    const char *name, struct err *err);

/* The number in the name of a lesson's file; 0 for a file called otherwise. */
int catalogue_number(const char *file);

/* The lesson (no exercise) of that number, or else the first whose number
 * begins with its digits; catalogue->count when there is neither. */
size_t catalogue_at(const struct catalogue *catalogue, size_t number);

/* The id in the name of a lesson's file, which has a number. */
struct str catalogue_id(const char *file);
