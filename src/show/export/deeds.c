/* deeds: what was done in a run: calls, commands and orders, in their order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A deed is over when the next one begins; what a call does then, such as
 * coming back, belongs to that later deed. A killed actor never comes back
 * from its call: the event of its end says so.
 *
 * The MOVE events say what the learner did, and with it who sent a signal, and
 * where a command began, of which the journal has nothing else before its
 * output. What only calls can tell, such as a fork, is found among them.
 */
#include "show/export/deeds.h"

#include "call/rename.h"
#include "call/table/syscalls.h"
#include "journal/move.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

struct search {
	struct deeds *deeds;
	const struct event *event;
	size_t index;	/* of the event */
	int step, beat; /* being played, or -1 */
	struct arena arena;
	struct move move;  /* being made, or the last one; when `has_move` */
	bool has_move;	   /* a journal of an older sockstep has none */
	size_t move_begin; /* its place */
	size_t before;	   /* deeds before it */
};

static struct deed *add_deed(struct search *search, enum deed_kind kind)
{
	struct deeds *deeds = search->deeds;
	deeds->items = xgrow(deeds->items, &deeds->cap, deeds->count + 1,
			     sizeof(*deeds->items));
	struct deed *deed = &deeds->items[deeds->count++];
	*deed = (struct deed){
		.kind = kind,
		.begin = search->index,
		.step = search->step,
		.beat = search->beat,
		.over = DEED_NEVER,
	};
	return deed;
}

static struct deed *find_call(struct deeds *deeds, unsigned id)
{
	for (size_t i = deeds->count; i-- > 0;) {
		struct deed *deed = &deeds->items[i];
		if (deed->kind == DEED_CALL && deed->call->id == id)
			return deed;
	}
	return NULL;
}

static void end_call(struct search *search, struct deed *deed)
{
	deed->over = search->deeds->count - 1;
	deed->over_at = search->index;
}

static void take_call(struct search *search)
{
	const struct event_call *call = &search->event->as.call;
	struct deed *deed = call->phase == CALL_ENTER
				    ? add_deed(search, DEED_CALL)
				    : find_call(search->deeds, call->id);
	if (!deed)
		return;
	deed->call = call;
	if (call->phase == CALL_BLOCKED)
		deed->slept = true;
	if (call->phase == CALL_RETURN)
		end_call(search, deed);
	if (call->phase == CALL_RETURN)
		deed->killed = call->call.result.signal;
}

static struct deed_actor *find_actor(const struct deeds *deeds,
				     const char *name)
{
	for (size_t i = 0; i < deeds->actor_count; i++) {
		if (!strcmp(deeds->actors[i].name, name))
			return &deeds->actors[i];
	}
	return NULL;
}

/* A child is told of before the call that forked it returns. */
static size_t find_fork(const struct deeds *deeds, const char *parent)
{
	for (size_t i = deeds->count; parent && i-- > 0;) {
		const struct deed *deed = &deeds->items[i];
		if (deed->kind == DEED_CALL &&
		    !strcmp(deed->call->actor, parent))
			return syscall_makes_actor(deed->call->call.syscall)
				       ? i
				       : DEED_NEVER;
	}
	return DEED_NEVER;
}

static void add_actor(struct deeds *deeds, const struct event_actor *actor)
{
	struct deed_actor *known = find_actor(deeds, actor->actor);
	if (known) {
		known->again = true;
		return;
	}
	deeds->actors = xgrow(deeds->actors, &deeds->actor_cap,
			      deeds->actor_count + 1, sizeof(*deeds->actors));
	deeds->actors[deeds->actor_count++] = (struct deed_actor){
		.name = actor->actor,
		.host = actor->host,
		.parent = actor->parent,
		.fork = find_fork(deeds, actor->parent),
		.pid = actor->pid,
		.ended = DEED_NEVER,
	};
}

/* Whether the learner sent that signal with the move that is being made. */
static bool is_sent(const struct search *search, const char *actor, int signal)
{
	const struct move *move = &search->move;
	int sent = move->kind == MOVE_SIGNAL	  ? move->signal
		   : move->kind == MOVE_INTERRUPT ? SIGNAL_INTERRUPT
						  : 0;
	return search->has_move && sent && sent == signal &&
	       !strcmp(move->actor, actor);
}

