/* count: the words that agree with a number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stddef.h>

/* What stands behind the noun that was counted: "" or "s". */
const char *count_s(size_t count);

/* `one` where there is one, else `many`: "is" and "are". */
const char *count_word(size_t count, const char *one, const char *many);
