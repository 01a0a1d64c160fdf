/* lesson_catalogue: which folder, which order, and lessons by name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/catalogue.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A folder of its own for each test. */
static char folder[64];

/* A lesson of that id, or NULL for a file that is none. */
static void write_file(const char *name, const char *id)
{
	char *path = xprintf("%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	cr_assert(file);
	if (id)
		fprintf(file,
			"---\n"
			"id: %s\n"
			"title: A title\n"
			"module: 1 A module\n"
			"kind: core\n"
			"objective: A text.\n"
			"requires: []\n"
			"minutes: {demo: 1, lab: 2}\n"
			"actors: {server: {}}\n"
			"---\n"
			"\n"
			"## Ask: a question\n"
			"\n"
			"Words.\n",
			id);
	else
		fputs("words\n", file);
	fclose(file);
	free(path);
}

static void make_folder(void)
{
	strcpy(folder, "/tmp/sockstep-catalogue-XXXXXX");
	cr_assert(mkdtemp(folder));
	setenv("SOCKSTEP_LESSONS", folder, 1);
}

static void remove_folder(void)
{
	static const char *const names[] = {
		"06-listen.md", "10-accept.md", "11-accept-twice.md",
		"09-zero.md",	"README.md",	"notes-06-x.md",
		"20-wrong.md",	"21-listen.md", "06-listen.txt",
		"close.md"};
	for (size_t i = 0; i < COUNT(names); i++) {
		char *path = xprintf("%s/%s", folder, names[i]);
		remove(path);
		free(path);
	}
	cr_expect(!remove(folder));
}

static void fill_folder(void)
{
	make_folder();
	write_file("11-accept-twice.md", "accept-twice");
	write_file("10-accept.md", "accept");
	write_file("09-zero.md", "zero");
	write_file("06-listen.md", "listen");
	write_file("06-listen.txt", "listen");
	write_file("README.md", NULL);
	write_file("notes-06-x.md", NULL);
	write_file("20-wrong.md", "wrnog");
	write_file("21-listen.md", NULL);
}

TestSuite(lesson_catalogue, .init = fill_folder, .fini = remove_folder);

Test(lesson_catalogue, order)
{
	static const char *const ids[] = {"listen", "zero", "accept",
					  "accept-twice"};
	struct catalogue catalogue;
	struct err err;
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_expect_str_eq(catalogue.folder, folder);
	cr_assert_eq(catalogue.count, COUNT(ids));
	for (size_t i = 0; i < COUNT(ids); i++)
		cr_expect_str_eq(catalogue.lessons[i]->id, ids[i]);
	catalogue_close(&catalogue);
}

/* A number is that of the file, whatever the place in the list. */
Test(lesson_catalogue, at)
{
	static const struct {
		size_t number;
		const char *id;
	} rows[] = {
		{6, "listen"},	{9, "zero"},
		{10, "accept"}, {11, "accept-twice"},
		{1, "accept"},	{0, NULL},
		{2, NULL},	{111, NULL},
	};
	struct catalogue catalogue;
	struct err err;
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t at = catalogue_at(&catalogue, rows[i].number);
		if (!rows[i].id)
			cr_expect_eq(at, catalogue.count, "%zu",
				     rows[i].number);
		else
			cr_expect(at < catalogue.count &&
					  !strcmp(catalogue.lessons[at]->id,
						  rows[i].id),
				  "%zu", rows[i].number);
	}
	catalogue_close(&catalogue);
}

Test(lesson_catalogue, faulty)
{
	struct catalogue catalogue;
	struct err err;
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_assert_eq(catalogue.faulty_count, 2);
	cr_expect(strstr(catalogue.faulty[0],
			 "/20-wrong.md:2: id: wrnog is not the name of the "
			 "file"));
	cr_expect(strstr(catalogue.faulty[1], "/21-listen.md:1: no front "
					      "matter"));
	catalogue_close(&catalogue);
}

Test(lesson_catalogue, find)
{
	static const struct {
		const char *name, *id, *message;
	} rows[] = {
		{"listen", "listen", NULL},
		{"accept", "accept", NULL},
		{"accept-", "accept-twice", NULL},
		{"acc", NULL, "acc can be any of accept, accept-twice"},
		{"z", "zero", NULL},
		{"6", "listen", NULL},
		{"06", "listen", NULL},
		{"006", "listen", NULL},
		{"06-listen", "listen", NULL},
		{"06-listen.md", "listen", NULL},
		{"11", "accept-twice", NULL},
		{"1", NULL, "there is no lesson 1"},
		{"0", NULL, "there is no lesson 0: expected one of listen"},
		{"20", NULL, "20-wrong.md:2: id"},
		{"wrong", NULL, "20-wrong.md:2: id"},
		{"wr", NULL, "20-wrong.md:2: id"},
		{"21", NULL, "21-listen.md:1: no front matter"},
		{"acept", NULL,
		 "there is no lesson acept; did you mean accept?"},
		{"", NULL, "a lesson's name is missing"},
	};
	struct catalogue catalogue;
	struct err err;
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct lesson *lesson =
			catalogue_find(&catalogue, rows[i].name, &err);
		if (rows[i].id) {
			cr_expect(lesson && !strcmp(lesson->id, rows[i].id),
				  "%s", rows[i].name);
			continue;
		}
		cr_expect(!lesson, "%s", rows[i].name);
		cr_expect(strstr(err.text, rows[i].message), "%s: %s",
			  rows[i].name, err.text);
	}
	catalogue_close(&catalogue);
}

