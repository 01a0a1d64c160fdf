/* taught: the lesson that teaches a call or an option.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stddef.h>

/* One row of assets/taught.txt. */
struct taught {
	const char *word;   /* "connect", "SO_REUSEADDR" */
	const char *lesson; /* its id */
};

/* All rows, sorted by word; `count` of them. */
const struct taught *taught_table(size_t *count);

/* The lesson's id, or NULL when none is about that word. */
const char *taught_in(const char *word);
