/* life: what happened to an actor, in a few words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"

/* Adds "is here now: pid 5, a child of server" (or a thread), "ended with exit
 * status 0", "ended, killed by SIGTERM", or that nobody could tell how it
 * ended. The actor's name stands before it. */
void life_print(const struct event_actor *life, struct buf *out);

/* Adds "handled SIGCHLD", "ignored SIGTERM", "was stopped by SIGSTOP", "goes on
 * after SIGCONT", "was interrupted". */
void life_print_signal(const struct event_signal *signal, struct buf *out);

/* "SIGTERM", or "signal 40" for one that has no name here. In `arena` or
 * static. */
const char *life_signal_name(int number, struct arena *arena);
