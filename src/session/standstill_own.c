/* standstill_own: who waits for what his own socket cannot bring.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nobody can send to a socket for datagrams that has no port. Bytes that lie
 * there may not end the wait, either: of recv() with MSG_WAITALL, for which
 * they are too few, and of epoll_wait(), which with EPOLLET and EPOLLONESHOT
 * does not tell of them again. A count that is wanted and cannot be meant may
 * be one whose bytes were never swapped.
 */
#include "base/sentence.h"
#include "call/part/amount.h"
#include "call/table/syscalls.h"
#include "journal/latest.h"
#include "session/standstill_picture.h"

#include <byteswap.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static const struct watched *find_entry(const struct picture *picture,
					const struct lab_wait *wait,
					const struct call *call, int fd)
{
	const struct watch_list *list =
		journal_watched(picture->journal, picture->place, wait->process,
				(int)call->args[0].num);
	for (size_t i = 0; list && i < list->count; i++) {
		if (list->items[i].fd == fd)
			return &list->items[i];
	}
	return NULL;
}

/* Whether the entry was told of once, and no more. */
static bool is_spent(const struct watched *entry)
{
	return entry->events & EPOLLONESHOT &&
	       !(entry->events & (EPOLLERR | EPOLLHUP));
}

/* Whether it tells of what is new, and of nothing else. */
static bool is_edge(const struct watched *entry)
{
	return entry->events & EPOLLET && entry->events & EPOLLIN;
}

/* The length that is meant where its four bytes were swapped; 0: none. */
static int64_t swapped_length(int64_t wanted)
{
	enum { TOO_MUCH = 1 << 24, USUAL = 1 << 16 };
	if (wanted < TOO_MUCH || wanted > UINT32_MAX)
		return 0;
	uint32_t swapped = bswap_32((uint32_t)wanted);
	return swapped < USUAL ? swapped : 0;
}

/* What recv() took for itself lies in no queue any more: it is what the other
 * end has sent, and no call has got. -1: nobody knows. */
static int64_t taken_so_far(const struct picture *picture,
			    const struct lab_wait *wait, int fd,
			    const struct socket_state *peer)
{
	struct arena arena = {0};
	int64_t sent = 0, got;
	for (size_t i = 0; peer && i < peer->owner_count; i++)
		sent += picture_traffic(picture, peer->owners[i].actor,
					peer->owners[i].fd, true, &arena)
				.sent;
	got = picture_traffic(picture, wait->process, fd, true, &arena).got;
	arena_done(&arena);
	return peer && sent >= got ? sent - got : -1;
}

static bool wants_all(const struct call *call)
{
	return call->argc > 2 &&
	       call->syscall->parameters[2].kind == &kind_msg &&
	       call->args[2].num & MSG_WAITALL;
}

static bool say_too_few(const struct picture *picture,
			const struct lab_wait *wait, int fd,
			const struct socket_state *peer,
			const struct call *call, struct buf *out)
{
	int64_t wanted = call_asked_bytes(call);
	int64_t came = taken_so_far(picture, wait, fd, peer);
	int64_t meant = swapped_length(wanted);
	if (!wants_all(call) || came < 0 || came >= wanted)
		return false;
	const struct slot length = SLOT_NUMBER("wanted", wanted);
	SENTENCE(out, "hang-waitall", SLOT_TEXT("actor", wait->actor), length,
		 SLOT_NUMBER("came", came));
	if (meant) {
		buf_puts(out, "; ");
		SENTENCE(out, "hang-swapped", length,
			 SLOT_NUMBER("meant", meant));
	}
	return true;
}

static bool say_quiet(const struct picture *picture,
		      const struct lab_wait *wait, int fd,
		      const struct socket_state *row, const struct call *call,
		      struct buf *out)
{
	const struct watched *entry = find_entry(picture, wait, call, fd);
	int64_t unread = socket_unread(row);
	if (!entry || (!is_spent(entry) && !is_edge(entry)) || !unread)
		return false;
	SENTENCE(out, is_spent(entry) ? "hang-oneshot" : "hang-edge",
		 SLOT_NUMBER("unread", unread),
		 SLOT_TEXT("actor", wait->process), SLOT_NUMBER("fd", fd),
		 SLOT_TEXT("call", call->syscall->name));
	return true;
}

/* Returns the lesson that teaches it, or NULL. */
static const char *say_unread(const struct picture *picture,
			      const struct lab_wait *wait, int fd,
			      const struct socket_state *row,
			      const struct socket_state *peer, struct buf *out)
{
	const struct event_call *event = picture_call(picture, wait);
	const struct call *call = event ? &event->call : NULL;
	if (!call)
		return NULL;
	if (!strncmp(call->syscall->name, "epoll_", 6))
		return say_quiet(picture, wait, fd, row, call, out) ? "epoll"
								    : NULL;
	bool is_told = !socket_is_datagram(row) &&
		       say_too_few(picture, wait, fd, peer, call, out);
	return is_told ? "framing" : NULL;
}

const char *picture_say_own(const struct picture *picture,
			    const struct lab_wait *wait,
			    const struct wait_fd *fd,
			    const struct socket_state *row,
			    const struct socket_state *peer, struct buf *out)
{
	if (!fd->reads)
		return NULL;
	if (socket_has_no_port(row)) {
		SENTENCE(out, "hang-no-port", SLOT_TEXT("actor", wait->actor),
			 SLOT_NUMBER("fd", fd->fd));
		return "udp";
	}
	const char *lesson = say_unread(picture, wait, fd->fd, row, peer, out);
	const struct socket_owner *owner =
		peer && peer->owner_count ? &peer->owners[0] : NULL;
	const struct lab_wait *other =
		owner && !lesson ? picture_find_waiting(picture, owner, true)
				 : NULL;
	return other ? say_unread(picture, other, owner->fd, peer, row, out)
		     : lesson;
}
