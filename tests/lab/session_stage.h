/* session_stage: a session that plays a lesson, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "session/session.h"

struct session_stage {
	struct loop *loop;
	struct lesson *lesson;
	struct session *session;
	struct arena arena;
	struct err err;
};

/* Begins the lesson of `text`, or the one given, which the stage then owns.
 * Skips the running test where the lab is not whole. */
void session_stage_open(struct session_stage *stage, const char *text);
void session_stage_open_lesson(struct session_stage *stage,
			       struct lesson *lesson);
void session_stage_close(struct session_stage *stage);

/* Plays so many beats; each must be played. */
void session_stage_play(struct session_stage *stage, size_t beats);

/* The learner's own: returns what the session said, and waits for its end.
 * `err` of the stage has the sentence when it refused. */
bool session_stage_call(struct session_stage *stage, const char *actor,
			const char *text);
bool session_stage_run(struct session_stage *stage, const char *command);

/* "LISTEN server fd 3 0 5 port 12345" for each socket at the viewed place, a
 * line each: without what another run has other numbers for. The caller frees.
 */
char *session_stage_sockets(const struct session_stage *stage);

/* The last call of `actor` before the viewed place: its value, or a negative
 * errno. */
int64_t session_stage_value(const struct session_stage *stage,
			    const char *actor);

/* How many events of that kind are in the journal. */
size_t session_stage_count(const struct session_stage *stage,
			   enum event_kind kind);

/* The front matter of a lesson with the actors server and client. */
#define SESSION_STAGE_FRONT                                                    \
	"---\n"                                                                \
	"id: played\n"                                                         \
	"title: A lesson for this test\n"                                      \
	"module: 9 Tests\n"                                                    \
	"kind: extension\n"                                                    \
	"objective: Be played.\n"                                              \
	"requires: []\n"                                                       \
	"minutes: {demo: 1, lab: 1}\n"                                         \
	"actors: {server: {}, client: {}}\n"                                   \
	"---\n\n"
