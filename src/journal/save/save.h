/* save: a journal as JSON lines, one object for each event, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The manual (assets/sockstep-log.5) documents the fields. Loading a saved
 * journal gives an equal one: saving that again gives the same bytes.
 */
#pragma once
#include "journal/journal.h"

#include <stdio.h>

/* Adds one line for the event, newline included. */
void event_save(const struct event *event, struct buf *out);

/* Adds the line that a log begins with: when the journal began. It is not an
 * event; a log without it loads as well. */
void journal_save_begin(const struct journal *journal, struct buf *out);

/* Reads lines until the end of `file`. `name` is for messages. Fails with
 * "name:line: what is wrong"; then the journal holds what came before. */
bool journal_load(struct journal *journal, FILE *file, const char *name,
		  struct err *err);
