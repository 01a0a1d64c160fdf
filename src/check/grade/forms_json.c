/* forms_json: one submission as Gradescope and Classroom 50 read it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gradescope wants a score, or one of each test; of what we could not play
 * there is neither, so that it says itself that the grader failed.
 */
#include "check/grade/forms.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void print_json(json_t *value, struct buf *out)
{
	char *text = value ? json_dumps(value, JSON_INDENT(1)) : NULL;
	buf_puts(out, text ? text : "{}");
	buf_putc(out, '\n');
	free(text);
	json_decref(value);
}

/* What is told of a check to who handed it in. */
static const char *told_of(const struct book *book, size_t submission,
			   size_t number)
{
	const struct book_cell *cell = book_cell(book, submission, number);
	if (cell->verdict == VERDICT_NOT_RUN)
		return cell->message ? cell->message : "not played";
	if (number && book->checks[number - 1].is_hidden)
		return "";
	return cell->feedback ? cell->feedback : "";
}

/* --- Gradescope ------------------------------------------------------------
 */

/* The lesson that would help, and what who failed may hold. */
static json_t *tags_as_json(const struct book_check *check,
			    const struct book_cell *cell)
{
	json_t *tags = json_array();
	bool has_failed = cell->verdict == VERDICT_FAILED;
	struct str rest = str_from(has_failed && check->misconceptions
					   ? check->misconceptions
					   : ""),
		   word;
	if (cell->lesson)
		json_array_append_new(tags, json_string(cell->lesson));
	while (!check->is_hidden && str_next_word(&rest, &word))
		json_array_append_new(tags, json_stringn(word.data, word.len));
	return tags;
}

static json_t *gradescope_test(const struct book *book, size_t submission,
			       size_t number)
{
	const struct book_cell *cell = book_cell(book, submission, number);
	const struct book_check *check = &book->checks[number - 1];
	AUTO_FREE char *place = xprintf("%zu", number);
	json_t *test = json_pack(
		"{s:i, s:s, s:s, s:s, s:s, s:s}", "max_score", check->most,
		"name", check->title, "number", place, "output",
		told_of(book, submission, number), "output_format", "text",
		"visibility", check->is_hidden ? "after_published" : "visible");
	if (cell->verdict == VERDICT_ERROR || !cell->is_there)
		return test;
	json_object_set_new(test, "score", json_integer(cell->points));
	json_object_set_new(test, "status",
			    json_string(cell->verdict == VERDICT_PASSED
						? "passed"
						: "failed"));
	json_t *tags = tags_as_json(check, cell);
	if (json_array_size(tags))
		json_object_set(test, "tags", tags);
	json_decref(tags);
	return test;
}

void forms_print_gradescope(const struct book *book, size_t submission,
			    struct buf *out)
{
	const struct book_cell *build = book_cell(book, submission, BOOK_BUILD);
	json_t *tests = json_array();
	struct buf said = {0};
	if (build->feedback)
		buf_printf(&said, "%s%s",
			   build->verdict == VERDICT_PASSED
				   ? ""
				   : "There is no program to be checked:\n",
			   build->feedback);
	buf_printf(&said, "seed %llu", (unsigned long long)book->seed);
	for (size_t i = 1; i <= book->check_count; i++)
		json_array_append_new(tests,
				      gradescope_test(book, submission, i));
	json_t *all = json_pack(
		"{s:f, s:s, s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s}, s:o}",
		"execution_time", book_seconds(book, submission), "output",
		buf_text(&said), "output_format", "text", "test_output_format",
		"text", "test_name_format", "text", "visibility", "visible",
		"stdout_visibility", "hidden", "extra_data", "exercise",
		book->exercise, "status", book_status(book, submission),
		"tests", tests);
	if (book_is_complete(book, submission))
		json_object_set_new(
			all, "score",
			json_integer(book_points(book, submission)));
	print_json(all, out);
	buf_done(&said);
}

/* --- Classroom 50 ----------------------------------------------------------
 */

static const char *variable(const char *name, const char *otherwise)
{
	const char *value = getenv(name);
	return value && value[0] ? value : otherwise;
}

static json_t *classroom_test(const struct book *book, size_t submission,
			      size_t number)
{
	const struct book_cell *cell = book_cell(book, submission, number);
	const struct book_check *check = &book->checks[number - 1];
	return json_pack("{s:s, s:b, s:i, s:i, s:s}", "test-name", check->title,
			 "passed", cell->verdict == VERDICT_PASSED, "score",
			 cell->points, "max-score", check->most, "details",
			 told_of(book, submission, number));
}

void forms_print_classroom(const struct book *book, size_t submission,
			   struct buf *out)
{
	char now[32];
	time_t seconds = time(NULL);
	struct tm utc;
	json_t *tests = json_array();
	const char *id = book->submissions[submission].id;
	strftime(now, sizeof(now), "%Y-%m-%dT%H:%M:%SZ",
		 gmtime_r(&seconds, &utc));
	for (size_t i = 1; i <= book->check_count; i++)
		json_array_append_new(tests,
				      classroom_test(book, submission, i));
	print_json(
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, "
			  "s:i, s:i, s:o}",
			  "schema", "classroom50/result/v1", "classroom",
			  variable("CLASSROOM", ""), "assignment",
			  variable("ASSIGNMENT", book->exercise),
			  "assignment_type",
			  variable("ASSIGNMENT_TYPE", "individual"), "owner",
			  variable("OWNER", id), "submission",
			  variable("SUBMISSION_TAG", ""), "commit",
			  variable("COMMIT_URL", ""), "release",
			  variable("RELEASE_URL", ""), "review",
			  variable("REVIEW_URL", ""), "datetime", now, "score",
			  book_points(book, submission), "max-score",
			  book_most(book), "tests", tests),
		out);
}
