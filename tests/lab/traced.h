/* traced: a lab with traced programs, for tests that step them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Used inside apart(): tracing wants SIGCHLD, and a worker of Criterion has a
 * second thread that takes it away. What goes wrong ends the child with a
 * sentence in `found`.
 */
#pragma once
#include "base/text.h"
#include "journal/journal.h"
#include "lab/trace/trace.h"

struct traced {
	struct loop *loop;
	struct lab *lab;
	struct journal *journal;
	struct buf *found;
	bool over;
};

/* Opens a lab without agents. False where this machine cannot have one. */
bool traced_open(struct traced *traced, struct buf *found, bool no_namespaces);
bool traced_open_as(struct traced *traced, struct buf *found,
		    const struct lab_config *config);
void traced_close(struct traced *traced);

/* Starts build/programs/WORD with the words behind it, or a program of PATH
 * when it has a dot or slash of its own ("python3 x.py"), and settles. False
 * when it does not start; `found` says why. */
bool traced_start(struct traced *traced, const char *name, const char *line);
void traced_settle(struct traced *traced);

/* One step of an actor, or more of it, and settles. */
void traced_step(struct traced *traced, const char *actor);
void traced_go(struct traced *traced, const char *actor, enum until_kind kind,
	       const char *name, int number);

/* Goes on until the actor has that state; 10 seconds at most. */
bool traced_await(struct traced *traced, const char *actor,
		  enum lab_actor_state state);

/* The calls of an actor as strace(1) prints them, one on each line, with
 * "PORT" for ports that the kernel chose; NULL: of all. The caller frees. */
char *traced_calls(const struct traced *traced, const char *actor);

/* Its last call, printed like that. The caller frees. */
char *traced_last(const struct traced *traced, const char *actor);

/* The actors that were born, in order: "p p.2 ". The caller frees. */
char *traced_births(const struct traced *traced);

/* How the actor ended; NULL: it did not. */
const struct event_actor *traced_end(const struct traced *traced,
				     const char *actor);

/* The socket of an actor's descriptor as the word of ss, or "none". */
const char *traced_socket(const struct traced *traced, const char *actor,
			  int fd);

/* A program "p" of a shell line, in a folder, until it has ended: what it
 * printed. The caller frees. */
char *traced_print(struct traced *traced, const char *line, const char *folder);

/* Adds a difference to `found`. */
void traced_same(const struct traced *traced, const char *what, char *text,
		 const char *expected);
