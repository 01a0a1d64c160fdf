/* replay: a log as a session, with the lessons that were played.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "session/session.h"

/* Gives the text whose digest that is; false where there is none. */
typedef bool replay_text_fn(void *data, uint64_t digest, struct str *text);

/* Owns the lessons. Zero-initialise before use, and set `text_of` for what
 * somebody else runs. */
struct replay {
	struct lesson **lessons;
	size_t count, cap;
	struct catalogue catalogue; /* those that are installed */
	replay_text_fn *text_of;    /* NULL: lessons are in files */
	void *text_data;
	struct buf unsaid; /* what is missing, words or an end, and why */
};

/* Whether a word names a log, and no lesson: by its suffix, .log or .jsonl. */
bool replay_is_log(const char *word);

/* Reads the log at `path`, of one that was cut what is there. Fails with
 * "path:line: what is wrong". */
struct session *replay_open(struct replay *replay, const char *path,
			    struct loop *loop, struct err *err);

/* The same of a journal that may grow, which it takes; see session_grow(). */
struct session *replay_take(struct replay *replay, struct journal *journal,
			    struct loop *loop);

/* The session must have been freed. */
void replay_close(struct replay *replay);
