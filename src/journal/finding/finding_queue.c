/* finding_queue: an accept queue that is full, and who is turned away by it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Linux lets one more wait than the backlog says. A full queue hurts nobody
 * before the next client comes: its connect() sleeps, or fails, or its SYN is
 * not answered and sent again. Whichever is seen first, the row or the client,
 * waits for the other.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/finding/finding_parts.h"

#include <errno.h>
#include <string.h>

/* A listener whose queue is full, as the kernel said last. */
struct full_queue {
	uint64_t cookie;
	const char *actor;
	int fd;
	unsigned waiting, backlog;
	struct address local;
	bool is_full, is_told;
	struct full_queue *next;
};

static void tell_full(struct findings *findings, struct full_queue *queue)
{
	const struct descriptor *listener =
		descriptor_of(process_of(findings, queue->actor), queue->fd);
	static const struct call_place nowhere = {.call = "listen"};
	bool is_unix = address_family(&queue->local) == AF_UNIX;
	struct buf text = {0};
	queue->is_told = true;
	SENTENCE(&text, is_unix ? "queue-full-unix" : "queue-full-tcp",
		 SLOT_TEXT("actor", queue->actor), SLOT_NUMBER("fd", queue->fd),
		 SLOT_NUMBER("waiting", queue->waiting),
		 SLOT_NUMBER("backlog", queue->backlog));
	finding_tell(findings, FINDING_QUEUE_FULL, queue->actor,
		     listener ? &listener->listens : &nowhere, buf_text(&text));
	buf_done(&text);
}

static void meet(struct findings *findings, const struct address *wanted)
{
	for (struct full_queue *queue = findings->full; queue;
	     queue = queue->next) {
		if (queue->is_full && !queue->is_told &&
		    finding_reaches(wanted, &queue->local))
			tell_full(findings, queue);
	}
}

static struct full_queue *queue_of(const struct findings *findings,
				   uint64_t cookie)
{
	struct full_queue *queue = findings->full;
	while (queue && queue->cookie != cookie)
		queue = queue->next;
	return queue;
}

static struct full_queue *queue_add(struct findings *findings, uint64_t cookie)
{
	struct full_queue *queue =
		arena_alloc(&findings->arena, sizeof(*queue));
	*queue = (struct full_queue){.cookie = cookie, .next = findings->full};
	findings->full = queue;
	return queue;
}

void finding_queue_changed(struct findings *findings,
			   const struct socket_state *row)
{
	const struct socket_owner *owner = row->owners;
	struct full_queue *queue = queue_of(findings, row->cookie);
	bool is_full = row->state == SOCKET_LISTEN && row->owner_count &&
		       row->recv_q > row->send_q;
	if (!queue && is_full)
		queue = queue_add(findings, row->cookie);
	if (queue)
		queue->is_full = is_full;
	if (!is_full)
		return;
	queue->actor = arena_strdup(&findings->arena, owner->actor);
	queue->fd = owner->fd;
	queue->waiting = row->recv_q;
	queue->backlog = row->send_q;
	queue->local = row->local;
	for (struct process *process = findings->processes; process;
	     process = process->next) {
		if (process->wanted.len)
			meet(findings, &process->wanted);
	}
}

void finding_queue_asked(struct findings *findings, struct process *process,
			 const struct event_call *event)
{
	const struct address *wanted = call_address(&event->call);
	int error = event->call.result.error;
	if (!call_is(&event->call, "connect") || !wanted)
		return;
	process->wanted.len = 0;
	if (event->phase == CALL_BLOCKED)
		process->wanted = *wanted;
	if (event->phase == CALL_BLOCKED || error == EAGAIN ||
	    error == ETIMEDOUT)
		meet(findings, wanted);
}

void finding_queue_packet(struct findings *findings,
			  const struct packet *packet)
{
	bool is_syn = packet->protocol == IPPROTO_TCP &&
		      packet->flags & PACKET_SYN &&
		      !(packet->flags & PACKET_ACK);
	if (is_syn && packet->marks & PACKET_RETRANSMISSION)
		meet(findings, &packet->to);
}
