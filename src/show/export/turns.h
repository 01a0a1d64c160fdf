/* turns: whose turn it is at each deed of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/export/deeds.h"

/* Of one call; turns are counted from 1, 0 is none. */
struct turns {
	unsigned turn, over;		 /* before it: begins, is over */
	unsigned woken_turn, woken_over; /* the same behind it */
};

/* Writes what stands around the call of each deed, into `turns`, which has room
 * for deeds->count. Returns how many turns there are. */
unsigned turns_find(const struct deeds *deeds, struct turns *turns);
