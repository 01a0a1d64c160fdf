/* standstill: programs of which none can move any more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <stddef.h>

struct move;
struct session;

enum standstill {
	STANDSTILL_NONE, /* something moves, or may by itself */
	STANDSTILL_REST, /* all wait, and one of them for somebody who may still
			  * come: a client, a line that is typed, a signal */
	STANDSTILL_HANG, /* they wait for each other, or for nobody */
};

/* What was seen last. A hang is told in the journal once, by a note and a
 * finding; it is over as soon as somebody moves. */
enum standstill session_standstill(const struct session *session);

/* The programs and parts of them that wait for a line at their terminals, now.
 * The caller frees the list; names are borrowed from the lab. */
const char **session_readers(const struct session *session, size_t *count);

/* Adds a line for each program: in which call it waits, for whom and for what,
 * since when, and what it has and has not got. */
void session_print_waits(const struct session *session, struct buf *out);

/* Tells in the journal, once, of clients that wait in an accept queue for a
 * server that waits for another client. */
void session_tell_queue(struct session *session);

/* Adds what a program waits for that has not begun. */
void session_print_beginner(const struct move *waiting, struct buf *out);
