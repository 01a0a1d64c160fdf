/* forms: a book in the forms that others read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a hidden check expects is not told in any of them but in results.jsonl,
 * which is the teacher's. A check that we could not play is an error, neither
 * passed nor failed, and takes the score with it: better none than a wrong one.
 */
#include "check/grade/forms.h"

#include "base/escape.h"
#include "base/sentence.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* --- the feedback ----------------------------------------------------------
 */

static void print_lines(const char *text, const char *indent, struct buf *out)
{
	struct str rest = str_from(text ? text : ""), line;
	while (str_next_line(&rest, &line))
		buf_printf(out, "%s%.*s\n", indent, (int)line.len, line.data);
}

static bool has_error(const struct book *book, size_t submission)
{
	return !strcmp(book_status(book, submission), "error");
}

static void print_check(const struct book *book, size_t submission,
			size_t number, struct buf *out)
{
	enum { TITLE_COLUMNS = 60 };
	const struct book_cell *cell = book_cell(book, submission, number);
	const struct book_check *check = &book->checks[number - 1];
	int pad = TITLE_COLUMNS -
		  (int)text_width(check->title, strlen(check->title));
	buf_printf(out, "%2zu %-7s  %s%*s  %d/%d\n", number,
		   verdict_word(cell->verdict), check->title, pad > 0 ? pad : 0,
		   "", cell->points, check->most);
	bool is_built = book_cell(book, submission, BOOK_BUILD)->verdict ==
			VERDICT_PASSED;
	if (cell->verdict == VERDICT_NOT_RUN && is_built)
		print_lines(cell->message, "   ", out);
	else if (!check->is_hidden)
		print_lines(cell->feedback, "   ", out);
}

void forms_print_feedback(const struct book *book, size_t submission,
			  struct buf *out)
{
	const struct book_submission *whose = &book->submissions[submission];
	const struct book_cell *build = book_cell(book, submission, BOOK_BUILD);
	buf_printf(out, "%s\n%s", book->title, whose->id);
	if (strcmp(whose->title, whose->id) != 0)
		buf_printf(out, ", %s", whose->title);
	buf_puts(out, "\n\n");
	if (build->verdict != VERDICT_PASSED) {
		buf_puts(out, build->verdict == VERDICT_ERROR
				      ? "It could not be built here:\n"
				      : "There is no program to be checked:\n");
		print_lines(build->feedback ? build->feedback : build->message,
			    "   ", out);
		buf_putc(out, '\n');
	} else if (build->feedback) {
		print_lines(build->feedback, "", out);
		buf_putc(out, '\n');
	}
	for (size_t i = 1; i <= book->check_count; i++)
		print_check(book, submission, i, out);
	if (has_error(book, submission))
		buf_puts(out, "\nSomething could not be checked here, which is "
			      "not your fault: there are no points yet.\n");
	else
		buf_printf(out, "\n%d of %d points (seed %llu)\n",
			   book_points(book, submission), book_most(book),
			   (unsigned long long)book->seed);
}

/* --- CSV -------------------------------------------------------------------
 */

void forms_print_csv(const struct book *book, struct buf *out)
{
	buf_puts(out,
		 "id,name,exercise,score,max,status,seconds,seed,report\r\n");
	for (size_t i = 0; i < book->submission_count; i++) {
		const struct book_submission *whose = &book->submissions[i];
		AUTO_FREE char *report =
			xprintf("feedback/%s.txt", whose->name);
		const char *const texts[] = {whose->id, whose->title,
					     book->exercise};
		for (size_t j = 0; j < COUNT(texts); j++) {
			escape_csv(texts[j], out);
			buf_putc(out, ',');
		}
		if (book_is_complete(book, i))
			buf_printf(out, "%d", book_points(book, i));
		buf_printf(out, ",%d,%s,%.3f,%llu,", book_most(book),
			   book_status(book, i), book_seconds(book, i),
			   (unsigned long long)book->seed);
		escape_csv(report, out);
		buf_puts(out, "\r\n");
	}
}

/* --- JUnit -----------------------------------------------------------------
 */

