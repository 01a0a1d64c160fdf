/* sheets: what a room has of a talk in its browsers, move by move.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/page/page.h"

/* Zero-initialise before use. */
struct sheets {
	const struct journal *journal;
	size_t read;  /* place of it up to which all was sent */
	size_t count; /* of moves that the room has, that before the first one
		       * included */
	struct buf last, asked; /* the last move and the question, as told */
};

/* Called with each text that the room is to have, under a name such as
 * "page/3"; an empty one takes away what had it. */
typedef void sheets_fn(void *data, const char *name, const struct buf *text);

/* Tells of all moves that have changed. `asks`: the one behind the last may be
 * asked now. */
void sheets_tell(struct sheets *sheets, const struct page_run *run, bool asks,
		 sheets_fn *fn, void *data);
void sheets_done(struct sheets *sheets);
