/* situation_prefix: a length that was read in the wrong byte order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who sends a message behind its length, and forgets htonl() at one end, asks
 * for 83886080 bytes where 5 come. It is told where the bytes of the length
 * are those that the call before this one took, and what they say in the other
 * byte order is what is there.
 */
#include "call/part/amount.h"
#include "show/reason/situation_parts.h"

#include <string.h>

/* What the same descriptor received last before the call, or NULL. */
static const struct bytes *last_taken(const struct situation *situation)
{
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		if (other->call.syscall->flags & SYSCALL_RECEIVES &&
		    other->call.args[0].num == situation->fd)
			return &other->call.result.data;
	}
	return NULL;
}

static int64_t number_of(const struct bytes *bytes, bool is_big)
{
	int64_t number = 0;
	for (size_t i = 0; i < bytes->len; i++) {
		size_t at = is_big ? i : bytes->len - 1 - i;
		number = number << 8 | bytes->data[at];
	}
	return number;
}

bool situation_say_prefix(struct situation *situation)
{
	int64_t asked = call_asked_bytes(situation->call);
	int64_t got = situation->call->result.value;
	const struct socket_state *own = situation->socket;
	const struct bytes *prefix = own && own->type == SOCK_STREAM && got > 0
					     ? last_taken(situation)
					     : NULL;
	if (!prefix || (prefix->len != 2 && prefix->len != 4))
		return false;
	bool is_big = number_of(prefix, true) == asked;
	int64_t other = number_of(prefix, !is_big);
	if (asked != number_of(prefix, is_big) || other != got || asked <= got)
		return false;
	SAY(situation, prefix->len == 2 ? "prefix-htons" : "prefix-htonl",
	    SLOT_NUMBER("asked", asked), SLOT_NUMBER("before", prefix->len),
	    SLOT_NUMBER("other", other), SLOT_NUMBER("got", got));
	return true;
}

static void length_is_swapped(struct situation *situation)
{
	(void)situation_say_prefix(situation);
}

const struct situation_row *situation_prefixes(size_t *count)
{
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_RECEIVES, SITUATION_DONE, length_is_swapped},
	};
	*count = COUNT(rows);
	return rows;
}
