/* frame: what a courier and the program tell each other over a pair of sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

#include <stdint.h>

enum frame_kind {
	FRAME_KEEP,  /* to the broker, and again whenever it is reached anew */
	FRAME_ASK,   /* which question votes are for: its topic */
	FRAME_AGAIN, /* subscribe anew: the broker tells all that it keeps */
	FRAME_MESSAGE, /* from the broker */
	FRAME_UP,      /* the broker is reached */
	FRAME_DOWN,    /* it is not; the body says why */
	FRAME_TALLY,   /* the topic is the question, the body the counts */
	FRAME_KIND_COUNT
};

enum { FRAME_TOPIC_MOST = 256, FRAME_BODY_MOST = 1 << 24 };

struct frame {
	enum frame_kind kind;
	struct str topic, body;
};

void frame_add(const struct frame *frame, struct buf *out);

/* Cuts one frame off `bytes`, into which it points. Returns 0 when it is not
 * whole yet, -1 when it is none. */
int frame_take(struct str *bytes, struct frame *frame);
