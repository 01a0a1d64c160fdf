/* exercises: the sub-commands that are about exercises.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each returns the exit status, with a sentence in `err` or nothing.
 */
#pragma once
#include "base/text.h"
#include "lesson/lesson.h"
#include "ui/line/options.h"

/* The file in a learner's folder that names the exercise. */
#define EXERCISES_NOTE ".sockstep"

/* Keeps in the learner's record that an exercise was begun (0 of 0), or that a
 * round of its checks gave `got` of `most` points. When that fails it is said
 * on standard error. */
void exercises_keep(const char *exercise, int got, int most);

/* Lists them, with points. */
int exercises_list(const struct options *options, struct err *err);

/* Puts the task and the files to begin with into a new folder. */
int exercises_start(const struct options *options, char *const *words,
		    size_t count, struct err *err);

/* Shows a lesson, on the screen or in plain mode; returns the exit status. */
typedef int exercises_show_fn(const struct options *options,
			      const struct lesson *lesson, struct err *err);

/* Builds a program and plays the checks: [EXERCISE] [PATH], or a program
 * behind "--". With --step one of them is shown by `show`. */
int exercises_check(const struct options *options, char *const *words,
		    size_t count, exercises_show_fn *show, struct err *err);

/* The same at every save in the folder of the program, until it is ended. */
int exercises_watch(const struct options *options, char *const *words,
		    size_t count, struct err *err);

/* Grades a folder of submissions: EXERCISE SUBMISSIONS. */
int exercises_grade(const struct options *options, char *const *words,
		    size_t count, struct err *err);

/* Writes a template that lints: "exercise" or "lesson", and its name. */
int exercises_new(const struct options *options, char *const *words,
		  size_t count, struct err *err);
