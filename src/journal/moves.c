/* moves: what was done in a run: calls, commands and orders, in their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A move is over when the next one begins; what a call does then, such as
 * coming back, belongs to that later move. A killed actor never comes back
 * from its call: the event of its end says so.
 */
#include "journal/moves.h"

#include "call/rename.h"

#include <errno.h>
#include <string.h>

struct search {
	struct moves *moves;
	const struct event *event;
	size_t index;	/* of the event */
	int step, beat; /* being played, or -1 */
};

static struct move *add_move(struct search *search, enum move_kind kind)
{
	struct moves *moves = search->moves;
	moves->items = xgrow(moves->items, &moves->cap, moves->count + 1,
			     sizeof(*moves->items));
	struct move *move = &moves->items[moves->count++];
	*move = (struct move){
		.kind = kind,
		.begin = search->index,
		.step = search->step,
		.beat = search->beat,
		.over = MOVE_NEVER,
	};
	return move;
}

static struct move *find_call(struct moves *moves, unsigned id)
{
	for (size_t i = moves->count; i-- > 0;) {
		struct move *move = &moves->items[i];
		if (move->kind == MOVE_CALL && move->call->id == id)
			return move;
	}
	return NULL;
}

static void end_call(struct search *search, struct move *move)
{
	move->over = search->moves->count - 1;
	move->over_at = search->index;
}

static void take_call(struct search *search)
{
	const struct event_call *call = &search->event->as.call;
	struct move *move = call->phase == CALL_ENTER
				    ? add_move(search, MOVE_CALL)
				    : find_call(search->moves, call->id);
	if (!move)
		return;
	move->call = call;
	if (call->phase == CALL_BLOCKED)
		move->slept = true;
	if (call->phase == CALL_RETURN)
		end_call(search, move);
	if (call->phase == CALL_RETURN)
		move->killed = call->call.result.signal;
}

static void add_actor(struct moves *moves, const struct event_actor *actor)
{
	for (size_t i = 0; i < moves->actor_count; i++) {
		if (!strcmp(moves->actors[i].name, actor->actor)) {
			moves->actors[i].again = true;
			return;
		}
	}
	moves->actors = xgrow(moves->actors, &moves->actor_cap,
			      moves->actor_count + 1, sizeof(*moves->actors));
	moves->actors[moves->actor_count++] = (struct move_actor){
		actor->actor, actor->host, actor->parent, false};
}

static void take_actor(struct search *search)
{
	const struct event_actor *actor = &search->event->as.actor;
	if (actor->phase == ACTOR_BORN) {
		add_actor(search->moves, actor);
		return;
	}
	for (size_t i = search->moves->count; i-- > 0;) {
		struct move *move = &search->moves->items[i];
		if (move->kind != MOVE_CALL || move->over != MOVE_NEVER ||
		    strcmp(move->call->actor, actor->actor) != 0)
			continue;
		move->killed = actor->signal;
		end_call(search, move);
	}
}

static void take_alias(struct search *search)
{
	struct moves *moves = search->moves;
	moves->aliases = xgrow(moves->aliases, &moves->alias_cap,
			       moves->alias_count + 1, sizeof(*moves->aliases));
	moves->aliases[moves->alias_count++] = search->event->as.alias;
}

static void take_step(struct search *search)
{
	const struct event_step *step = &search->event->as.step;
	search->step = step->over ? -1 : step->step;
	search->beat = step->over ? -1 : step->beat;
}

static void take_output(struct search *search)
{
	add_move(search, MOVE_COMMAND)->output = &search->event->as.output;
}

static void take_order(struct search *search)
{
	add_move(search, MOVE_ORDER)->order = search->event->as.order.text;
}

static void (*const takers[EVENT_COUNT])(struct search *) = {
	[EVENT_CALL] = take_call,   [EVENT_ACTOR] = take_actor,
	[EVENT_STEP] = take_step,   [EVENT_OUTPUT] = take_output,
	[EVENT_ORDER] = take_order, [EVENT_ALIAS] = take_alias,
};

void moves_find(const struct journal *journal, size_t begin, size_t end,
		struct moves *moves)
{
	struct search search = {.moves = moves, .step = -1, .beat = -1};
	for (size_t i = begin; i < end; i++) {
		search.event = journal_at(journal, i);
		search.index = i;
		if (takers[search.event->kind])
			takers[search.event->kind](&search);
	}
	for (size_t i = 0; i < moves->count; i++)
		moves->items[i].end =
			i + 1 < moves->count ? moves->items[i + 1].begin : end;
}

void moves_done(struct moves *moves)
{
	free(moves->items);
	free(moves->aliases);
	free(moves->actors);
	*moves = (struct moves){0};
}

const char *moves_name(const struct moves *moves, const char *actor,
		       const char *name)
{
	for (size_t i = moves->alias_count; i-- > 0;) {
		const struct event_alias *alias = &moves->aliases[i];
		if (!strcmp(alias->actor, actor) && !strcmp(alias->meant, name))
			return alias->name;
	}
	return name;
}

struct owner {
	const struct moves *moves;
	const char *actor;
};

static const char *name_of(void *data, const char *name)
{
	const struct owner *owner = data;
	return moves_name(owner->moves, owner->actor, name);
}

struct call moves_call(const struct moves *moves, size_t index,
		       struct arena *arena)
{
	const struct event_call *call = moves->items[index].call;
	struct owner owner = {moves, call->actor};
	return call_rename(&call->call, name_of, &owner, arena);
}

bool move_is_interrupted(const struct moves *moves, size_t index)
{
	const struct move *move = &moves->items[index];
	return move->kind == MOVE_CALL && move->slept &&
	       move->call->call.result.error == EINTR;
}

bool move_sleeps(const struct moves *moves, size_t index)
{
	const struct move *move = &moves->items[index];
	return move->kind == MOVE_CALL && move->over != index;
}

bool moves_has_calls(const struct moves *moves, const char *actor)
{
	for (size_t i = 0; i < moves->count; i++) {
		const struct move *move = &moves->items[i];
		if (move->kind == MOVE_CALL &&
		    !strcmp(move->call->actor, actor))
			return true;
	}
	return false;
}
