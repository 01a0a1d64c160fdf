/* progress_file: the file of a learner's record: read, locked, replaced.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <jansson.h>

enum { PROGRESS_VERSION = 1 };

enum progress_file_fate {
	PROGRESS_FILE_READ,  /* also when there is none: an empty record */
	PROGRESS_FILE_ASIDE, /* it was damaged, and moved aside */
	PROGRESS_FILE_LEFT,  /* it must not be written over */
};

/* Reads the record at `path`, NULL for no place to keep one. `root` is a new
 * object of this version, for the caller to release, whatever happened; `err`
 * says what, unless the answer is PROGRESS_FILE_READ. */
enum progress_file_fate progress_file_read(const char *path, json_t **root,
					   struct err *err);

/* A record that somebody exported, of this version or an older one. NULL on
 * failure. */
json_t *progress_file_load(const char *path, struct err *err);

typedef void progress_file_change_fn(void *data, json_t *root);

/* Reads the record again under its lock (flock(2) on "PATH.lock"), has it
 * changed, and replaces the file as a whole: written beside it, flushed and
 * renamed, so that a crash or a full disk leaves the old one. Returns what was
 * written, for the caller to release, or NULL. */
json_t *progress_file_write(const char *path, progress_file_change_fn *change,
			    void *data, struct err *err);
