/* sources: the source files of traced programs, read once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"
#include "show/scene.h"

/* Owns all of it. Zero-initialise before use. */
struct sources {
	struct arena arena;
	struct scene_source *items; /* one that cannot be read has no lines */
	size_t count, cap;
	size_t place; /* events that were looked at */
};

/* Reads the files that calls of the journal came from since the last time. A
 * file is read when it is first needed; it is not looked at again, for the
 * program that runs is the one that was started then. */
void sources_follow(struct sources *sources, const struct journal *journal);

/* Forgets all, for another journal. */
void sources_done(struct sources *sources);
