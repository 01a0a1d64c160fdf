/* offer: what can follow a command line that is not finished.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shells ask with `sockstep complete WORD...`, so that what they offer
 * comes from the same tables as the help. An answer is lines:
 *
 *     line = WORD [ TAB HELP ] | ":files" | ":folders" | ":commands"
 *
 * of which the last three ask the shell to offer those itself. A word ends
 * with "=" or ":" where a value follows it.
 */
#pragma once
#include "ui/line/arguments.h"

/* Adds the lines for what can stand in the place of the last of the words,
 * which is what was typed of it ("" for nothing); the name of the program is
 * not among them. Says nothing where there is nothing to offer. */
void offer_print(const struct command_row *commands, size_t command_count,
		 char *const *words, size_t count, struct buf *out);
