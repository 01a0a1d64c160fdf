/* aftermath: what the kernel did with the sockets of an actor that ended.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

/* Adds a sentence for each TCP socket that the actor still had when it ended,
 * the event at `index`: what the kernel sent for it, and what is left of it at
 * `place`. Adds nothing when it had closed all of them. */
void aftermath_print(const struct journal *journal, size_t index, size_t place,
		     struct buf *out);
