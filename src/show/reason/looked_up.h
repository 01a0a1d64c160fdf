/* looked_up: what the folded calls of a name lookup tell of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"

struct looked_up {
	struct buf servers, found; /* "127.0.0.1:80 and [::1]:80" */
	size_t found_count;
	int64_t resolver;   /* the descriptor that asks; 0: none */
	const char *failed; /* the call of it that failed, or NULL */
	int error;
	bool in_vain; /* it waited for an answer, and none came */
};

void looked_up_done(struct looked_up *lookup);

/* One more call of the lookup has come back. */
void looked_up_take(struct looked_up *lookup, const struct event_call *event);

/* Adds ": the name server 10.0.0.53:53 was asked, and no answer came" or what
 * else is known, and begins anew; nothing when nothing is. */
void looked_up_print(struct looked_up *lookup, struct buf *out);
