/* stage: a lab with its loop and journal, for tests that play calls in it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"
#include "lab/lab.h"

struct stage {
	struct loop *loop;
	struct lab *lab;
	struct journal *journal;
	struct snapshot snapshot; /* as the journal has it */
	struct arena arena;
	bool over;
};

/* What a row of a play expects instead of a number. */
enum {
	PLAY_BLOCKS = -1000, /* asleep in the kernel */
	PLAY_ANY = -1001,
};

/* One call; `expected` is its value, a negative errno or one of the above. */
struct play {
	const char *actor;
	const char *call;
	int64_t expected;
	/* How the socket `socket` of the actor then is; NULL: not asked. */
	const char *socket, *state;
};

/* Opens a lab with the actors "server" and "client". The second one lives on
 * the second host, when there are two. Commands may take all the time that a
 * test has. */
void stage_open(struct stage *stage, const struct lab_host *hosts,
		size_t host_count, bool no_namespaces);

/* The same with a limit of its commands in seconds, see lab_config. */
void stage_open_limited(struct stage *stage, unsigned command_seconds);

/* Skips the running test where the lab is not whole. */
void stage_open_whole(struct stage *stage, const struct lab_host *hosts,
		      size_t host_count);
void stage_close(struct stage *stage);

void stage_settle(struct stage *stage);

/* Lets one call be made, and waits for nothing. */
void stage_ask(struct stage *stage, const char *actor, const char *text);

/* Lets one call be made, and waits for the end of the step. */
void stage_call(struct stage *stage, const char *actor, const char *text);

/* Plays all rows and fails with the row that was not as expected. */
void stage_play(struct stage *stage, const struct play *rows, size_t count);

/* Tells the wire something, in its notation, and waits for the end of the step;
 * fails when the lab refuses. The second gives what is said then, "" when it
 * was carried out, and waits for nothing; the caller frees. */
void stage_order(struct stage *stage, const char *text);
char *stage_try_order(struct stage *stage, const char *text);

/* Makes a call and gives its value, a negative errno or PLAY_BLOCKS. */
int64_t stage_value(struct stage *stage, const char *actor, const char *text);

/* The packets that are held, in the order in which they came: "SYN #1, UDP
 * #4". The caller frees. */
char *stage_held(const struct stage *stage);

/* The last call of `actor` in its last phase. */
const struct event_call *stage_last(const struct stage *stage,
				    const char *actor);

/* Goes on until the socket that a variable names has that state, or fails. */
void stage_await(struct stage *stage, const char *actor, const char *variable,
		 const char *state);

/* Goes on until an event of `kind` comes behind `place`; fails when
 * none does. */
const struct event *stage_await_event(struct stage *stage, size_t place,
				      enum event_kind kind);

/* Runs a command and gives its output. */
const struct event_output *stage_run(struct stage *stage, const char *host,
				     const char *command);

/* The packets behind `place`: "SYN client>server, SYN-ACK server>client". The
 * caller frees. */
char *stage_packets(const struct stage *stage, size_t place);
