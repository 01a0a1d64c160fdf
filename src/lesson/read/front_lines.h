/* front_lines: the front matter of a lesson, cut into keys and their lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <stdbool.h>

/* Whether the line says nothing: it is empty, or a comment. */
bool front_is_comment(struct str line);

/* Whether a key and its colon stand in the first column. */
bool front_begins_key(struct str line);

/* Lengthens `text`, which stands right before `rest`, by the lines that belong
 * to the key which it begins, and cuts them off `rest`; how many they are. */
int front_take_value(struct str *rest, struct str *text);
