/* class: a book as a teacher looks at it first.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All numbers are counted anew from the cells. Of what is not found out yet no
 * points are counted.
 */
#include "base/count.h"
#include "check/grade/forms.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { SLOWEST_MOST = 5, BAR_COLUMNS = 40 };

struct number_of {
	size_t index;
	double value;
};

static int larger_first(const void *a, const void *b)
{
	const struct number_of *first = a, *second = b;
	if (first->value != second->value)
		return first->value < second->value ? 1 : -1;
	return first->index < second->index ? -1 : first->index > second->index;
}

static size_t count_status(const struct book *book, const char *status)
{
	size_t count = 0;
	for (size_t i = 0; i < book->submission_count; i++)
		count += !strcmp(book_status(book, i), status);
	return count;
}

/* How many got that many points. */
static size_t count_points(const struct book *book, int points)
{
	size_t count = 0;
	for (size_t i = 0; i < book->submission_count; i++)
		count += book_is_complete(book, i) &&
			 book_points(book, i) == points;
	return count;
}

static size_t count_failed(const struct book *book, size_t number)
{
	size_t count = 0;
	for (size_t i = 0; i < book->submission_count; i++)
		count += book_cell(book, i, number)->verdict == VERDICT_FAILED;
	return count;
}

/* The checks, those that failed most often first; the caller frees. */
static struct number_of *list_failed(const struct book *book)
{
	struct number_of *all = xcalloc(book->check_count + 1, sizeof(*all));
	for (size_t i = 0; i < book->check_count; i++)
		all[i] = (struct number_of){i + 1,
					    (double)count_failed(book, i + 1)};
	qsort(all, book->check_count, sizeof(*all), larger_first);
	return all;
}

static struct number_of *list_slowest(const struct book *book)
{
	struct number_of *all =
		xcalloc(book->submission_count + 1, sizeof(*all));
	for (size_t i = 0; i < book->submission_count; i++)
		all[i] = (struct number_of){i, book_seconds(book, i)};
	qsort(all, book->submission_count, sizeof(*all), larger_first);
	return all;
}

/* --- lessons that failed checks lead to ------------------------------------
 */

struct lesson_count {
	const char *lesson;
	size_t count;
};

static int more_first(const void *a, const void *b)
{
	const struct lesson_count *first = a, *second = b;
	if (first->count != second->count)
		return first->count < second->count ? 1 : -1;
	return strcmp(first->lesson, second->lesson);
}

/* What the failures come from: each lesson with how many failed checks name it.
 * The caller frees. */
static struct lesson_count *list_lessons(const struct book *book, size_t *count)
{
	size_t cells = book->submission_count * (book->check_count + 1);
	struct lesson_count *all = xcalloc(cells + 1, sizeof(*all));
	*count = 0;
	for (size_t i = 0; i < cells; i++) {
		const struct book_cell *cell = &book->cells[i];
		size_t at = 0;
		if (cell->verdict != VERDICT_FAILED || !cell->lesson)
			continue;
		while (at < *count && strcmp(all[at].lesson, cell->lesson) != 0)
			at++;
		*count += at == *count;
		all[at].lesson = cell->lesson;
		all[at].count++;
	}
	qsort(all, *count, sizeof(*all), more_first);
	return all;
}

/* --- misconceptions that failed checks point to ----------------------------
 */

/* Whether a submission failed a check that points to `id`. */
static bool may_hold(const struct book *book, size_t submission, const char *id)
{
	for (size_t i = 0; i < book->check_count; i++) {
		const char *all = book->checks[i].misconceptions;
		if (all && strstr(all, id) &&
		    book_cell(book, submission, i + 1)->verdict ==
			    VERDICT_FAILED)
			return true;
	}
	return false;
}

/* Each misconception with how many submissions may hold it; `id` is M01 to
 * M99. */
static size_t count_holders(const struct book *book, int number, char id[4])
{
	size_t count = 0;
	id[0] = 'M';
	id[1] = (char)('0' + number / 10);
	id[2] = (char)('0' + number % 10);
	id[3] = '\0';
	for (size_t i = 0; i < book->submission_count; i++)
		count += may_hold(book, i, id);
	return count;
}

enum { MISCONCEPTION_LAST = 99 };

static json_t *misconceptions_as_json(const struct book *book)
{
	json_t *all = json_array();
	char id[4];
	for (int i = 1; i <= MISCONCEPTION_LAST; i++) {
		size_t count = count_holders(book, i, id);
		if (count)
			json_array_append_new(
				all,
				json_pack("{s:s, s:I}", "misconception", id,
					  "submissions", (json_int_t)count));
	}
	return all;
}

static void print_misconceptions(const struct book *book, struct buf *out)
{
	char id[4];
	size_t told = 0;
	for (int i = 1; i <= MISCONCEPTION_LAST; i++) {
		size_t count = count_holders(book, i, id);
		if (count && !told++)
			buf_puts(out, "\nMisconceptions that the failed checks "
				      "point to (submissions)\n");
		if (count)
			buf_printf(out, "  %3zu  %s\n", count, id);
	}
}

/* --- JSON ------------------------------------------------------------------
 */

static json_t *statuses_as_json(const struct book *book)
{
	static const char *const statuses[] = {"graded", "not built", "error",
					       "unfinished"};
	json_t *all = json_object();
	for (size_t i = 0; i < COUNT(statuses); i++)
		json_object_set_new(all, statuses[i],
				    json_integer((json_int_t)count_status(
					    book, statuses[i])));
	return all;
}

