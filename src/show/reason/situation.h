/* situation: why a call did what it did, from the state that the kernel is in.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of errors (call/table/errors.h) says what an errno usually means.
 * This says what it means here: which socket has the port, what the queue
 * holds, who would have to act. Every number and name comes from the journal;
 * where the journal does not show the reason, nothing is said.
 */
#pragma once
#include "journal/journal.h"

/* The place right before `call` was entered, looked for backwards from `place`.
 */
size_t situation_entry(const struct journal *journal, size_t place,
		       const struct event_call *call);

/* Adds one or two sentences about `call`, in its phase: an error ("port 12345
 * is already bound by server's fd 3, in LISTEN"), a call that is blocked
 * ("no connection waits at 127.0.0.1:12345; the accept queue is empty"), fewer
 * bytes than asked for, the end of the stream, a signal. `begin` is the place
 * in the journal right before the call was entered, `place` where it is looked
 * at. Returns false, and adds nothing, when there is nothing to say. */
bool situation_explain(const struct journal *journal, size_t begin,
		       size_t place, const struct event_call *call,
		       struct buf *out);

/* The same about a call that is over at `place`. */
bool situation_why(const struct journal *journal, size_t place,
		   const struct event_call *call, struct buf *out);

/* Only what a stream made of messages: that what the call received was sent in
 * several, is a part of one, waited for an ACK, or has another length than its
 * prefix was taken to say. */
bool situation_explain_stream(const struct journal *journal, size_t begin,
			      size_t place, const struct event_call *call,
			      struct buf *out);

/* Adds sentences about a call; false: there are none. */
typedef bool situation_told_fn(const struct journal *journal, size_t begin,
			       size_t place, const struct event_call *call,
			       struct buf *out);

/* What a call that came back well changed in the kernel, of the socket that it
 * is about or has made: "server's fd 3 went from UNCONN to LISTEN." */
bool situation_changed(const struct journal *journal, size_t begin,
		       size_t place, const struct event_call *call,
		       struct buf *out);

/* Which calls could follow it, in the state that this socket is in at `place`:
 * none that the kernel would refuse. */
bool situation_follows(const struct journal *journal, size_t begin,
		       size_t place, const struct event_call *call,
		       struct buf *out);

/* What a call that a traced program is stopped at is about
 * to do, and what of the state at `place` it will meet. */
bool situation_foresee(const struct journal *journal, size_t place,
		       const struct event_call *call, struct buf *out);
