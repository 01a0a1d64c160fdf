/* recorded: a session that was, from its journal alone: a replay.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * There is no lab, and nothing can be made; everything can be looked at. The
 * moves of all labs of the journal stand in one row. Those that a rewind made
 * again are left out, but for the last: that is where the new lab began to
 * differ.
 */
#pragma once
#include "session/session.h"

/* The lesson of a lab, as it was played there; `loopback` is the address that
 * stands in it for 127.0.0.1, or NULL. `begun` is NULL for a journal without
 * labs, as an old log is. Never NULL; it must outlive the session. */
typedef const struct lesson *recorded_lesson_fn(void *data,
						const struct event_lab *begun,
						const char *loopback);

/* Takes the journal. */
struct session *session_recorded(struct journal *journal, struct loop *loop,
				 recorded_lesson_fn *lesson_of, void *data);

bool session_is_recorded(const struct session *session);

/* Whose run it is, which says what may still come; at first that of a log. */
enum recording { RECORDING_LOG, RECORDING_TALK, RECORDING_TALK_OVER };
void session_set_recording(struct session *session, enum recording recording);

/* Whether a lab begins with the viewed move, which is none then, and whether it
 * is the first one of its run. */
bool session_begins_lab(const struct session *session, bool *first);

/* Asks for the lessons of all labs again: those that were not there may be. */
void session_learn(struct session *session);

/* The journal has grown: takes what was done since. Whoever looked at the last
 * move looks at the last again. */
void session_grow(struct session *session);
