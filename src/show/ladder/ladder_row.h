/* ladder_row: one call or packet of the ladder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/ladder/timeline.h"

enum { LADDER_TIME_WIDTH = 11 };

struct rail {
	const char *name, *host; /* host NULL: nowhere */
	const char *actor;	 /* NULL: whoever is no actor */
	size_t index; /* of the view's actor; behind the last: none */
	int x;
};

/* Where everything stands. `numbers` are the columns of packet numbers. */
struct ladder {
	struct view *view;
	struct timeline timeline;
	struct rail *rails;
	size_t rail_count, rail_cap;
	size_t host_count;
	int width, numbers;
	int left, rails_width; /* the rails' first column, and all of theirs */
	bool has_times, has_clock;
};

/* Works out the timeline and the rails, without columns. The struct is zero but
 * for `view`. */
void ladder_open(struct ladder *ladder);
void ladder_close(struct ladder *ladder);

/* The same, or that of whoever is no actor at that host. */
const struct rail *ladder_end_rail(const struct ladder *ladder,
				   const char *actor, const char *host);

/* Adds a call as it stands at its rail, and its result, as far as it has any;
 * returns the look of the two. */
enum style ladder_call_words(const struct instant *instant,
			     enum notation notation, struct buf *text,
			     struct buf *result);

/* Adds the bytes that passed through a UNIX socket. */
void ladder_data_words(const struct instant *instant, struct buf *text);

/* Draws one instant; measuring is drawing into an area without rows. Returns
 * the rows it takes. */
int ladder_row_draw(const struct ladder *ladder, size_t index,
		    struct area area);

/* --- rails (rail.c) ----------------------------------------------------------
 */

/* The rail of an actor or, when it is NULL, of whoever else is at that host;
 * NULL for none. */
struct rail *ladder_rail(const struct ladder *ladder, const char *actor,
			 const char *host);

/* Whether it is something about a packet. */
bool instant_is_packet(const struct instant *instant);

/* The columns that `text` of them has at a rail in a row of `width`: behind the
 * rail, or before it where that has more room or, for the right half, where it
 * fits. */
int ladder_room(const struct rail *rail, int width, int text, bool *behind);

/* Text beside a rail, on the side where there is room. */
void ladder_text(const struct rail *rail, struct area row, enum style style,
		 const char *text);
