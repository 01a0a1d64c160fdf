/* log: the events of a run on their way into a file, as they happen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

struct log;

/* Makes or empties the file at `path`. */
struct log *log_open(const char *path, struct err *err);

/* Writes every event of `journal`, those that happened already first. It must
 * be let go (NULL) before it is freed. */
void log_follow(struct log *log, struct journal *journal);

/* Hands what was written to the kernel. Returns false, with the sentence to
 * show, when the file was lost, once; from then on the log does nothing. */
bool log_flush(struct log *log, struct err *err);
bool log_is_lost(const struct log *log);

/* The last flush, and the end; the journal must have been let go. NULL is fine.
 */
bool log_close(struct log *log, struct err *err);
