/* terminal: the pseudo-terminal of a traced program, see pty(7).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program finds a terminal as its standard streams, as it would when the
 * learner had started it from a shell: it writes line by line, echoes what is
 * typed, and ^C interrupts it. A program that is checked has pipes instead.
 */
#pragma once
#include "base/loop.h"
#include "journal/event.h"

enum {
	TERMINAL_WIDTH = 80,
	TERMINAL_HEIGHT = 24,
	/* Bytes of output that are told; what comes behind them is read and
	 * thrown away, so that a program that floods goes on. */
	TERMINAL_MOST = 1 << 20,
};

struct terminal;

/* Called for each TERMINAL event, and once with a NOTE when there is more
 * output than is told. The event is borrowed during the call. */
typedef void terminal_fn(void *data, const struct event *event);

/* Opens a pseudo-terminal for `actor`. `*slave` gets the program's end, which
 * the caller hands to the program and closes. */
struct terminal *terminal_open(struct loop *loop, const char *actor,
			       terminal_fn *fn, void *data, int *slave,
			       struct err *err);

/* The same with a pipe in the place of a terminal, for one of the program's
 * streams: what it writes is told as it is, and nothing can be typed. `*end`
 * gets the program's end. */
struct terminal *terminal_open_pipe(struct loop *loop, const char *actor,
				    enum outlet stream, terminal_fn *fn,
				    void *data, int *end, struct err *err);
void terminal_close(struct terminal *terminal); /* NULL is fine */

/* Types bytes into the terminal: control characters act as in any terminal, ^D
 * (4) at the beginning of a line ends the input. Returns at once; what the
 * program does not read yet waits. Fails when the program's end is closed, and
 * when too much waits already. */
bool terminal_type(struct terminal *terminal, const void *bytes, size_t len,
		   struct err *err);

/* Reads what has been written by now, and tells it. */
void terminal_pump(struct terminal *terminal);

/* How many bytes the program has written there, told or not, and to which of
 * its streams. */
uint64_t terminal_written(const struct terminal *terminal);
enum outlet terminal_stream(const struct terminal *terminal);

/* Whether no process has the program's end open any more. */
bool terminal_is_over(const struct terminal *terminal);
