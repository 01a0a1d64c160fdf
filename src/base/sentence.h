/* sentence: what the program says, as records with named slots.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sentence stands in a file of assets/, in English: "{call} left {unread}
 * {unread|byte|bytes} unread". Code chooses it by its id and fills its slots:
 *
 *     SENTENCE(&text, "left-unread", SLOT_TEXT("call", name),
 *              SLOT_NUMBER("unread", count));
 *
 * `make sentences` compares each such call with its record: the id has to be a
 * string there, or a choice between two.
 */
#pragma once
#include "base/text.h"

/* A record; both texts last for ever. */
struct sentence {
	const char *id, *text;
};

/* What fills a slot: a text, of which `most` bytes at most are taken, or, where
 * that is NULL, a number. Both are put in as they are; braces in them mean
 * nothing. */
struct slot {
	const char *name, *text;
	int64_t number;
	size_t most;
};

#define SLOT_TEXT(name, text) ((struct slot){name, text, 0, SIZE_MAX})
#define SLOT_STR(name, str) ((struct slot){name, (str).data, 0, (str).len})
#define SLOT_PART(name, text, len) ((struct slot){name, text, 0, (size_t)(len)})
#define SLOT_NUMBER(name, number)                                              \
	((struct slot){name, NULL, (int64_t)(number), 0})

/* The slots of a macro that says a sentence, and how many they are. */
#define SLOTS(...)                                                             \
	(const struct slot[]){__VA_ARGS__},                                    \
		sizeof((const struct slot[]){__VA_ARGS__}) /                   \
			sizeof(struct slot)

#define SENTENCE(out, id, ...) sentence_add(out, id, SLOTS(__VA_ARGS__))

/* The same as a new string, which the caller frees. */
#define SENTENCE_NEW(id, ...) sentence_new(id, SLOTS(__VA_ARGS__))
char *sentence_new(const char *id, const struct slot *slots, size_t count);

/* The same as a string of `arena`. */
#define SENTENCE_KEPT(arena, id, ...)                                          \
	sentence_kept(arena, id, SLOTS(__VA_ARGS__))
const char *sentence_kept(struct arena *arena, const char *id,
			  const struct slot *slots, size_t count);

/* Adds it between `before` and `behind`, blanks, signs and ends of lines, of
 * which records have none at their ends. */
#define SENTENCE_LINE(out, before, behind, id, ...)                            \
	sentence_line(out, before, behind, id, SLOTS(__VA_ARGS__))
void sentence_line(struct buf *out, const char *before, const char *behind,
		   const char *id, const struct slot *slots, size_t count);

/* The same as an error: sets `err` and returns false. */
#define FAILURE(err, id, ...) sentence_fail(err, id, SLOTS(__VA_ARGS__))
bool sentence_fail(struct err *err, const char *id, const struct slot *slots,
		   size_t count);

/* The same for functions that return a pointer. */
#define FAILURE_NULL(err, id, ...)                                             \
	((void)sentence_fail(err, id, SLOTS(__VA_ARGS__)), NULL)

/* Puts the sentence and ": " before an error on its way up. Returns false. */
#define FAILURE_IN(err, id, ...) sentence_wrap(err, id, SLOTS(__VA_ARGS__))
bool sentence_wrap(struct err *err, const char *id, const struct slot *slots,
		   size_t count);

/* A sentence without slots, which lasts for ever. */
const char *sentence_text(const char *id);

/* A sentence of a table of another form, as assets/errors.txt, in the learner's
 * language where it is translated: `table` is the name of the file without
 * ".txt", and both texts last for ever. */
const char *sentence_of(const char *table, const char *text);

/* Words of a notation, as a command that is typed, or a line of C: they are the
 * same in every language. */
#define NOTATION(text) text

/* The id of a sentence without slots where a table has it. */
#define SENTENCE_ID(id) id

/* The same of one with slots, which are named. */
#define SENTENCE_OF(id, ...) id

/* Adds the sentence `id` to `out`, in the learner's language where it is
 * translated and the translation fits, else in English. An unknown id, or a
 * slot that is not among the `count` given ones, is a bug. */
void sentence_add(struct buf *out, const char *id, const struct slot *slots,
		  size_t count);

/* Adds `text` with its slots filled: "{name}" is a text or a number,
 * "{name|one|many}" the word that goes with a number, of which `form` (from 0)
 * is chosen, or the last, and in which "#" is the number, "{{" a brace. Returns
 * false, with anything in `out`, where `text` has a slot that is not given, or
 * is not of this form. */
bool sentence_fill(struct buf *out, const char *text, const struct slot *slots,
		   size_t count, size_t (*form)(int64_t number));

/* The form that English has for a number: 0 for 1, else 1. */
size_t sentence_form(int64_t number);

/* The records of the family `at` (from 0), in the order of their ids, and
 * their `count`; NULL behind the last family. */
const struct sentence *sentence_family(size_t at, size_t *count);

/* Made by the build of the files of assets/ that are families; NULL ends them.
 */
extern const struct sentence *(*const sentence_families[])(size_t *count);
