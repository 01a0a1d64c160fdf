/* ask: a question and the line that is typed as its answer, in plain mode.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On a terminal the line is edited by GNU readline; from a pipe or a file it
 * is read as it is.
 */
#pragma once
#include "base/loop.h"
#include "ui/prompt/prompt.h"
#include "ui/screen/signals.h"

/* Zero-initialise before use; the first group may be filled in then. */
struct ask {
	struct history *history;	/* NULL: nothing is remembered */
	const struct prompt_help *help; /* NULL: nothing is completed */
	int fd;				/* where lines come from */
	/* On a terminal: puts into `out` what happened while the line is typed,
	 * for it to stand above the line. NULL: nothing is told. */
	void (*news)(void *data, struct buf *out);
	void *data; /* for `news` */

	struct buf typed;   /* not yet a whole line */
	struct buf entered; /* by readline */
	bool has_entered;
	bool is_over; /* end of input */
};

/* Prints `question` (on a terminal only) and waits for a line from its
 * descriptor while `loop` goes on. Puts the line, trimmed, into `line` and
 * returns true; returns false with an empty `err` when the input ended or a
 * signal came. */
bool ask_line(struct ask *ask, const char *question, struct loop *loop,
	      const struct signals *signals, struct buf *line, struct err *err);
void ask_done(struct ask *ask);
