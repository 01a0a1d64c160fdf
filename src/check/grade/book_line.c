/* book_line: what came of a check as a line of results.jsonl, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "check/grade/book_parts.h"

#include <string.h>

/* As results.jsonl has them. */
static const char *const verdicts[VERDICT_COUNT] = {
	[VERDICT_NOT_RUN] = "not-run",
	[VERDICT_PASSED] = "passed",
	[VERDICT_FAILED] = "failed",
	[VERDICT_ERROR] = "error",
};

struct book_cell *book_cell(const struct book *book, size_t submission,
			    size_t number)
{
	return &book->cells[submission * (book->check_count + 1) + number];
}

/* What is no UTF-8 comes with escapes: JSON has nothing else. */
json_t *book_json(const char *text)
{
	json_t *string = text ? json_string(text) : json_null();
	if (string || !text)
		return string;
	struct buf shown = {0};
	text_show_lines(&shown, text, strlen(text));
	string = json_string(buf_text(&shown));
	buf_done(&shown);
	return string;
}

void book_print_cell(const struct book *book, size_t submission, size_t number,
		     struct buf *out)
{
	const struct book_submission *whose = &book->submissions[submission];
	const struct book_cell *cell = book_cell(book, submission, number);
	const struct book_check *check =
		number == BOOK_BUILD ? NULL : &book->checks[number - 1];
	json_t *line = json_pack(
		"{s:s, s:s, s:s, s:I, s:I, s:s, s:b, s:s, s:i, s:i, s:f, s:o, "
		"s:o, s:o}",
		"submission", whose->name, "id", whose->id, "exercise",
		book->exercise, "seed", (json_int_t)book->seed, "check",
		(json_int_t)number, "title", check ? check->title : "build",
		"hidden", check ? check->is_hidden : 0, "verdict",
		verdicts[cell->verdict], "points", cell->points, "most",
		check ? check->most : 0, "seconds", cell->seconds, "message",
		book_json(cell->message), "feedback", book_json(cell->feedback),
		"lesson", book_json(cell->lesson));
	char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
	if (text)
		buf_printf(out, "%s\n", text);
	free(text);
	json_decref(line);
}

const char *book_text(struct book *book, const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? arena_strdup(&book->arena, text) : NULL;
}

static bool find_submission(const struct book *book, const char *name,
			    size_t *submission)
{
	for (size_t i = 0; name && i < book->submission_count; i++) {
		*submission = i;
		if (!strcmp(book->submissions[i].name, name))
			return true;
	}
	return false;
}

static bool find_verdict(const char *word, enum verdict *verdict)
{
	for (size_t i = 0; word && i < VERDICT_COUNT; i++) {
		*verdict = (enum verdict)i;
		if (!strcmp(verdicts[i], word))
			return true;
	}
	return false;
}

/* Whether the object is a line of this book; then the cell has what it says. */
static bool take(struct book *book, const json_t *object)
{
	size_t submission;
	enum verdict verdict;
	json_int_t number =
		json_integer_value(json_object_get(object, "check"));
	const char *name =
		json_string_value(json_object_get(object, "submission"));
	const char *word =
		json_string_value(json_object_get(object, "verdict"));
	if (!find_submission(book, name, &submission) ||
	    !find_verdict(word, &verdict) || number < 0 ||
	    (size_t)number > book->check_count)
		return false;
	*book_cell(book, submission, (size_t)number) = (struct book_cell){
		.is_there = true,
		.verdict = verdict,
		.points = (int)json_integer_value(
			json_object_get(object, "points")),
		.seconds =
			json_number_value(json_object_get(object, "seconds")),
		.message = book_text(book, object, "message"),
		.feedback = book_text(book, object, "feedback"),
		.lesson = book_text(book, object, "lesson"),
	};
	return true;
}

bool book_take_line(struct book *book, struct str line)
{
	json_t *object = json_loadb(line.data, line.len, 0, NULL);
	bool taken = object && take(book, object);
	json_decref(object);
	return taken;
}
