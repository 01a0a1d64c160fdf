/* order_words: the words that a line of a notation is made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For orders to the wire and for moves (journal/move.c). What reads fails with
 * the word that is wrong and what was expected there.
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

/* A line of which words are taken from the front. */
struct words {
	struct str rest;
	struct arena *arena; /* of names */
	struct err *err;
};

/* The word at the front, empty at the end; a comma is one. */
struct str words_peek(const struct words *words);
struct str words_take(struct words *words);
bool words_take_if(struct words *words, const char *expected);
bool words_at_number(const struct words *words);

/* "found `word`, expected …", and the nearest of `names`. Return false. */
bool words_fail(struct words *words, struct str word, const char *expected);
bool words_fail_near(struct words *words, struct str word, const char *expected,
		     const char *const *names, size_t count);

/* Decimal digits at the front of `word`, at most `most`. Returns how many
 * there are, 0 for none or too large a number. */
size_t words_digits(struct str word, uint64_t most, uint64_t *number);

/* Takes a number, the name of an actor or a host, a time (nanoseconds). */
bool words_number(struct words *words, uint64_t least, uint64_t most,
		  const char *what, uint64_t *number);
bool words_name(struct words *words, const char *expected, const char **name);
bool words_time(struct words *words, uint64_t *time);

/* Flags of `word`: SYN-ACK, or `none`. Returns false, without a sentence, for
 * another word. */
bool words_flags(struct str word, uint8_t *flags);
