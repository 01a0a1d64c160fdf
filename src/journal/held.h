/* held: the packets that stand on the wire at a place of a journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

/* The packets that are held at `place`, in the order of their numbers, each
 * in its latest event. A new lab begins with none. The caller frees the array;
 * the events are the journal's. */
const struct event_packet **journal_held(const struct journal *journal,
					 size_t place, size_t *count);

/* Of those `held` at `place`, at least one, the index of the one that `deliver
 * first` takes: the first whose numbers have not all arrived, else the first.
 */
size_t journal_first_held(const struct journal *journal, size_t place,
			  const struct event_packet *const *held, size_t count);

/* Whether packets are held as they come: the last `hold` or `flow` of the
 * present lab was a `hold`. */
bool journal_is_holding(const struct journal *journal, size_t place);
