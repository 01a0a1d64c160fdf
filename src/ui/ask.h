/* ask: a prompt and the line that is typed after it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "base/text.h"
#include "ui/signals.h"

/* Zero-initialise before use. */
struct ask {
	struct buf typed; /* not yet a whole line */
	bool is_over;	  /* end of input */
};

/* Prints `prompt` and waits for a line on standard input, which must be a
 * terminal, while `loop` goes on. Puts the line, trimmed, into `line` and
 * returns true; returns false with an empty `err` when the input ended or a
 * signal came. */
bool ask_line(struct ask *ask, const char *prompt, struct loop *loop,
	      const struct signals *signals, struct buf *line, struct err *err);
void ask_done(struct ask *ask);
