/* stream_reason: why a call of a stream came back as it did, as a line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

/* Of a call that came back at `place`, when it failed, or did less than it was
 * asked for: adds a line with what the state shows or, where that shows
 * nothing, with the usual cause. */
void stream_reason_print(const struct journal *journal, size_t place,
			 struct buf *out);
