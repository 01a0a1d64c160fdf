/* usage: what a process holds, and what it has used.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"

/* Reads all but the actor's name from /proc, see proc(5). Returns false for a
 * process that is gone, or has ended, and for one that we may not look into. */
bool usage_read(pid_t pid, struct event_usage *usage);
