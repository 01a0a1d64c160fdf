/* stream: a run of programs as lines in the order in which things happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call is a line as strace(1) prints it, with its actor's name in front; what
 * is indented below it is what the kernel and the wire did meanwhile: a socket
 * whose state changed, a packet. A call that blocked, or during which another
 * actor's came back, is two lines, as strace -f has it. Calls that are noise
 * are counted, and so are equal calls in a row, where noise is not told.
 */
#pragma once
#include "journal/journal.h"
#include "show/plain/stream_repeat.h"

/* What was told so far. Zero-initialise before use, but for `noise`: whether
 * noise is told, too. */
struct stream {
	bool noise;
	bool told_unseen; /* that packets of ::1 are not seen */
	struct stream_socket *sockets;
	size_t socket_count, socket_cap;
	struct stream_actor *actors;
	size_t actor_count, actor_cap;
	/* Lines that belong below a call whose own line is not told yet: that
	 * which was entered at place `cause` of the journal. */
	struct buf held;
	size_t cause;
	struct stream_repeat repeat;
};

void stream_done(struct stream *stream);

/* Adds the lines of the events in [begin, end) of `journal`. Places must be
 * given in order, without a gap, so that what changed is told by what was. */
void stream_print(struct stream *stream, const struct journal *journal,
		  size_t begin, size_t end, struct buf *out);

/* Adds what waits for the rest of its line, or for the call that it belongs
 * to: for now, or for ever, nothing more comes. */
void stream_flush(struct stream *stream, struct buf *out);

/* Adds a line for each program that is stopped at `place`, about to make a
 * call: "next, server: bind(3, …) in line 12 of server.py". */
void stream_print_next(const struct journal *journal, size_t place,
		       struct buf *out);
