/* standstill_queue: clients that wait for a server that waits for another one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is seen where a listener has connections in its queue, nobody who has that
 * listener looks at it, and one of them sleeps until the other end of a
 * connection sends something. What holds a lock or computes is another matter.
 */
#include "base/sentence.h"
#include "journal/finding/finding.h"
#include "session/standstill_picture.h"

#include <string.h>

static bool has(const struct socket_state *listener, const char *process)
{
	for (size_t i = 0; process && i < listener->owner_count; i++) {
		if (!strcmp(listener->owners[i].actor, process))
			return true;
	}
	return false;
}

/* Whether it may take a client next: it moves, or looks at the listener. */
static bool may_accept(const struct picture *picture,
		       const struct lab_wait *wait,
		       const struct socket_state *listener)
{
	if (wait->kind <= WAIT_TIME || wait->kind == WAIT_HALTED)
		return true;
	for (size_t i = 0; i < wait->fd_count; i++) {
		if (picture_row(picture, wait, &wait->fds[i]) == listener)
			return true;
	}
	return false;
}

/* Whether it sleeps until one connection has something to read. */
static bool waits_for_one(const struct picture *picture,
			  const struct lab_wait *wait)
{
	const struct socket_state *row =
		wait->kind == WAIT_SOCKETS && wait->fd_count == 1 &&
				wait->fds[0].reads
			? picture_row(picture, wait, &wait->fds[0])
			: NULL;
	return row && row->state == SOCKET_ESTABLISHED &&
	       !socket_is_datagram(row);
}

/* The one that keeps the clients of the listener waiting, or NULL. */
static const struct lab_wait *find_keeper(const struct picture *picture,
					  const struct socket_state *listener)
{
	const struct lab_wait *found = NULL;
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (!has(listener, wait->process))
			continue;
		if (may_accept(picture, wait, listener))
			return NULL;
		if (!found && wait->actor && waits_for_one(picture, wait))
			found = wait;
	}
	return found;
}

const struct lab_wait *picture_say_queue(const struct picture *picture,
					 struct buf *out)
{
	for (size_t i = 0; i < picture->snapshot.count; i++) {
		const struct socket_state *row = &picture->snapshot.rows[i];
		const struct lab_wait *keeper =
			row->state == SOCKET_LISTEN && row->recv_q
				? find_keeper(picture, row)
				: NULL;
		if (!keeper)
			continue;
		struct buf waits = {0};
		picture_print_wait(picture, keeper, &waits);
		SENTENCE(out, "hang-queue", SLOT_NUMBER("waiting", row->recv_q),
			 SLOT_NUMBER("fd", row->owners[0].fd),
			 SLOT_TEXT("waits", buf_text(&waits)));
		buf_done(&waits);
		return keeper;
	}
	return NULL;
}
