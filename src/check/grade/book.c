/* book: what came of each check of each submission, on disk as it happens.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line is appended by one write(2), and only whole lines are read: of a run
 * that was killed at any moment nothing is lost but what it was about to say.
 * The last line about a check counts, so what is graded again needs no other
 * file. grading.json is written beside its place and renamed.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "check/grade/book_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void make_cells(struct book *book)
{
	size_t count = book->submission_count * (book->check_count + 1);
	book->cells =
		arena_alloc(&book->arena, (count + 1) * sizeof(*book->cells));
}

/* --- lines -----------------------------------------------------------------
 */

static bool append(const struct book *book, struct str line, struct err *err)
{
	AUTO_FREE char *whole = xprintf("%.*s\n", (int)line.len, line.data);
	ssize_t wrote = write(book->file, whole, line.len + 1);
	if (wrote == (ssize_t)line.len + 1)
		return true;
	const char *reason = wrote < 0
				     ? strerror(errno)
				     : sentence_text(SENTENCE_ID("disk-full"));
	return FAILURE(err, "write-results", SLOT_TEXT("folder", book->folder),
		       SLOT_TEXT("reason", reason));
}

bool book_note(struct book *book, struct str line, struct err *err)
{
	return !book_take_line(book, line) || book->file < 0 ||
	       append(book, line, err);
}

/* --- files -----------------------------------------------------------------
 */

