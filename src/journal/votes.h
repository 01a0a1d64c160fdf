/* votes: what a room says to a question, as far as a journal has it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

enum { VOTES_MOST = 1000000 }; /* of one option; a journal may say any number */

/* How many of those whom `by` names said `choice` to the question at (step,
 * beat), as it was last told in [begin, end). Returns false when nothing was
 * told of it. */
bool journal_vote(const struct journal *journal, size_t begin, size_t end,
		  const struct event_vote *which, unsigned *count);
