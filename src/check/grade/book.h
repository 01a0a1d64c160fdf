/* book: what came of each check of each submission, on disk as it happens.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A book lives in a folder: grading.json says what is graded, results.jsonl has
 * a line for each build and each check that was played. Everything else that is
 * written of it can be made again from these two.
 */
#pragma once
#include "check/play.h"

/* A check as all submissions get it. */
struct book_check {
	const char *title;
	int most;
	const char *misconceptions; /* as a step has them */
	bool is_hidden; /* its title and points are told, and nothing else */
};

/* `name` is that of its files; `id` and `title` are for people and lists. */
struct book_submission {
	const char *name, *id, *title;
};

/* What came of one check. Strings last as long as the book. */
struct book_cell {
	bool is_there;
	enum verdict verdict;
	int points;
	double seconds;
	const char *message;  /* one sentence, or NULL */
	const char *feedback; /* lines, or NULL */
	const char *lesson;   /* that teaches it, or NULL */
};

/* Zero-initialise before use. */
struct book {
	struct arena arena;
	const char *exercise, *title;
	const char *digest; /* of the exercise and what is hidden of it */
	const char *shard;  /* "1/3", or NULL */
	uint64_t seed;
	struct book_check *checks;
	size_t check_count;
	struct book_submission *submissions;
	size_t submission_count;
	/* For each submission one for its build and one for each check. */
	struct book_cell *cells;
	char *folder;
	int file; /* results.jsonl, or -1 */
	// Of a merged one: those whose strings it has; they end with it.
	struct book *from;
	size_t from_count;
};

/* The place of a build among the cells of a submission; checks follow. */
enum { BOOK_BUILD = 0 };

struct book_cell *book_cell(const struct book *book, size_t submission,
			    size_t number);

/* Makes or opens the book of `folder`: writes grading.json or, where it is
 * already, fails unless it is about the same exercise, seed and shard. Reads
 * what was noted before. `book` has all but cells, folder and file. */
bool book_open(struct book *book, const char *folder, struct err *err);

/* Reads the book of a folder, to be looked at only. */
bool book_read(struct book *book, const char *folder, struct err *err);

/* The seed of the book in `folder`; false when there is none. */
bool book_has_seed(const char *folder, uint64_t *seed);

void book_done(struct book *book);

/* One line of results.jsonl, with its newline. */
void book_print_cell(const struct book *book, size_t submission, size_t number,
		     struct buf *out);

/* Takes such a line: notes what it says and, when the book is open, appends it
 * to the file. Fails when that cannot be written; what is no such line is
 * passed over. */
bool book_note(struct book *book, struct str line, struct err *err);

/* Whether nothing is left to be found out about a submission. */
bool book_is_complete(const struct book *book, size_t submission);

/* How a submission stands: "graded", "not built", "error", "unfinished". */
const char *book_status(const struct book *book, size_t submission);

int book_points(const struct book *book, size_t submission);
int book_most(const struct book *book);
double book_seconds(const struct book *book, size_t submission);
