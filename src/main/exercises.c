/* exercises: the commands about exercises and those who write them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each does is in ui/line/exercises.h; here it gets its words, and what
 * shows a check that is stepped.
 */
#include "ui/line/exercises.h"

#include "main/run.h"
#include "main/shown.h"

int run_exercises(const struct options *options, char **words, int count,
		  struct err *err)
{
	(void)words;
	(void)count;
	return exercises_list(options, err);
}

int run_start(const struct options *options, char **words, int count,
	      struct err *err)
{
	return exercises_start(options, words, (size_t)count, err);
}

static int show_check(const struct options *options,
		      const struct lesson *lesson, struct err *err)
{
	return shown_run(options, NULL, lesson, err);
}

int run_check(const struct options *options, char **words, int count,
	      struct err *err)
{
	return exercises_check(options, words, (size_t)count, show_check, err);
}

int run_new(const struct options *options, char **words, int count,
	    struct err *err)
{
	return exercises_new(options, words, (size_t)count, err);
}

int run_grade(const struct options *options, char **words, int count,
	      struct err *err)
{
	return exercises_grade(options, words, (size_t)count, err);
}

int run_watch(const struct options *options, char **words, int count,
	      struct err *err)
{
	return exercises_watch(options, words, (size_t)count, err);
}