static bool read_file(const char *path, struct buf *text)
{
	FILE *file = fopen(path, "re");
	char part[16 << 10];
	size_t len;
	if (!file)
		return false;
	while ((len = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(text, part, len);
	bool ok = !ferror(file);
	fclose(file);
	return ok;
}

/* All whole lines. Returns the length of those, where the file should end. */
static size_t read_lines(struct book *book, const struct buf *text)
{
	size_t begin = 0;
	for (size_t i = 0; i < text->len; i++) {
		if (text->data[i] != '\n')
			continue;
		book_take_line(book,
			       (struct str){text->data + begin, i - begin});
		begin = i + 1;
	}
	return begin;
}

static bool open_lines(struct book *book, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/results.jsonl", book->folder);
	struct buf text = {0};
	read_file(path, &text);
	size_t whole = read_lines(book, &text);
	bool is_torn = whole < text.len;
	buf_done(&text);
	book->file =
		open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (book->file >= 0 &&
	    (!is_torn || !ftruncate(book->file, (off_t)whole)))
		return true;
	return FAILURE(err, "open-file", SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(errno)));
}

static json_t *checks_as_json(const struct book *book)
{
	json_t *checks = json_array();
	for (size_t i = 0; i < book->check_count; i++)
		json_array_append_new(
			checks, json_pack("{s:s, s:i, s:b, s:s?}", "title",
					  book->checks[i].title, "most",
					  book->checks[i].most, "hidden",
					  (int)book->checks[i].is_hidden,
					  "misconceptions",
					  book->checks[i].misconceptions));
	return checks;
}

static json_t *submissions_as_json(const struct book *book)
{
	json_t *all = json_array();
	for (size_t i = 0; i < book->submission_count; i++)
		json_array_append_new(
			all, json_pack("{s:s, s:s, s:s}", "name",
				       book->submissions[i].name, "id",
				       book->submissions[i].id, "title",
				       book->submissions[i].title));
	return all;
}

static bool write_plan(const struct book *book, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/grading.json", book->folder);
	AUTO_FREE char *beside = xprintf("%s/grading.json.new", book->folder);
	json_t *plan = json_pack(
		"{s:s, s:s, s:s, s:I, s:o, s:o, s:o}", "exercise",
		book->exercise, "title", book->title, "digest", book->digest,
		"seed", (json_int_t)book->seed, "shard", book_json(book->shard),
		"checks", checks_as_json(book), "submissions",
		submissions_as_json(book));
	bool ok = !json_dump_file(plan, beside, JSON_INDENT(1)) &&
		  !rename(beside, path);
	int number = errno;
	json_decref(plan);
	return ok || FAILURE(err, "write-file", SLOT_TEXT("path", path),
			     SLOT_TEXT("reason", strerror(number)));
}

static json_t *load_plan(const char *folder, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/grading.json", folder);
	json_error_t fault;
	errno = 0;
	json_t *plan = json_load_file(path, 0, &fault);
	int number = errno;
	if (!plan)
		FAILURE(err, "no-grading-folder", SLOT_TEXT("path", path),
			SLOT_TEXT("reason",
				  number ? strerror(number) : fault.text));
	return plan;
}

static void take_checks(struct book *book, const json_t *checks)
{
	size_t i;
	json_t *item;
	book->check_count = json_array_size(checks);
	book->checks = arena_alloc(&book->arena, (book->check_count + 1) *
							 sizeof(*book->checks));
	json_array_foreach(checks, i, item)
	{
		const char *title = book_text(book, item, "title");
		book->checks[i] = (struct book_check){
			.title = title ? title : "",
			.misconceptions =
				book_text(book, item, "misconceptions"),
			.most = (int)json_integer_value(
				json_object_get(item, "most")),
			.is_hidden =
				json_is_true(json_object_get(item, "hidden")),
		};
	}
}

static void take_submissions(struct book *book, const json_t *all)
{
	size_t i;
	json_t *item;
	book->submission_count = json_array_size(all);
	book->submissions =
		arena_alloc(&book->arena, (book->submission_count + 1) *
						  sizeof(*book->submissions));
	json_array_foreach(all, i, item)
	{
		const char *name = book_text(book, item, "name");
		const char *id = book_text(book, item, "id");
		const char *title = book_text(book, item, "title");
		book->submissions[i] = (struct book_submission){
			name ? name : "", id ? id : "", title ? title : ""};
	}
}

bool book_read(struct book *book, const char *folder, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/results.jsonl", folder);
	struct buf text = {0};
	json_t *plan = load_plan(folder, err);
	if (!plan)
		return false;
	book->file = -1;
	book->folder = xstrdup(folder);
	book->exercise = book_text(book, plan, "exercise");
	book->title = book_text(book, plan, "title");
	book->digest = book_text(book, plan, "digest");
	book->shard = book_text(book, plan, "shard");
	book->seed =
		(uint64_t)json_integer_value(json_object_get(plan, "seed"));
	take_checks(book, json_object_get(plan, "checks"));
	take_submissions(book, json_object_get(plan, "submissions"));
	json_decref(plan);
	if (!book->exercise || !book->title || !book->digest)
		return FAILURE(err, "no-grading-exercise",
			       SLOT_TEXT("folder", folder));
	make_cells(book);
	read_file(path, &text);
	read_lines(book, &text);
	buf_done(&text);
	return true;
}

bool book_has_seed(const char *folder, uint64_t *seed)
{
	struct err unread;
	json_t *plan = load_plan(folder, &unread);
	if (!plan)
		return false;
	*seed = (uint64_t)json_integer_value(json_object_get(plan, "seed"));
	json_decref(plan);
	return true;
}

/* --- opening ---------------------------------------------------------------
 */

/* A folder has one book only. */
static bool check_plan(const struct book *book, const struct book *old,
		       struct err *err)
{
	if (!text_same(old->exercise, book->exercise))
		return FAILURE(err, "other-exercise",
			       SLOT_TEXT("folder", book->folder),
			       SLOT_TEXT("exercise", old->exercise));
	if (!text_same(old->digest, book->digest))
		return FAILURE(err, "exercise-changed",
			       SLOT_TEXT("exercise", book->exercise),
			       SLOT_TEXT("folder", book->folder));
	if (old->seed != book->seed)
		return FAILURE(err, "other-seed",
			       SLOT_TEXT("folder", book->folder),
			       SLOT_NUMBER("seed", old->seed));
	if (text_same(old->shard, book->shard))
		return true;
	if (!old->shard)
		return FAILURE(err, "other-no-shard",
			       SLOT_TEXT("folder", book->folder));
	return FAILURE(err, "other-shard", SLOT_TEXT("folder", book->folder),
		       SLOT_TEXT("shard", old->shard));
}

static bool check_old(const struct book *book, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/grading.json", book->folder);
	struct book old = {0};
	if (access(path, F_OK) < 0)
		return true;
	bool ok = book_read(&old, book->folder, err) &&
		  check_plan(book, &old, err);
	book_done(&old);
	return ok;
}

bool book_open(struct book *book, const char *folder, struct err *err)
{
	book->file = -1;
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return FAILURE(err, "make-folder", SLOT_TEXT("path", folder),
			       SLOT_TEXT("reason", strerror(errno)));
	book->folder = xstrdup(folder);
	make_cells(book);
	return check_old(book, err) && write_plan(book, err) &&
	       open_lines(book, err);
}

// NOLINTNEXTLINE(misc-no-recursion): a merged one has those it is made of
void book_done(struct book *book)
{
	if (book->folder && book->file >= 0)
		close(book->file);
	free(book->folder);
	for (size_t i = 0; i < book->from_count; i++)
		book_done(&book->from[i]);
	arena_done(&book->arena);
	*book = (struct book){.file = -1};
}

/* --- sums ------------------------------------------------------------------
 */

/* An error of ours leaves something to be found out. */
bool book_is_complete(const struct book *book, size_t submission)
{
	for (size_t i = 0; i <= book->check_count; i++) {
		const struct book_cell *cell = book_cell(book, submission, i);
		if (!cell->is_there || cell->verdict == VERDICT_ERROR)
			return false;
	}
	return true;
}

const char *book_status(const struct book *book, size_t submission)
{
	const struct book_cell *build = book_cell(book, submission, BOOK_BUILD);
	bool is_whole = true;
	for (size_t i = 0; i <= book->check_count; i++) {
		const struct book_cell *cell = book_cell(book, submission, i);
		if (cell->is_there && cell->verdict == VERDICT_ERROR)
			return "error";
		is_whole &= cell->is_there;
	}
	if (!is_whole)
		return "unfinished";
	return build->verdict == VERDICT_FAILED ? "not built" : "graded";
}

int book_points(const struct book *book, size_t submission)
{
	int points = 0;
	for (size_t i = 1; i <= book->check_count; i++)
		points += book_cell(book, submission, i)->points;
	return points;
}

int book_most(const struct book *book)
{
	int most = 0;
	for (size_t i = 0; i < book->check_count; i++)
		most += book->checks[i].most;
	return most;
}

double book_seconds(const struct book *book, size_t submission)
{
	double seconds = 0;
	for (size_t i = 0; i <= book->check_count; i++)
		seconds += book_cell(book, submission, i)->seconds;
	return seconds;
}
