/* merge: the books of several machines as one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is graded and no exercise is read: the books say all that is needed.
 * The lines are written anew, by submission and check, so that shards that are
 * merged are what one run would have been.
 */
#include "check/grade/merge.h"

#include "base/sentence.h"
#include "check/grade/forms.h"

#include <string.h>

/* A submission and where its cells are. */
struct entry {
	const struct book *from;
	size_t index;
};

static int by_name(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;
	return strcmp(first->from->submissions[first->index].name,
		      second->from->submissions[second->index].name);
}

static bool check_alike(const struct book *first, const struct book *other,
			struct err *err)
{
	bool is_alike = !strcmp(first->exercise, other->exercise) &&
			!strcmp(first->digest, other->digest) &&
			first->check_count == other->check_count;
	if (!is_alike)
		return FAILURE(err, "merge-differ",
			       SLOT_TEXT("first", first->folder),
			       SLOT_TEXT("other", other->folder));
	return first->seed == other->seed ||
	       FAILURE(err, "merge-seeds", SLOT_TEXT("first", first->folder),
		       SLOT_NUMBER("seed", first->seed),
		       SLOT_TEXT("other", other->folder),
		       SLOT_NUMBER("other_seed", other->seed));
}

static bool read_all(struct book *books, char *const *shards, size_t count,
		     struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!book_read(&books[i], shards[i], err) ||
		    !check_alike(&books[0], &books[i], err))
			return false;
	}
	return true;
}

/* All submissions of all books, sorted; the caller frees. */
static struct entry *list_all(const struct book *books, size_t count,
			      size_t *entry_count)
{
	size_t most = 0;
	*entry_count = 0;
	for (size_t i = 0; i < count; i++)
		most += books[i].submission_count;
	struct entry *entries = xcalloc(most + 1, sizeof(*entries));
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < books[i].submission_count; j++)
			entries[(*entry_count)++] =
				(struct entry){&books[i], j};
	}
	qsort(entries, most, sizeof(*entries), by_name);
	return entries;
}

static bool check_twice(const struct entry *entries, size_t count,
			struct err *err)
{
	for (size_t i = 1; i < count; i++) {
		const struct book *one = entries[i - 1].from,
				  *other = entries[i].from;
		const struct book_submission *twice =
			&other->submissions[entries[i].index];
		if (!by_name(&entries[i - 1], &entries[i]))
			return FAILURE(err, "merge-twice",
				       SLOT_TEXT("submission", twice->name),
				       SLOT_TEXT("first", one->folder),
				       SLOT_TEXT("other", other->folder));
	}
	return true;
}

/* The strings stay those of the books that were read. */
static void plan(struct book *book, const struct book *first,
		 const struct entry *entries, size_t count)
{
	book->exercise = first->exercise;
	book->title = first->title;
	book->digest = first->digest;
	book->seed = first->seed;
	book->checks = first->checks;
	book->check_count = first->check_count;
	book->submission_count = count;
	book->submissions = arena_alloc(
		&book->arena, (count + 1) * sizeof(*book->submissions));
	for (size_t i = 0; i < count; i++)
		book->submissions[i] =
			entries[i].from->submissions[entries[i].index];
}

static bool note_all(struct book *book, const struct entry *entry,
		     size_t submission, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i <= book->check_count; i++) {
		const struct book_cell *cell =
			book_cell(entry->from, entry->index, i);
		struct buf line = {0};
		if (!cell->is_there)
			continue;
		*book_cell(book, submission, i) = *cell;
		book_print_cell(book, submission, i, &line);
		ok = book_note(
			book, (struct str){buf_text(&line), line.len - 1}, err);
		buf_done(&line);
	}
	return ok;
}

static bool write_all(struct book *book, const struct entry *entries,
		      size_t count, const char *folder, struct err *err)
{
	if (!book_open(book, folder, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!note_all(book, &entries[i], i, err) ||
		    !forms_write_one(book, i, err))
			return false;
	}
	return forms_write_all(book, err);
}

bool merge_books(struct book *book, char *const *shards, const char *folder,
		 struct err *err)
{
	size_t count = 0, entry_count = 0;
	while (shards[count])
		count++;
	struct book *books =
		arena_alloc(&book->arena, (count + 1) * sizeof(*books));
	struct entry *entries = NULL;
	bool ok = read_all(books, shards, count, err);
	if (ok) {
		entries = list_all(books, count, &entry_count);
		plan(book, &books[0], entries, entry_count);
		ok = check_twice(entries, entry_count, err) &&
		     write_all(book, entries, entry_count, folder, err);
	}
	free(entries);
	book->from = books;
	book->from_count = count;
	return ok;
}
