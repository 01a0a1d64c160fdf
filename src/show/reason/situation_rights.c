/* situation_rights: descriptors that came with bytes, and were not asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a plain receive takes, the kernel frees together with the descriptors
 * that travel with it, and nothing in the result says so. Which message the
 * bytes are of is not known as such: it is told where the other end sent
 * nothing between what was received before and that message, and the bytes are
 * its first.
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/message.h"
#include "show/reason/situation_parts.h"

#include <string.h>
#include <sys/socket.h>

/* The socket of a call that came back in the lab, or NULL. */
static const struct socket_state *socket_of(const struct situation *situation,
					    const struct event *event)
{
	const struct event_call *call = &event->as.call;
	if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
	    call->call.result.value <= 0 || !call->call.argc ||
	    call->call.args[0].kind != VALUE_INT)
		return NULL;
	return snapshot_find_fd(&situation->before,
				situation_process(situation, call->actor),
				(int)call->call.args[0].num);
}

/* What the other end sent first of what may be unread, or NULL. */
static const struct call *first_unread(const struct situation *situation)
{
	const struct socket_state *own = situation->socket,
				  *peer = situation_peer(&situation->before,
							 own);
	const struct call *first = NULL;
	for (size_t i = situation->begin; peer && i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct socket_state *socket = socket_of(situation, event);
		const struct call *call = &event->as.call.call;
		if (!socket)
			continue;
		if (socket == own && call->syscall->flags & SYSCALL_RECEIVES)
			break;
		if (socket == peer && call->syscall->flags & SYSCALL_SENDS)
			first = call;
	}
	return first;
}

/* How many descriptors go with the bytes that the call took. */
static size_t count_lost(const struct situation *situation)
{
	const struct bytes *got = &situation->call->result.data;
	const struct call *sent = first_unread(situation);
	if (!sent || !call_is(sent, "sendmsg") || !got->len)
		return 0;
	const struct value *rights = list_item(&sent->args[1], MESSAGE_RIGHTS);
	const struct value *first =
		list_item(list_item(&sent->args[1], MESSAGE_IOV), 0);
	if (rights->kind != VALUE_LIST || first->kind != VALUE_BYTES)
		return 0;
	size_t len = got->len < first->bytes.len ? got->len : first->bytes.len;
	return memcmp(got->data, first->bytes.data, len) ? 0 : rights->count;
}

bool situation_say_rights(struct situation *situation)
{
	const struct call *call = situation->call;
	const struct socket_state *own = situation->socket;
	bool has_room = call_is(call, "recvmsg") || call_is(call, "recvmmsg");
	bool peeks = call->argc > 2 &&
		     call->syscall->parameters[2].kind == &kind_msg &&
		     call->args[2].num & MSG_PEEK;
	size_t lost = own && own->family == AF_UNIX && !has_room && !peeks &&
				      call->result.value > 0
			      ? count_lost(situation)
			      : 0;
	if (lost)
		SAY(situation, "rights-lost", SLOT_NUMBER("lost", lost),
		    SLOT_TEXT("call", call->syscall->name));
	return lost > 0;
}

static void rights_lost(struct situation *situation)
{
	(void)situation_say_rights(situation);
}

const struct situation_row *situation_rights(size_t *count)
{
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_RECEIVES, SITUATION_DONE, rights_lost},
	};
	*count = COUNT(rows);
	return rows;
}