static void take_actor(struct search *search)
{
	const struct event_actor *actor = &search->event->as.actor;
	if (actor->phase == ACTOR_BORN) {
		add_actor(search->deeds, actor);
		return;
	}
	struct deed_actor *ended = find_actor(search->deeds, actor->actor);
	if (ended && search->deeds->count) {
		ended->killed = actor->signal;
		ended->by_hand = is_sent(search, actor->actor, actor->signal);
		ended->ended = search->deeds->count - 1;
		ended->ended_at = search->index;
	}
	for (size_t i = search->deeds->count; i-- > 0;) {
		struct deed *deed = &search->deeds->items[i];
		if (deed->kind != DEED_CALL || deed->over != DEED_NEVER ||
		    strcmp(deed->call->actor, actor->actor) != 0)
			continue;
		deed->killed = actor->signal;
		end_call(search, deed);
	}
}

static void take_signal(struct search *search)
{
	const struct event_signal *signal = &search->event->as.signal;
	for (size_t i = search->deeds->count; i-- > 0;) {
		struct deed *deed = &search->deeds->items[i];
		if (deed->kind != DEED_CALL ||
		    strcmp(deed->call->actor, signal->actor) != 0)
			continue;
		if (deed->over != DEED_NEVER || signal->fate != SIGNAL_HANDLED)
			return;
		deed->signal = signal->number;
		deed->by_hand = is_sent(search, signal->actor, signal->number);
		return;
	}
}

static void take_alias(struct search *search)
{
	struct deeds *deeds = search->deeds;
	deeds->aliases = xgrow(deeds->aliases, &deeds->alias_cap,
			       deeds->alias_count + 1, sizeof(*deeds->aliases));
	deeds->aliases[deeds->alias_count++] = search->event->as.alias;
}

static void take_step(struct search *search)
{
	const struct event_step *step = &search->event->as.step;
	search->step = step->over ? -1 : step->step;
	search->beat = step->over ? -1 : step->beat;
}

/* What came of the command is told before its output: all since its move began,
 * when that is no other deed's. */
static void claim_move(struct search *search, struct deed *deed)
{
	struct deeds *deeds = search->deeds;
	size_t index = deeds->count - 1, from = search->move_begin;
	if (!search->has_move || search->before != index)
		return;
	deed->begin = from;
	for (size_t i = 0; i < index; i++) {
		struct deed *other = &deeds->items[i];
		if (other->over != DEED_NEVER && other->over_at >= from)
			other->over = index;
	}
	for (size_t i = 0; i < deeds->actor_count; i++) {
		struct deed_actor *actor = &deeds->actors[i];
		if (actor->ended != DEED_NEVER && actor->ended_at >= from)
			actor->ended = index;
	}
}

static void take_output(struct search *search)
{
	struct deed *deed = add_deed(search, DEED_COMMAND);
	deed->output = &search->event->as.output;
	claim_move(search, deed);
}

static void take_move(struct search *search)
{
	const struct event_move *event = &search->event->as.move;
	struct err err;
	if (event->phase != MOVE_BEGUN)
		return;
	search->has_move = move_parse_head(str_from(event->text),
					   &search->arena, &search->move, &err);
	search->move_begin = search->index;
	search->before = search->deeds->count;
}

static void take_order(struct search *search)
{
	add_deed(search, DEED_ORDER)->order = search->event->as.order.text;
}

static void (*const takers[EVENT_COUNT])(struct search *) = {
	[EVENT_CALL] = take_call,     [EVENT_ACTOR] = take_actor,
	[EVENT_STEP] = take_step,     [EVENT_OUTPUT] = take_output,
	[EVENT_ORDER] = take_order,   [EVENT_ALIAS] = take_alias,
	[EVENT_SIGNAL] = take_signal, [EVENT_MOVE] = take_move,
};

void deeds_find(const struct journal *journal, size_t begin, size_t end,
		struct deeds *deeds)
{
	struct search search = {.deeds = deeds, .step = -1, .beat = -1};
	for (size_t i = begin; i < end; i++) {
		search.event = journal_at(journal, i);
		search.index = i;
		if (takers[search.event->kind])
			takers[search.event->kind](&search);
	}
	for (size_t i = 0; i < deeds->count; i++)
		deeds->items[i].end =
			i + 1 < deeds->count ? deeds->items[i + 1].begin : end;
	arena_done(&search.arena);
}

