/* answer: what became of a call, in the words of the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/print.h"
#include "journal/event.h"
#include "show/canvas/style.h"

/* "0.4 ms", "0.03 ms", "1.2 s"; "under 0.01 ms" for less. */
void time_print(uint64_t nanoseconds, struct buf *out);

/* The result of a call in the words of the screen: "= 0", "= -1 ECONNREFUSED
 * (Connection refused)" or in Python "= None", "raises
 * OSError: [Errno 107] …", "blocked", "killed by SIGPIPE",
 * "running". Returns its style. `brief`: without the system's words. */
enum style result_words(const struct event_call *call, enum notation notation,
			bool brief, struct buf *out);
