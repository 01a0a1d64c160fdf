/* ladder_mark: what is no call and no packet, on the ladder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/ladder/ladder_row.h"

/* Draws instant `index` into its row; what does not fit is added to `out`, for
 * a row below. */
typedef void ladder_mark_fn(const struct ladder *ladder, size_t index,
			    struct area row, struct buf *out);

ladder_mark_fn ladder_step, ladder_order, ladder_command, ladder_birth,
	ladder_signal, ladder_end;

/* Adds what the mark of an instant of these kinds says. */
void ladder_mark_words(const struct instant *instant, struct buf *out);