/* Notes have none either, and are no lessons. */
Test(lesson_catalogue, no_number)
{
	write_file("close.md", "close");
	struct catalogue catalogue;
	struct err err;
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_assert_eq(catalogue.faulty_count, 3);
	cr_expect(strstr(catalogue.faulty[2],
			 "/close.md:1: a lesson, and its name has no number; "
			 "expected one such as 06-close.md"),
		  "%s", catalogue.faulty[2]);
	cr_expect(!catalogue_find(&catalogue, "close", &err));
	cr_expect(strstr(err.text, "has no number"), "%s", err.text);
	catalogue_close(&catalogue);
}

Test(lesson_catalogue, same_id)
{
	write_file("21-listen.md", "listen");
	struct catalogue catalogue;
	struct err err;
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_expect(strstr(catalogue.faulty[1], "/21-listen.md:1: the id listen "
					      "is that of "));
	catalogue_close(&catalogue);
}

Test(lesson_catalogue, nothing_there)
{
	struct catalogue catalogue;
	struct err err;
	setenv("SOCKSTEP_LESSONS", "/nonexistent", 1);
	cr_expect(!catalogue_open(&catalogue, &err));
	cr_expect(strstr(err.text, "read the lessons of /nonexistent"), "%s",
		  err.text);
	setenv("SOCKSTEP_LESSONS", "/proc/self/fd", 1);
	cr_expect(!catalogue_open(&catalogue, &err));
	cr_expect(strstr(err.text, "it has no file like 06-listen.md"), "%s",
		  err.text);
}

Test(lesson_catalogue, only_faulty)
{
	static const char *const names[] = {"06-listen.md", "09-zero.md",
					    "10-accept.md",
					    "11-accept-twice.md"};
	for (size_t i = 0; i < COUNT(names); i++)
		write_file(names[i], NULL);
	struct catalogue catalogue;
	struct err err;
	cr_expect(!catalogue_open(&catalogue, &err));
	cr_expect(strstr(err.text, "/06-listen.md:1: no front matter"), "%s",
		  err.text);
}

/* Without the variable the lessons of this tree are found. */
Test(lesson_catalogue, search)
{
	struct catalogue catalogue;
	struct err err;
	unsetenv("SOCKSTEP_LESSONS");
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_expect(catalogue.count > 0);
	cr_expect_eq(catalogue.faulty_count, 0, "%s",
		     catalogue.faulty_count ? catalogue.faulty[0] : "");
	catalogue_close(&catalogue);
}

Test(lesson_catalogue, number)
{
	cr_expect_eq(catalogue_number("lessons/06-listen.md"), 6);
	cr_expect_eq(catalogue_number("110-x.md"), 110);
	cr_expect_eq(catalogue_number("README.md"), 0);
	cr_expect_eq(catalogue_number("06-.md"), 0);
	cr_expect_eq(catalogue_number("06-x.txt"), 0);
	cr_expect_eq(catalogue_number("06listen.md"), 0);
	cr_expect_eq(catalogue_number("1234-x.md"), 0);
}

/* --- the lessons that there are ---------------------------------------------
 */

static size_t beats_of(const struct lesson *lesson, enum beat_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < lesson->step_count; i++)
		for (size_t k = 0; k < lesson->steps[i].beat_count; k++)
			count += lesson->steps[i].beats[k].kind == kind;
	return count;
}

static bool has_notes(const struct lesson *lesson)
{
	bool found = false;
	for (size_t i = 0; i < lesson->step_count; i++)
		for (size_t k = 0; k < lesson->steps[i].beat_count; k++)
			found |= lesson->steps[i].beats[k].notes != NULL;
	return found;
}

static bool has_question(const struct lesson *lesson)
{
	bool found = false;
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		for (size_t k = 0; k < step->beat_count; k++)
			found |= step->beats[k].kind != BEAT_RECALL &&
				 step->beats[k].prediction;
	}
	return found;
}

Test(lessons, each_asks_lets_change_and_comes_back)
{
	struct catalogue catalogue = {0};
	struct err err;
	setenv("SOCKSTEP_LESSONS", "lessons", 1);
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_assert(catalogue.count > 40);
	for (size_t i = 0; i < catalogue.count; i++) {
		const struct lesson *lesson = catalogue.lessons[i];
		if (lesson->is_exercise)
			continue;
		cr_expect(has_question(lesson), "%s: no question", lesson->id);
		cr_expect(beats_of(lesson, BEAT_MODIFY), "%s: no modify",
			  lesson->id);
		cr_expect(beats_of(lesson, BEAT_RECALL), "%s: no recall",
			  lesson->id);
		cr_expect(has_notes(lesson), "%s: no notes", lesson->id);
	}
	catalogue_close(&catalogue);
}
