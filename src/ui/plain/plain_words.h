/* plain_words: short words for a lesson in plain mode, like keys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "session/session.h"

/* The command line that a word stands for in that state; the word itself when
 * it is a line of its own; NULL when it asks for the list of words. */
const char *plain_line_of(enum session_state state, const char *word);

/* Adds the list of words: of those that a session without a lab, a replay, can
 * do, when it has none. */
void plain_print_words(bool has_lab, struct buf *out);