void deeds_done(struct deeds *deeds)
{
	free(deeds->items);
	free(deeds->aliases);
	free(deeds->actors);
	*deeds = (struct deeds){0};
}

const struct deed_actor *deeds_actor(const struct deeds *deeds,
				     const char *name)
{
	return find_actor(deeds, name);
}

bool deeds_is_within(const struct deeds *deeds, const char *actor,
		     const char *other)
{
	while (actor && strcmp(actor, other) != 0) {
		const struct deed_actor *known = find_actor(deeds, actor);
		actor = known ? known->parent : NULL;
	}
	return actor;
}

const char *deeds_name(const struct deeds *deeds, const char *actor,
		       const char *name)
{
	for (size_t i = deeds->alias_count; i-- > 0;) {
		const struct event_alias *alias = &deeds->aliases[i];
		if (deeds_is_within(deeds, actor, alias->actor) &&
		    !strcmp(alias->meant, name))
			return alias->name;
	}
	return name;
}

const char *deeds_actor_name(const struct deeds *deeds, const char *actor)
{
	const struct deed_actor *known = find_actor(deeds, actor);
	bool forked = known && known->parent;
	return forked ? deeds_name(deeds, known->parent, actor) : actor;
}

struct owner {
	const struct deeds *deeds;
	const char *actor;
};

static const char *name_of(void *data, const char *name)
{
	const struct owner *owner = data;
	return deeds_name(owner->deeds, owner->actor, name);
}

struct call deeds_call(const struct deeds *deeds, size_t index,
		       struct arena *arena)
{
	const struct event_call *call = deeds->items[index].call;
	struct owner owner = {deeds, call->actor};
	return call_rename(&call->call, name_of, &owner, arena);
}

/* Whether `call` asks the kernel for that signal; kill() for one to anybody. */
static bool asks_for(const struct call *call, int signal, bool is_own)
{
	if (call_is(call, "kill"))
		return call->argc > 1 && call->args[1].num == signal;
	return is_own && signal == SIGALRM && call_is(call, "alarm");
}

static bool can_send(const struct deeds *deeds, const char *actor, int signal)
{
	static const int kernels[] = {SIGCHLD, SIGPIPE, SIGIO, SIGURG};
	for (size_t i = 0; i < COUNT(kernels); i++) {
		if (signal == kernels[i])
			return true;
	}
	for (size_t i = 0; i < deeds->count; i++) {
		const struct deed *deed = &deeds->items[i];
		if (deed->kind == DEED_CALL &&
		    asks_for(&deed->call->call, signal,
			     !strcmp(deed->call->actor, actor)))
			return true;
	}
	return false;
}

bool deed_is_interrupted(const struct deeds *deeds, size_t index)
{
	const struct deed *deed = &deeds->items[index];
	return deed->kind == DEED_CALL && deed->slept &&
	       deed->call->call.result.error == EINTR;
}

bool deed_is_interrupted_by_hand(const struct deeds *deeds, size_t index)
{
	const struct deed *deed = &deeds->items[index];
	return deed_is_interrupted(deeds, index) &&
	       (deed->by_hand || !deed->signal ||
		!can_send(deeds, deed->call->actor, deed->signal));
}

bool deed_is_killed_by_hand(const struct deeds *deeds,
			    const struct deed_actor *actor)
{
	return actor->killed &&
	       (actor->by_hand || !can_send(deeds, actor->name, actor->killed));
}

bool deed_sleeps(const struct deeds *deeds, size_t index)
{
	const struct deed *deed = &deeds->items[index];
	return deed->kind == DEED_CALL && deed->over != index;
}

bool deeds_has_calls(const struct deeds *deeds, const char *actor)
{
	for (size_t i = 0; i < deeds->count; i++) {
		const struct deed *deed = &deeds->items[i];
		if (deed->kind == DEED_CALL &&
		    !strcmp(deed->call->actor, actor))
			return true;
	}
	return false;
}
