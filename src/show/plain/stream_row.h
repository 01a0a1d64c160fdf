/* stream_row: one event of a stream as a line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For show/plain/stream.c. Each adds one line, or none, and ends it.
 */
#pragma once
#include "journal/event.h"

void stream_row_actor(const struct event_actor *event, struct buf *out);

/* "server was killed by SIGKILL" behind `lead`. */
void stream_row_killed(const char *lead, const char *actor, int signal,
		       struct buf *out);

void stream_row_signal(const struct event_signal *event, struct buf *out);
void stream_row_packet(const struct event_packet *event, struct buf *out);
void stream_row_finding(const struct event_finding *event, struct buf *out);

/* "  at: line 24 of a.c, in talk(), called by main() in line 27"; no line where
 * no other function has a part in it. */
void stream_row_chain(const struct event_source *source, struct buf *out);

/* " in line 12 of server.py", or the name of the function; no line of its
 * own. */
void stream_row_source(const struct event_source *source, struct buf *out);