static size_t count_of(const struct book *book, size_t submission,
		       enum verdict verdict)
{
	size_t count = 0;
	for (size_t i = 0; i <= book->check_count; i++)
		count += book_cell(book, submission, i)->verdict == verdict &&
			 (i || verdict != VERDICT_NOT_RUN);
	return count;
}

static void junit_case(const struct book *book, size_t submission,
		       size_t number, struct buf *out)
{
	static const char *const elements[VERDICT_COUNT] = {
		[VERDICT_FAILED] = "failure", [VERDICT_ERROR] = "error"};
	const struct book_cell *cell = book_cell(book, submission, number);
	const char *element = elements[cell->verdict];
	const char *message = cell->message ? cell->message : "not played";
	bool is_hidden = number && book->checks[number - 1].is_hidden;
	buf_puts(out, "    <testcase classname=\"");
	escape_xml(book->exercise, out);
	buf_puts(out, "\" name=\"");
	escape_xml(number ? book->checks[number - 1].title : "build", out);
	buf_printf(out, "\" time=\"%.3f\">\n", cell->seconds);
	if (element) {
		buf_printf(out, "      <%s message=\"", element);
		escape_xml(is_hidden ? "a hidden check" : message, out);
		buf_puts(out, "\">");
		escape_xml(is_hidden || !cell->feedback ? "" : cell->feedback,
			   out);
		buf_printf(out, "</%s>\n", element);
	} else if (number && cell->verdict == VERDICT_NOT_RUN) {
		buf_puts(out, "      <skipped message=\"");
		escape_xml(message, out);
		buf_puts(out, "\"/>\n");
	}
	buf_puts(out, "    </testcase>\n");
}

static void junit_suite(const struct book *book, size_t submission,
			struct buf *out)
{
	buf_puts(out, "  <testsuite name=\"");
	escape_xml(book->submissions[submission].name, out);
	buf_printf(out,
		   "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
		   "skipped=\"%zu\" time=\"%.3f\">\n",
		   book->check_count + 1,
		   count_of(book, submission, VERDICT_FAILED),
		   count_of(book, submission, VERDICT_ERROR),
		   count_of(book, submission, VERDICT_NOT_RUN),
		   book_seconds(book, submission));
	buf_printf(out,
		   "    <properties>\n      <property name=\"seed\" "
		   "value=\"%llu\"/>\n      <property name=\"points\" "
		   "value=\"%d/%d\"/>\n    </properties>\n",
		   (unsigned long long)book->seed,
		   book_points(book, submission), book_most(book));
	for (size_t i = 0; i <= book->check_count; i++)
		junit_case(book, submission, i, out);
	buf_puts(out, "  </testsuite>\n");
}

void forms_print_junit(const struct book *book, struct buf *out)
{
	size_t failures = 0, errors = 0, skipped = 0;
	double seconds = 0;
	for (size_t i = 0; i < book->submission_count; i++) {
		failures += count_of(book, i, VERDICT_FAILED);
		errors += count_of(book, i, VERDICT_ERROR);
		skipped += count_of(book, i, VERDICT_NOT_RUN);
		seconds += book_seconds(book, i);
	}
	buf_printf(out,
		   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		   "<testsuites tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
		   "skipped=\"%zu\" time=\"%.3f\">\n",
		   book->submission_count * (book->check_count + 1), failures,
		   errors, skipped, seconds);
	for (size_t i = 0; i < book->submission_count; i++)
		junit_suite(book, i, out);
	buf_puts(out, "</testsuites>\n");
}

/* --- TAP -------------------------------------------------------------------
 */

