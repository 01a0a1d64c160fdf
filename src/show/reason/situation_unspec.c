/* situation_unspec: what fails because connect() took a connection back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * connect(2) with AF_UNSPEC ends a connection of TCP with an RST of the own
 * kernel, and leaves ECONNRESET to be told to the next call: no peer had a part
 * in it (tcp_disconnect() in the kernel's net/ipv4/tcp.c).
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>

/* Whether the last connect() of the descriptor that came to something named
 * AF_UNSPEC. */
static bool was_taken_back(const struct situation *situation)
{
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		const struct call *call = &other->call;
		const struct address *named = call_address(call);
		if (call_makes_fd(call, situation->fd))
			return false;
		if (call_is(call, "connect") &&
		    call->args[0].num == situation->fd)
			return !call->result.value && named &&
			       named->len >= sizeof(sa_family_t) &&
			       named->as.any.sa_family == AF_UNSPEC;
	}
	return false;
}

static void reset_by_itself(struct situation *situation)
{
	if (situation->socket && situation_is_tcp(situation->socket) &&
	    was_taken_back(situation))
		SAY(situation, "reset-by-unspec",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void has_no_peer(struct situation *situation)
{
	if (situation->socket && was_taken_back(situation))
		SAY(situation, "unconnected-by-unspec",
		    SLOT_TEXT("own", situation_own(situation)));
}

const struct situation_row *situation_unspecs(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_SENDS, ECONNRESET, reset_by_itself},
		{NULL, SYSCALL_RECEIVES, ECONNRESET, reset_by_itself},
		{NULL, SYSCALL_SENDS, EPIPE, has_no_peer},
		{NULL, SYSCALL_SENDS, EDESTADDRREQ, has_no_peer},
		{NULL, 0, ENOTCONN, has_no_peer},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
