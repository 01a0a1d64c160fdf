/* task: what is to be checked, and by which exercise.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/target.h"
#include "lesson/lesson.h"
#include "ui/line/options.h"

/* Zero-initialise before use. */
struct task {
	struct lesson *exercise;
	struct target target;
	const char *path; /* NULL: a program was given */
};

/* Reads [EXERCISE] [PATH]: one word is an exercise or, where the folder says
 * which one it is, a path. Draws the values of the exercise. Its faults are
 * printed on standard error. */
bool task_read(const struct options *options, char *const *words, size_t count,
	       struct task *task, struct err *err);

/* The seed that is asked for, or another one each time. */
uint64_t task_seed(const struct options *options);

/* The exercise of that name or file, with values drawn from `seed`; the caller
 * frees. Its faults are printed on standard error. */
struct lesson *task_exercise(const char *name, uint64_t seed, struct err *err);

/* Finds the program, or what it is built of. */
bool task_find(const struct options *options, struct task *task,
	       struct err *err);

/* Builds what was found. What the compiler says when it fails is printed on
 * standard error. */
bool task_build(const struct options *options, struct task *task,
		struct err *err);

void task_done(struct task *task);
