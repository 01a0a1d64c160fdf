/* readdress: the learner's moves at another loopback address.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab without a network of its own moves to another address with each rewind.
 * What the learner typed names the one before.
 */
#include "session/parts.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

struct way {
	struct arena *arena;
	const char *from, *to;
	struct in_addr old, new;
};

static void change_list(const struct way *way, struct value *value);

static void change_value(const struct way *way, struct value *value)
{
	if (value->kind == VALUE_LIST) {
		change_list(way, value);
		return;
	}
	if (value->kind != VALUE_ADDRESS ||
	    address_family(value->address) != AF_INET)
		return;
	if (value->address->as.in.sin_addr.s_addr != way->old.s_addr)
		return;
	struct address *moved =
		arena_copy(way->arena, value->address, sizeof(*value->address));
	moved->as.in.sin_addr = way->new;
	value->address = moved;
}

static void change_list(const struct way *way, struct value *value)
{
	if (!value->count)
		return;
	struct value *items = arena_copy(way->arena, value->items,
					 value->count * sizeof(*items));
	for (size_t i = 0; i < value->count; i++)
		change_value(way, &items[i]);
	value->items = items;
}

static const char *change_text(const struct way *way, const char *text)
{
	char *copy = arena_strdup(way->arena, text);
	for (char *at = copy; (at = strstr(at, way->from));)
		memcpy(at, way->to, strlen(way->to));
	return copy;
}

void session_readdress(struct session *session, const char *from,
		       const char *to)
{
	struct way way = {.arena = &session->arena, .from = from, .to = to};
	assert(strlen(from) == strlen(to));
	inet_pton(AF_INET, from, &way.old);
	inet_pton(AF_INET, to, &way.new);
	for (size_t i = 0; i < session->moves.made; i++) {
		struct move *move = &session->moves.items[i];
		for (size_t n = 0;
		     move->kind == MOVE_CALL && n < move->call.argc; n++)
			change_value(&way, &move->call.args[n]);
		if (move->kind == MOVE_RUN)
			move->command = change_text(&way, move->command);
	}
}
