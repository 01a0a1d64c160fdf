/* situation_whole: messages that UNIX sockets keep whole, and what is lost.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SOCK_SEQPACKET and SOCK_DGRAM give one message to each call: what has no room
 * is lost, and nothing in the result says so. Of two that are connected, all
 * that came was sent by the other end, so its calls show the size.
 */
#include "show/reason/situation_whole.h"

#include "base/sentence.h"
#include "call/part/amount.h"

#include <string.h>

enum { SIZE_NONE = -1, SIZE_SEVERAL = -2 };

/* What the other end has sent: the size of all messages that begin as the call
 * received, and whether one was empty. */
struct sent {
	int64_t size;
	bool has_empty;
};

/* The size of the message if it begins with `taken`; SIZE_NONE elsewhere. */
static int64_t size_if_so(const struct call *call, const struct bytes *taken)
{
	struct arena arena = {0};
	struct bytes bytes = {0};
	bool is_so = call_sent(call, &arena, &bytes) &&
		     bytes.len >= taken->len &&
		     !memcmp(bytes.data, taken->data, taken->len);
	arena_done(&arena);
	return is_so ? call->result.value : SIZE_NONE;
}

static void take(struct sent *sent, const struct call *call,
		 const struct bytes *taken)
{
	if (!call->result.value)
		sent->has_empty = true;
	int64_t size = taken->len ? size_if_so(call, taken) : SIZE_NONE;
	if (size != SIZE_NONE && sent->size != SIZE_NONE && size != sent->size)
		sent->size = SIZE_SEVERAL;
	else if (size != SIZE_NONE)
		sent->size = size;
}

/* Whether the call names the address of the call's socket. */
static bool names_us(const struct situation *situation, const struct call *call)
{
	const struct address *named = call_address(call);
	const struct address *own = &situation->socket->local;
	return named && own->len > sizeof(sa_family_t) &&
	       address_family(named) == AF_UNIX && address_same(named, own);
}

/* The calls of the other end since it has its number; or, of a socket that
 * anybody can send to, of all who named it. */
static struct sent sent_there(const struct situation *situation,
			      const struct socket_owner *from)
{
	struct sent sent = {.size = SIZE_NONE};
	for (size_t i = situation->lab; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *made = &event->as.call;
		const struct call *call = &made->call;
		if (event->kind != EVENT_CALL || made->phase != CALL_RETURN ||
		    call->result.value < 0)
			continue;
		if (call->syscall->flags & SYSCALL_SENDS &&
		    names_us(situation, call))
			take(&sent, call, &situation->call->result.data);
		int arg = call_fd_arg(call);
		if (!from || strcmp(situation_process(situation, made->actor),
				    from->actor) != 0)
			continue;
		if (call_makes_fd(call, from->fd))
			sent = (struct sent){.size = SIZE_NONE};
		else if (call->syscall->flags & SYSCALL_SENDS && arg >= 0 &&
			 call->args[arg].num == from->fd)
			take(&sent, call, &situation->call->result.data);
	}
	return sent;
}

/* Who has, or had, the other end; NULL where it has none, or several have. */
static const struct socket_owner *sender(const struct situation *situation)
{
	const struct socket_state *pair = situation_connected(situation);
	return pair && pair->family == AF_UNIX && pair->peer_inode
		       ? situation_other_owner(situation, pair)
		       : NULL;
}

int64_t situation_message_size(const struct situation *situation, int64_t asked)
{
	const struct socket_owner *from = sender(situation);
	bool is_full = (int64_t)situation->call->result.data.len == asked;
	return is_full ? sent_there(situation, from).size : SIZE_NONE;
}

void situation_say_empty(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *pair = situation_connected(situation);
	const struct socket_state *peer =
		situation_peer(&situation->after, own);
	const struct socket_owner *from = sender(situation);
	if (!pair || !pair->peer_inode || (peer && !peer->shut_wr))
		SAY(situation, "empty-message");
	else if (from && !sent_there(situation, from).has_empty)
		SAY(situation, "end-closed");
	else
		SAY(situation, "empty-or-end");
}
