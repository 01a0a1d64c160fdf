/* words: what stands on the screens: states, columns, flags, notes, constants.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stddef.h>

/* One row of assets/words.txt. */
struct word_help {
	const char *word;   /* "LISTEN", "timer on" */
	const char *says;   /* two sentences or three */
	const char *taught; /* the id of the lesson that shows it, or NULL */
};

/* All rows, sorted by word; `count` of them. */
const struct word_help *word_help_table(size_t *count);

/* The row, whatever the capitals, or NULL. */
const struct word_help *word_help_find(const char *word);
