/* history: the lines that were typed, in this run and in those before.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One list for lessons, the free lab and plain mode: readline's own, which
 * there is once in a process. In the file each line is a line.
 */
#pragma once
#include "base/err.h"

enum { HISTORY_MOST = 1000, HISTORY_LONGEST = 4096 };

struct history;

/* Reads the file of the state folder. What is broken in it is left out, and a
 * missing file is an empty history. */
struct history *history_open(void);

/* Remembers a line as the newest; it stands in the list once. A line that is
 * empty, too long or no text is not remembered. */
void history_note(struct history *history, const char *line);

/* Writes the file: what other runs have written since, then the lines of this
 * run, each once, the newest HISTORY_MOST of them. Nothing is written when
 * nothing was typed. Fails when the file cannot be written; the old one is
 * whole then. Frees the history in any case. NULL is fine. */
bool history_close(struct history *history, struct err *err);
