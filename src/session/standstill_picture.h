/* standstill_picture: programs that all sleep, and what is told of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"
#include "journal/socket/snapshot.h"
#include "lab/trace/trace_waits.h"

/* All that is told from. */
struct picture {
	const struct journal *journal;
	size_t origin, place;
	struct snapshot snapshot;
	struct lab_wait *waits;
	size_t count;
};

/* What went through a descriptor since it was made. */
struct traffic {
	int64_t sent, got;
	bool sent_first;   /* before it received anything */
	struct bytes last; /* what it received, or sent, in the last call */
	struct bytes turn; /* what it sent since it received; not all of it
			    * where that is more than TURN_MOST */
	int64_t turn_all;
};
enum { TURN_MOST = 65536 };

/* The row of what is waited for, or NULL; borrowed from the picture. */
const struct socket_state *picture_row(const struct picture *picture,
				       const struct lab_wait *wait,
				       const struct wait_fd *fd);

/* The call that waits, or NULL where it is none of the journal's. */
const struct event_call *picture_call(const struct picture *picture,
				      const struct lab_wait *wait);

/* What went through the descriptor. `keeps_sent`: the last bytes are those that
 * it sent, else that it got; they live in `arena`. */
struct traffic picture_traffic(const struct picture *picture,
			       const char *process, int fd, bool keeps_sent,
			       struct arena *arena);

/* What HTTP says of bytes that were sent, behind which `reader` waits for more:
 * a header without its empty line, a body that is shorter than was promised, or
 * whole, or that ends with the connection. Returns whether it says something.
 */
bool picture_say_http(const struct traffic *traffic, const char *actor,
		      const char *reader, struct buf *out);

/* Bytes that lie unread; the FIN, which TCP counts among them, is none. */
int64_t socket_unread(const struct socket_state *row);

/* Whether it has no connection that could end. */
bool socket_is_datagram(const struct socket_state *row);

/* Whether it has no connection yet, and connect() of it waits for one. */
bool socket_is_connecting(const struct socket_state *row);

/* Whether a connection that no process has was closed by its process: one that
 * waits in an accept queue has sent no FIN. */
bool socket_is_left(const struct socket_state *row);

/* "server's fd 4 and child's fd 4", of all who have it. */
void picture_print_owners(const struct socket_state *row, struct buf *out);

/* "server waits in recv() since 0.420 s of the run for …" */
void picture_print_wait(const struct picture *picture,
			const struct lab_wait *wait, struct buf *out);

/* Whether nobody can send to it: a socket for datagrams of the Internet to
 * which neither bind() nor a datagram of its own has given a port. */
bool socket_has_no_port(const struct socket_state *row);

/* Who waits for that descriptor, in that direction; NULL. */
const struct lab_wait *picture_find_waiting(const struct picture *picture,
					    const struct socket_owner *owner,
					    bool reads);

/* The likely mistake where it lies in its own socket, or in that of who has the
 * other end and waits as well: bytes that lie there and do not end the wait, or
 * no port. `peer` may be NULL. Returns the lesson that teaches it; NULL, and
 * adds nothing: it is another. */
const char *picture_say_own(const struct picture *picture,
			    const struct lab_wait *wait,
			    const struct wait_fd *fd,
			    const struct socket_state *row,
			    const struct socket_state *peer, struct buf *out);

/* Clients in an accept queue, where who could take them sleeps until another
 * client sends something. Returns that one; NULL, and adds nothing: there is
 * none. */
const struct lab_wait *picture_say_queue(const struct picture *picture,
					 struct buf *out);

/* The likely mistake of the one that is stuck. Returns the lesson that teaches
 * it, or NULL. */
const char *picture_say_mistake(const struct picture *picture,
				const struct lab_wait *wait, struct buf *out);
