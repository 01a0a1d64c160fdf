/* stream_repeat: equal calls in a row, which are counted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <stdbool.h>

/* The lines that were told last. Zeros: none were. */
struct stream_repeat {
	struct buf lines;     /* of one whole call, or empty */
	size_t told, counted; /* how often they were in a row, and of these how
			       * often in vain */
};

void stream_repeat_done(struct stream_repeat *repeat);

/* Adds `lines` to `out`: those of a call that came back (`is_call`), or others.
 * Where the last ones were the same a few times already they are only counted,
 * which is said before anything else is, and from time to time. */
void stream_repeat_add(struct stream_repeat *repeat, const struct buf *lines,
		       bool is_call, struct buf *out);

/* Says how many were counted; the next call is told whatever it is. */
void stream_repeat_end(struct stream_repeat *repeat, struct buf *out);
