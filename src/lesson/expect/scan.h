/* scan: a line of an expect block, word by word.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words are separated by white space and commas; a quoted string is one. Every
 * failure says the column, what was expected there and what was found.
 */
#pragma once
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"

struct scan {
	struct str rest;
	const char *start;   /* of the line; columns are counted from here */
	struct arena *arena; /* for what is read */
	struct err *err;
};

/* The next word without taking it; empty at the end of the line. */
struct str scan_peek(const struct scan *scan);

/* Takes the next word; empty at the end. */
struct str scan_word(struct scan *scan);

/* Takes the next word when it is `word`. */
bool scan_is(struct scan *scan, const char *word);
bool scan_comma(struct scan *scan);

/* Fails when something is left. */
bool scan_end(struct scan *scan);

/* Fails at the next word: "column 9: found x, expected a number". */
bool scan_fail(const struct scan *scan, const char *expected);

/* The same with a record. */
#define SCAN_FAIL(scan, id, ...) scan_say(scan, id, SLOTS(__VA_ARGS__))
bool scan_say(const struct scan *scan, const char *id, const struct slot *slots,
	      size_t count);

/* The same where the word should be one of `names`: adds the nearest of them,
 * or all when none is near. */
bool scan_fail_near(const struct scan *scan, const char *expected,
		    const char *const *names, size_t count);

bool scan_number(struct scan *scan, int64_t *number);

/* A string in double quotes; its bytes live in the arena. */
bool scan_string(struct scan *scan, struct str *bytes);

/* Strings up to the end of the line, each as often as it says, one behind the
 * other: "a" * 3 "b". What is more than a megabyte is left out. */
bool scan_strings(struct scan *scan, struct str *bytes);

/* What a number may be. */
struct range {
	int64_t low, high;
	const int64_t *any; /* instead of low and high, when any_count */
	size_t any_count;
};

/* Reads N, at least N, at most N, between A and B, one of A, B. */
bool scan_range(struct scan *scan, struct range *range);
bool range_has(const struct range *range, int64_t number);

/* Reads WORD or one of WORD, WORD: each by `value`, which fails with what it
 * expected. */
typedef bool scan_value_fn(struct scan *scan, int64_t *value);
bool scan_values(struct scan *scan, scan_value_fn *value, struct range *range);
