/* player: one check of a set, played by a process of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/play.h"

/* What a player does, in its process: makes the lab, waits at `fd` for the
 * words that start the program, plays, tells the outcome there, and ends. */
_Noreturn void player_run(struct report *report, size_t check,
			  const struct target *target,
			  const struct play_options *options, int fd);

/* Tells a player those words, NULL behind the last. */
void player_tell_words(int fd, const char *const *words);

/* Notes what a player has said until its end, which had that wait status.
 * Returns false, with the reason, when this machine cannot play it. */
bool player_note(struct report *report, size_t check, struct str said,
		 int status, struct err *err);
