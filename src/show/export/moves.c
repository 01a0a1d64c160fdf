/* moves: what was done in a run: calls, commands and orders, in their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A move is over when the next one begins; what a call does then, such as
 * coming back, belongs to that later move. A killed actor never comes back
 * from its call: the event of its end says so.
 */
#include "show/export/moves.h"

#include "call/rename.h"
#include "call/table/syscalls.h"

#include <errno.h>
#include <signal.h>
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

static struct move_actor *find_actor(const struct moves *moves,
				     const char *name)
{
	for (size_t i = 0; i < moves->actor_count; i++) {
		if (!strcmp(moves->actors[i].name, name))
			return &moves->actors[i];
	}
	return NULL;
}

/* A child is told of before the call that forked it returns. */
static size_t find_fork(const struct moves *moves, const char *parent)
{
	for (size_t i = moves->count; parent && i-- > 0;) {
		const struct move *move = &moves->items[i];
		if (move->kind == MOVE_CALL &&
		    !strcmp(move->call->actor, parent))
			return move->call->call.syscall->operation == RAW_FORK
				       ? i
				       : MOVE_NEVER;
	}
	return MOVE_NEVER;
}

static void add_actor(struct moves *moves, const struct event_actor *actor)
{
	struct move_actor *known = find_actor(moves, actor->actor);
	if (known) {
		known->again = true;
		return;
	}
	moves->actors = xgrow(moves->actors, &moves->actor_cap,
			      moves->actor_count + 1, sizeof(*moves->actors));
	moves->actors[moves->actor_count++] = (struct move_actor){
		.name = actor->actor,
		.host = actor->host,
		.parent = actor->parent,
		.fork = find_fork(moves, actor->parent),
		.pid = actor->pid,
		.ended = MOVE_NEVER,
	};
}

static void take_actor(struct search *search)
{
	const struct event_actor *actor = &search->event->as.actor;
	if (actor->phase == ACTOR_BORN) {
		add_actor(search->moves, actor);
		return;
	}
	struct move_actor *ended = find_actor(search->moves, actor->actor);
	if (ended && search->moves->count) {
		ended->killed = actor->signal;
		ended->ended = search->moves->count - 1;
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

static void take_signal(struct search *search)
{
	const struct event_signal *signal = &search->event->as.signal;
	for (size_t i = search->moves->count; i-- > 0;) {
		struct move *move = &search->moves->items[i];
		if (move->kind != MOVE_CALL ||
		    strcmp(move->call->actor, signal->actor) != 0)
			continue;
		if (move->over == MOVE_NEVER && signal->fate == SIGNAL_HANDLED)
			move->signal = signal->number;
		return;
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
	[EVENT_CALL] = take_call,     [EVENT_ACTOR] = take_actor,
	[EVENT_STEP] = take_step,     [EVENT_OUTPUT] = take_output,
	[EVENT_ORDER] = take_order,   [EVENT_ALIAS] = take_alias,
	[EVENT_SIGNAL] = take_signal,
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

const struct move_actor *moves_actor(const struct moves *moves,
				     const char *name)
{
	return find_actor(moves, name);
}

bool moves_is_within(const struct moves *moves, const char *actor,
		     const char *other)
{
	while (actor && strcmp(actor, other) != 0) {
		const struct move_actor *known = find_actor(moves, actor);
		actor = known ? known->parent : NULL;
	}
	return actor;
}

const char *moves_name(const struct moves *moves, const char *actor,
		       const char *name)
{
	for (size_t i = moves->alias_count; i-- > 0;) {
		const struct event_alias *alias = &moves->aliases[i];
		if (moves_is_within(moves, actor, alias->actor) &&
		    !strcmp(alias->meant, name))
			return alias->name;
	}
	return name;
}

const char *moves_actor_name(const struct moves *moves, const char *actor)
{
	const struct move_actor *known = find_actor(moves, actor);
	bool forked = known && known->parent;
	return forked ? moves_name(moves, known->parent, actor) : actor;
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

/* Whether `call` asks the kernel for that signal; kill() for one to anybody. */
static bool asks_for(const struct call *call, int signal, bool is_own)
{
	if (!strcmp(call->syscall->name, "kill"))
		return call->argc > 1 && call->args[1].num == signal;
	return is_own && signal == SIGALRM &&
	       !strcmp(call->syscall->name, "alarm");
}

bool moves_can_send(const struct moves *moves, const char *actor, int signal)
{
	static const int kernels[] = {SIGCHLD, SIGPIPE, SIGIO, SIGURG};
	for (size_t i = 0; i < COUNT(kernels); i++) {
		if (signal == kernels[i])
			return true;
	}
	for (size_t i = 0; i < moves->count; i++) {
		const struct move *move = &moves->items[i];
		if (move->kind == MOVE_CALL &&
		    asks_for(&move->call->call, signal,
			     !strcmp(move->call->actor, actor)))
			return true;
	}
	return false;
}

bool move_is_interrupted(const struct moves *moves, size_t index)
{
	const struct move *move = &moves->items[index];
	return move->kind == MOVE_CALL && move->slept &&
	       move->call->call.result.error == EINTR;
}

bool move_is_interrupted_by_hand(const struct moves *moves, size_t index)
{
	const struct move *move = &moves->items[index];
	return move_is_interrupted(moves, index) &&
	       !(move->signal &&
		 moves_can_send(moves, move->call->actor, move->signal));
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