static json_t *points_as_json(const struct book *book)
{
	json_t *all = json_array();
	for (int i = 0; i <= book_most(book); i++)
		json_array_append_new(
			all, json_integer((json_int_t)count_points(book, i)));
	return all;
}

static json_t *checks_as_json(const struct book *book)
{
	json_t *all = json_array();
	for (size_t i = 1; i <= book->check_count; i++)
		json_array_append_new(
			all,
			json_pack("{s:I, s:s, s:i, s:b, s:I}", "number",
				  (json_int_t)i, "title",
				  book->checks[i - 1].title, "most",
				  book->checks[i - 1].most, "hidden",
				  (int)book->checks[i - 1].is_hidden, "failed",
				  (json_int_t)count_failed(book, i)));
	return all;
}

static json_t *lessons_as_json(const struct book *book)
{
	size_t count;
	struct lesson_count *lessons = list_lessons(book, &count);
	json_t *all = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(all,
				      json_pack("{s:s, s:I}", "lesson",
						lessons[i].lesson, "failed",
						(json_int_t)lessons[i].count));
	free(lessons);
	return all;
}

static json_t *slowest_as_json(const struct book *book)
{
	struct number_of *slowest = list_slowest(book);
	json_t *all = json_array();
	for (size_t i = 0; i < SLOWEST_MOST && i < book->submission_count; i++)
		json_array_append_new(
			all, json_pack("{s:s, s:f}", "submission",
				       book->submissions[slowest[i].index].name,
				       "seconds", slowest[i].value));
	free(slowest);
	return all;
}

void forms_print_class_json(const struct book *book, struct buf *out)
{
	json_t *all = json_pack(
		"{s:s, s:s, s:I, s:i, s:I, s:o, s:o, s:o, s:o, s:o, s:o}",
		"exercise", book->exercise, "title", book->title, "seed",
		(json_int_t)book->seed, "most", book_most(book), "submissions",
		(json_int_t)book->submission_count, "status",
		statuses_as_json(book), "points", points_as_json(book),
		"checks", checks_as_json(book), "lessons",
		lessons_as_json(book), "misconceptions",
		misconceptions_as_json(book), "slowest", slowest_as_json(book));
	char *text = json_dumps(all, JSON_INDENT(1));
	buf_puts(out, text ? text : "{}");
	buf_putc(out, '\n');
	free(text);
	json_decref(all);
}

/* --- a page ----------------------------------------------------------------
 */

static void print_bar(size_t count, size_t most, struct buf *out)
{
	size_t len = most ? (count * BAR_COLUMNS + most - 1) / most : 0;
	for (size_t i = 0; i < len; i++)
		buf_putc(out, '#');
	buf_printf(out, "%s%zu\n", len ? " " : "", count);
}

static void print_points(const struct book *book, struct buf *out)
{
	size_t most = 0;
	for (int i = 0; i <= book_most(book); i++)
		most = count_points(book, i) > most ? count_points(book, i)
						    : most;
	buf_puts(out, "\nPoints\n");
	for (int i = book_most(book); i >= 0; i--) {
		buf_printf(out, "  %3d  ", i);
		print_bar(count_points(book, i), most, out);
	}
}

static void print_failed(const struct book *book, struct buf *out)
{
	struct number_of *failed = list_failed(book);
	buf_puts(out, "\nWhat failed most (submissions)\n");
	for (size_t i = 0; i < book->check_count && failed[i].value > 0; i++)
		buf_printf(out, "  %3.0f  %zu %s\n", failed[i].value,
			   failed[i].index,
			   book->checks[failed[i].index - 1].title);
	free(failed);
}

static void print_lessons(const struct book *book, struct buf *out)
{
	size_t count;
	struct lesson_count *lessons = list_lessons(book, &count);
	if (count)
		buf_puts(out, "\nLessons that would help (failed checks)\n");
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "  %3zu  %s\n", lessons[i].count,
			   lessons[i].lesson);
	free(lessons);
}

static void print_slowest(const struct book *book, struct buf *out)
{
	struct number_of *slowest = list_slowest(book);
	buf_puts(out, "\nThe slowest\n");
	for (size_t i = 0; i < SLOWEST_MOST && i < book->submission_count; i++)
		buf_printf(out, "%7.1f s  %s\n", slowest[i].value,
			   book->submissions[slowest[i].index].name);
	free(slowest);
}

void forms_print_class(const struct book *book, struct buf *out)
{
	buf_printf(out, "%s\n%zu submission%s: %zu graded, %zu not built",
		   book->title, book->submission_count,
		   count_s(book->submission_count),
		   count_status(book, "graded"),
		   count_status(book, "not built"));
	if (count_status(book, "error"))
		buf_printf(out, ", %zu with errors of the grader",
			   count_status(book, "error"));
	if (count_status(book, "unfinished"))
		buf_printf(out, ", %zu unfinished",
			   count_status(book, "unfinished"));
	buf_printf(out, " (seed %llu)\n", (unsigned long long)book->seed);
	print_points(book, out);
	print_failed(book, out);
	print_lessons(book, out);
	print_misconceptions(book, out);
	print_slowest(book, out);
}
