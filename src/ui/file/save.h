/* save: a run on its way into files: a lesson, programs, a log, packets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

struct session;

/* The files that were written in this run of the program: they may be written
 * again. Zero-initialise before use. */
struct saved {
	char **paths;
	size_t count, cap;
};

void saved_done(struct saved *saved);

/* Writes the run of the present lab to `path`, whose suffix says as what: .md a
 * lesson; .c and .py a program, or one for each actor, with "-ACTOR" before the
 * suffix; .log every event; .pcapng every packet. A file that was there is
 * replaced only when it is one of `saved`, or with `replace`. `said` gets what
 * was written, as one sentence. */
bool save_run(struct saved *saved, const struct session *session,
	      const char *path, bool replace, struct buf *said,
	      struct err *err);

/* The same for --save, which replaces what was there as --log does. */
bool save_at_end(const struct session *session, const char *path,
		 struct err *err);

/* Whether the suffix is one of those; fails with all of them. */
bool save_check(const char *path, struct err *err);

/* Whether files can be made in the folder of `path`, asked before a run so that
 * it is not lost at its end. */
bool save_check_folder(const char *path, struct err *err);
