/* standstill_picture: who waits for what, and what went through it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All is read from the journal, from the first event of this lab on: the row of
 * a descriptor in the last snapshot, the call that is open, and the bytes of
 * every call on that descriptor since it was made. Threads of a process count
 * as one.
 */
#include "session/standstill_picture.h"

#include "call/table/syscalls.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

const struct socket_state *picture_row(const struct picture *picture,
				       const struct lab_wait *wait,
				       const struct wait_fd *fd)
{
	if (!wait->process)
		return NULL;
	return wait->closed ? snapshot_find(&picture->snapshot, wait->host,
					    wait->closed)
			    : snapshot_find_fd(&picture->snapshot,
					       wait->process, fd->fd);
}

const struct event_call *picture_call(const struct picture *picture,
				      const struct lab_wait *wait)
{
	return wait->actor && wait->is_inside
		       ? journal_open_call(picture->journal, picture->place,
					   wait->actor)
		       : NULL;
}

/* --- what went through -----------------------------------------------------
 */

/* Whether the actor is the one that leads the process, or another thread of
 * it, one that has ended too. */
static bool is_of(const struct picture *picture, const char *actor,
		  const char *process)
{
	struct journal_walk lives = journal_back(
		picture->journal, EVENT_ACTOR, picture->origin, picture->place);
	const struct event *event;
	size_t place;
	while (strcmp(actor, process) != 0 &&
	       (event = journal_step(&lives, &place))) {
		const struct event_actor *life = &event->as.actor;
		if (life->phase != ACTOR_BORN ||
		    strcmp(life->actor, actor) != 0)
			continue;
		if (!life->is_thread || !life->parent)
			return false;
		actor = life->parent;
	}
	return !strcmp(actor, process);
}

/* Puts together what several calls have sent. */
static void add_to_turn(struct traffic *traffic, const struct bytes *bytes,
			struct arena *arena)
{
	struct bytes *turn = &traffic->turn;
	traffic->turn_all += (int64_t)bytes->len;
	if (turn->len + bytes->len > TURN_MOST)
		return;
	unsigned char *all = arena_alloc(arena, turn->len + bytes->len + 1);
	if (turn->len)
		memcpy(all, turn->data, turn->len);
	if (bytes->len)
		memcpy(all + turn->len, bytes->data, bytes->len);
	*turn = (struct bytes){all, turn->len + bytes->len, 0, 0};
}

static void count_call(struct traffic *traffic, const struct call *call,
		       bool keeps_sent, struct arena *arena)
{
	int64_t value = call->result.value;
	struct bytes bytes = {0};
	if (call->syscall->flags & SYSCALL_SENDS) {
		traffic->sent_first |= !traffic->got;
		traffic->sent += value;
		if (keeps_sent && call_sent(call, arena, &bytes)) {
			traffic->last = bytes;
			add_to_turn(traffic, &bytes, arena);
		}
	} else if (call->syscall->flags & SYSCALL_RECEIVES) {
		traffic->got += value;
		traffic->turn = (struct bytes){0};
		traffic->turn_all = 0;
		if (!keeps_sent)
			traffic->last = call->result.data;
	}
}

/* `keeps_sent`: the last bytes are those that it sent, else that it got. */
struct traffic picture_traffic(const struct picture *picture,
			       const char *process, int fd, bool keeps_sent,
			       struct arena *arena)
{
	struct traffic traffic = {0};
	for (size_t i = picture->origin; i < picture->place; i++) {
		const struct event *event = journal_at(picture->journal, i);
		const struct call *call = &event->as.call.call;
		if (event->kind != EVENT_CALL ||
		    event->as.call.phase != CALL_RETURN ||
		    call->result.value < 0 || call->result.signal ||
		    !is_of(picture, event->as.call.actor, process))
			continue;
		int arg = call_fd_arg(call);
		if (call_makes_fd(call, fd))
			traffic = (struct traffic){0};
		else if (arg >= 0 && call->args[arg].num == fd)
			count_call(&traffic, call, keeps_sent, arena);
	}
	return traffic;
}

int64_t socket_unread(const struct socket_state *row)
{
	bool has_fin =
		row->protocol == IPPROTO_TCP && row->recv_q &&
		(row->state == SOCKET_CLOSE_WAIT ||
		 row->state == SOCKET_LAST_ACK || row->state == SOCKET_CLOSING);
	return (int64_t)row->recv_q - has_fin;
}

bool socket_is_datagram(const struct socket_state *row)
{
	return row->type != SOCK_STREAM && row->type != SOCK_SEQPACKET;
}

bool socket_has_no_port(const struct socket_state *row)
{
	return row->protocol == IPPROTO_UDP && socket_is_datagram(row) &&
	       (row->family == AF_INET || row->family == AF_INET6) &&
	       address_port(&row->local) <= 0;
}

const struct lab_wait *picture_find_waiting(const struct picture *picture,
					    const struct socket_owner *owner,
					    bool reads)
{
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (!wait->actor || !wait->process ||
		    strcmp(wait->process, owner->actor) != 0)
			continue;
		for (size_t n = 0; n < wait->fd_count; n++) {
			const struct wait_fd *fd = &wait->fds[n];
			if (fd->fd == owner->fd &&
			    (reads ? fd->reads : fd->writes))
				return wait;
		}
	}
	return NULL;
}
