/* situation_message: what messages and ioctl() carry besides bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A received descriptor is a new number for the open socket that was sent, as
 * after dup(). Where the room for control messages is too small, the kernel
 * throws away what did not fit and says so only in msg_flags; descriptors
 * among it are closed, unless one of them just did not find a free number.
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/message.h"
#include "call/table/request.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

/* Another descriptor of the same socket, or NULL. */
static const struct socket_owner *other_owner(const struct situation *situation,
					      const struct socket_state *row,
					      int64_t fd)
{
	for (size_t i = 0; i < row->owner_count; i++) {
		const struct socket_owner *owner = &row->owners[i];
		if (owner->fd != fd ||
		    strcmp(owner->actor, situation->actor) != 0)
			return owner;
	}
	return NULL;
}

static void say_right(struct situation *situation, int64_t fd)
{
	const struct socket_state *row =
		snapshot_find_fd(&situation->after, situation->actor, (int)fd);
	const struct socket_owner *other =
		row ? other_owner(situation, row, fd) : NULL;
	if (other)
		SAY(situation, "right-same",
		    SLOT_TEXT("socket", situation_fd(situation, fd)),
		    SLOT_TEXT("actor", other->actor),
		    SLOT_NUMBER("fd", other->fd));
	else if (row)
		SAY(situation, "right-alone",
		    SLOT_TEXT("socket", situation_fd(situation, fd)));
}

static void say_credentials(struct situation *situation,
			    const struct value *control)
{
	int64_t pid = list_item(list_item(control, 2), 0)->num;
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		if (event->kind != EVENT_ACTOR || event->as.actor.pid != pid)
			continue;
		SAY(situation, "credentials-checked", SLOT_NUMBER("pid", pid),
		    SLOT_TEXT("actor", event->as.actor.actor));
		return;
	}
}

static void say_control(struct situation *situation,
			const struct value *control)
{
	const struct value *data = list_item(control, 2);
	if (message_is_credentials(control))
		say_credentials(situation, control);
	for (size_t i = 0; message_is_rights(control) && i < data->count; i++)
		say_right(situation, data->items[i].num);
}

/* Descriptors are handed over one by one, while there are numbers and room
 * (net/core/scm.c, scm_detach_fds). */
static void say_lost(struct situation *situation, size_t came)
{
	size_t room = message_control_room(&situation->call->args[1]);
	if (room < CMSG_LEN(sizeof(int)))
		SAY(situation, "control-no-room");
	else if (!came)
		SAY(situation, "control-no-number", SLOT_NUMBER("room", room));
	else
		SAY(situation, "control-cut", SLOT_NUMBER("room", room));
}

void situation_say_message(struct situation *situation)
{
	const struct result *result = &situation->call->result;
	const struct value *controls =
		list_item(&result->out, MESSAGE_OUT_CONTROLS);
	int64_t flags = list_item(&result->out, MESSAGE_OUT_FLAGS)->num;
	if (flags & MSG_ERRQUEUE)
		SAY(situation, "error-queue");
	else if ((flags & MSG_TRUNC) && !situation->out->len)
		SAY(situation, "message-cut");
	for (size_t i = 0; i < controls->count; i++)
		say_control(situation, &controls->items[i]);
	if (flags & MSG_CTRUNC)
		say_lost(situation, controls->count);
}

/* --- ioctl and sendmsg ------------------------------------------------------
 */

static void no_bytes(struct situation *situation)
{
	if (situation->socket && situation->socket->state == SOCKET_LISTEN)
		SAY(situation, "listener-no-bytes",
		    SLOT_TEXT("own", situation_own(situation)));
}

static const char *kind_of(const struct socket_state *socket)
{
	return situation_is_tcp(socket)	      ? "TCP"
	       : situation_is_udp(socket)     ? "UDP"
	       : socket->family == AF_UNIX    ? "UNIX"
	       : socket->family == AF_NETLINK ? "netlink"
					      : NULL;
}

static void no_request(struct situation *situation)
{
	uint32_t number = (uint32_t)situation->call->args[1].num;
	const char *name = request_name(number);
	if (!situation->socket)
		return;
	if (request_is_of_terminal(number)) {
		SAY(situation,
		    number == TCGETS ? "request-isatty" : "request-of-terminal",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("request", name));
		return;
	}
	const char *kind = kind_of(situation->socket);
	if (kind && name)
		SAY(situation, "request-of-others",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("kind", kind), SLOT_TEXT("request", name));
	else if (!name)
		SAY(situation, "request-unknown",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("request",
			      arena_printf(&situation->arena, "%#x", number)));
}

static void next_datagram(struct situation *situation)
{
	if (situation->socket && situation_is_udp(situation->socket) &&
	    situation->call->args[1].num == FIONREAD)
		SAY(situation, "next-datagram-size");
}

static void not_its_own(struct situation *situation)
{
	const struct value *credentials =
		list_item(&situation->call->args[1], MESSAGE_CREDENTIALS);
	int64_t pid = list_item(credentials, 0)->num;
	if (credentials->kind == VALUE_LIST && pid != situation->event->pid)
		SAY(situation, "pid-differs", SLOT_NUMBER("pid", pid),
		    SLOT_TEXT("actor", situation->actor),
		    SLOT_NUMBER("own_pid", situation->event->pid));
}

const struct situation_row *situation_messages(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"ioctl", 0, EINVAL, no_bytes},
		{"ioctl", 0, ENOTTY, no_request},
		{"ioctl", 0, SITUATION_DONE, next_datagram},
		{"sendmsg", 0, EPERM, not_its_own},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