static void tap_line(const struct book *book, size_t submission, size_t number,
		     struct buf *out)
{
	const struct book_cell *cell = book_cell(book, submission, number);
	bool is_left = cell->verdict == VERDICT_NOT_RUN;
	bool is_ok = cell->verdict == VERDICT_PASSED || is_left;
	buf_printf(out, "    %s %zu - ", is_ok ? "ok" : "not ok", number + 1);
	escape_tap(number ? book->checks[number - 1].title : "build", out);
	if (is_left && number) {
		buf_puts(out, " # SKIP ");
		escape_tap(cell->message ? cell->message : "not played", out);
	}
	buf_putc(out, '\n');
	if (is_ok || (number && book->checks[number - 1].is_hidden))
		return;
	buf_puts(out, "      ---\n      message: ");
	escape_yaml(cell->message ? cell->message : "", out);
	buf_printf(out, "\n      severity: %s\n      ...\n",
		   cell->verdict == VERDICT_ERROR ? "error" : "fail");
}

/* Whether all that was played passed. */
static bool is_passed(const struct book *book, size_t submission)
{
	return book_is_complete(book, submission) &&
	       book_points(book, submission) == book_most(book);
}

void forms_print_tap(const struct book *book, struct buf *out)
{
	buf_printf(out, "TAP version 14\n1..%zu\n", book->submission_count);
	for (size_t i = 0; i < book->submission_count; i++) {
		buf_puts(out, "# Subtest: ");
		escape_tap(book->submissions[i].name, out);
		buf_printf(out, "\n    1..%zu\n", book->check_count + 1);
		for (size_t j = 0; j <= book->check_count; j++)
			tap_line(book, i, j, out);
		buf_printf(out, "%s %zu - ",
			   is_passed(book, i) ? "ok" : "not ok", i + 1);
		escape_tap(book->submissions[i].name, out);
		buf_putc(out, '\n');
	}
	buf_printf(out, "# seed %llu\n", (unsigned long long)book->seed);
}

/* --- files -----------------------------------------------------------------
 */

/* Beside its place and then renamed: who reads it meanwhile has all of it. */
static bool write_file(const char *path, const struct buf *text,
		       struct err *err)
{
	AUTO_FREE char *beside = xprintf("%s.new", path);
	FILE *file = fopen(beside, "we");
	bool ok = file && (!text->len ||
			   fwrite(text->data, 1, text->len, file) == text->len);
	int number = errno;
	if (file && fclose(file) != 0 && ok) {
		number = errno;
		ok = false;
	}
	if (ok && rename(beside, path) == 0)
		return true;
	return FAILURE(err, "write-file", SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(ok ? errno : number)));
}

static bool make_folder(const struct book *book, const char *name,
			struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/%s", book->folder, name);
	return mkdir(path, 0777) == 0 || errno == EEXIST ||
	       FAILURE(err, "make-folder", SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(errno)));
}

bool forms_write_one(const struct book *book, size_t submission,
		     struct err *err)
{
	static const struct {
		const char *folder, *suffix;
		void (*print)(const struct book *book, size_t submission,
			      struct buf *out);
	} files[] = {
		{"feedback", "txt", forms_print_feedback},
		{"gradescope", "json", forms_print_gradescope},
		{"classroom50", "json", forms_print_classroom},
	};
	bool ok = true;
	for (size_t i = 0; ok && i < COUNT(files); i++) {
		struct buf text = {0};
		AUTO_FREE char *path = xprintf(
			"%s/%s/%s.%s", book->folder, files[i].folder,
			book->submissions[submission].name, files[i].suffix);
		files[i].print(book, submission, &text);
		ok = make_folder(book, files[i].folder, err) &&
		     write_file(path, &text, err);
		buf_done(&text);
	}
	return ok;
}

bool forms_write_all(const struct book *book, struct err *err)
{
	static const struct {
		const char *name;
		void (*print)(const struct book *book, struct buf *out);
	} files[] = {
		{"grades.csv", forms_print_csv},
		{"junit.xml", forms_print_junit},
		{"results.tap", forms_print_tap},
		{"class.json", forms_print_class_json},
		{"class.txt", forms_print_class},
	};
	bool ok = true;
	for (size_t i = 0; ok && i < COUNT(files); i++) {
		struct buf text = {0};
		AUTO_FREE char *path =
			xprintf("%s/%s", book->folder, files[i].name);
		files[i].print(book, &text);
		ok = write_file(path, &text, err);
		buf_done(&text);
	}
	return ok;
}
