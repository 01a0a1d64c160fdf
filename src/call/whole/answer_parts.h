/* answer_parts: what the files of answer_python share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/part/answer_python.h"

/* The value goes to `out`, what is said behind it to `note`. */
struct answer {
	const struct call *call;
	bool brief;
	struct buf *out, *note;
};

typedef void answer_fn(const struct answer *answer);

/* answer_ready.c: what poll(), select.epoll() and select() give. */
answer_fn answer_polled, answer_events, answer_selected;
