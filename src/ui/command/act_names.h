/* act_names: what the names on a screen stand for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "journal/journal.h"

/* Adds what `name` stands for in the run: an actor, a process that is none
 * (`nc[12]`, or `nc`
 * for the last of that program), a host, or a variable. Returns false, and adds
 * nothing, for another word. */
bool tell_name(const struct journal *journal, const char *name,
	       struct buf *out);
