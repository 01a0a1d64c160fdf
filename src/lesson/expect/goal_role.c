/* goal_role: the sockets of a program by the part that each of them has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program gives no names to its sockets, and the numbers of its descriptors
 * are its own affair. What can be told from outside is which of them listens,
 * which takes datagrams, and with whom each connection is: its peer's address
 * is the one that the other actor's socket has, or had. Threads and children
 * of `program` are "program.2" and so on; what they have is the program's.
 */
#include "lesson/expect/goal.h"

#include <string.h>
#include <sys/socket.h>

bool goal_owns(const struct socket_state *socket, const char *program)
{
	for (size_t i = 0; i < socket->owner_count; i++) {
		if (text_is_of(socket->owners[i].actor, program))
			return true;
	}
	return false;
}

bool goal_is_program(const struct view *view)
{
	for (size_t i = 0; view->actor && i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind == EVENT_ACTOR && event->as.actor.traced &&
		    !strcmp(event->as.actor.actor, view->actor))
			return true;
	}
	return false;
}

/* The address of the connection that the actor had last. */
static const struct address *last_address(const struct view *view,
					  const char *actor)
{
	for (size_t i = view->place; i-- > 0;) {
		const struct event *event = journal_at(view->journal, i);
		const struct socket_state *state = &event->as.socket.state;
		if (event->kind == EVENT_SOCKET &&
		    event->as.socket.change != CHANGE_GONE && state->peer.len &&
		    goal_owns(state, actor))
			return &state->local;
	}
	return NULL;
}

/* Whether the row has the part that the view's variable says. */
static bool has_role(const struct view *view, const struct socket_state *row,
		     const struct address *peer)
{
	if (!strcmp(view->variable, "listener"))
		return row->state == SOCKET_LISTEN;
	if (!strcmp(view->variable, "udp"))
		return row->type == SOCK_DGRAM &&
		       (address_family(&row->local) == AF_INET ||
			address_family(&row->local) == AF_INET6);
	return peer && row->peer.len && address_same(&row->peer, peer);
}

const struct socket_state *goal_find_role(const struct view *view,
					  const struct snapshot *snapshot)
{
	const struct address *peer = last_address(view, view->variable);
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		if (goal_owns(row, view->actor) && has_role(view, row, peer))
			return row;
	}
	return NULL;
}
