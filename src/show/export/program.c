/* program: one process of a run and those that it forked, as a program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In a run a call that fails leaves its variable as it was; in a program the
 * variable would be lost. Where it held something, such a call is made without
 * its variable.
 *
 * A forked actor begins with the variables that its parent has then, as a child
 * does: what it sees are its own calls, and those before the fork.
 */
#include "show/export/program.h"

#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "show/export/program_parts.h"
#include "show/export/turns.h"

#include <signal.h>
#include <string.h>

static bool has_failed(const struct deed *deed)
{
	const struct result *result = &deed->call->call.result;
	return result->done && result->error;
}

/* The deed before `index` that gave a variable its value; DEED_NEVER: none. */
static size_t find_giver(const struct program *program, size_t index,
			 const char *name)
{
	int64_t num;
	for (size_t i = index; i-- > 0;) {
		if (program_sees(program, index, i) &&
		    call_gives(&program->calls[i].call, name, &num))
			return i;
	}
	return DEED_NEVER;
}

/* Whether a call between the two gave the descriptor back. */
static bool is_ended(const struct program *program, size_t from, size_t to)
{
	const struct program_call *giver = &program->calls[from];
	int64_t fd = program->deeds.items[giver->deed].call->call.result.value;
	for (size_t i = from + 1; i < to; i++) {
		const struct program_call *call = &program->calls[i];
		const struct event_call *made =
			program->deeds.items[call->deed].call;
		int arg = call_fd_arg(&made->call);
		if (program_sees(program, to, i) &&
		    (made->call.syscall->flags & SYSCALL_ENDS_FD) && arg >= 0 &&
		    made->call.args[arg].num == fd)
			return true;
	}
	return false;
}

static void look_at_variable(struct program *program, size_t index)
{
	struct program_call *call = &program->calls[index];
	const struct deed *deed = &program->deeds.items[call->deed];
	if (!call->call.into)
		return;
	size_t giver = find_giver(program, index, call->call.into);
	if (giver == DEED_NEVER)
		return;
	if (has_failed(deed))
		call->call.into = NULL;
	else
		call->replaces = !is_ended(program, giver, index);
}

/* The actor that the call of a deed forked, or NULL. */
static const char *find_child(const struct deeds *deeds, size_t deed)
{
	for (size_t i = 0; i < deeds->actor_count; i++) {
		const struct deed_actor *actor = &deeds->actors[i];
		if (actor->parent && actor->fork == deed)
			return actor->name;
	}
	return NULL;
}

static void add_call(struct program *program, size_t index,
		     const struct turns *turns)
{
	const struct deeds *deeds = &program->deeds;
	program->is_interrupted |= deed_is_interrupted_by_hand(deeds, index);
	program->calls[program->count] = (struct program_call){
		.deed = index,
		.actor = deeds->items[index].call->actor,
		.child = find_child(deeds, index),
		.call = deeds_call(deeds, index, &program->arena),
		.turn = turns->turn,
		.over = turns->over,
		.woken_turn = turns->woken_turn,
		.woken_over = turns->woken_over,
	};
	look_at_variable(program, program->count++);
}

static void add_calls(struct program *program)
{
	const struct deeds *deeds = &program->deeds;
	struct turns *turns = xcalloc(deeds->count + 1, sizeof(*turns));
	program->turns = turns_find(deeds, turns);
	program->calls = arena_alloc(
		&program->arena, (deeds->count + 1) * sizeof(*program->calls));
	for (size_t i = 0; i < deeds->count; i++) {
		const struct deed *deed = &deeds->items[i];
		if (deed->kind == DEED_CALL &&
		    deeds_is_within(deeds, deed->call->actor, program->actor))
			add_call(program, i, &turns[i]);
	}
	free(turns);
}

static bool is_about_alarm(const struct call *call)
{
	return call_is(call, "alarm") ||
	       (call->syscall->parameters[0].kind == &kind_signal &&
		call->args[0].num == SIGALRM);
}

/* Long enough for all that took its time in the run. */
static unsigned find_limit(const struct deeds *deeds)
{
	enum { SECONDS_AT_LEAST = 3 };
	uint64_t took = 0;
	for (size_t i = 0; i < deeds->count; i++) {
		const struct deed *deed = &deeds->items[i];
		if (deed->kind != DEED_CALL)
			continue;
		const struct call *call = &deed->call->call;
		if (is_about_alarm(call))
			return 0;
		if (deed->over == i)
			took += call->result.elapsed;
	}
	return SECONDS_AT_LEAST + (unsigned)(took / CLOCK_SECOND);
}

/* Whether the actor, or one that it forked, made a call. */
static bool has_calls(const struct deeds *deeds, const char *actor)
{
	for (size_t i = 0; i < deeds->actor_count; i++) {
		const char *name = deeds->actors[i].name;
		if (deeds_is_within(deeds, name, actor) &&
		    deeds_has_calls(deeds, name))
			return true;
	}
	return false;
}

size_t program_actors(const struct exported *from, const char **actors,
		      size_t most)
{
	struct deeds deeds = {0};
	size_t count = 0;
	deeds_find(from->journal, from->begin, from->end, &deeds);
	for (size_t i = 0; i < deeds.actor_count; i++) {
		const struct deed_actor *actor = &deeds.actors[i];
		if (actor->parent || !has_calls(&deeds, actor->name))
			continue;
		if (count < most)
			actors[count] = actor->name;
		count++;
	}
	deeds_done(&deeds);
	return count;
}

/* A thread's calls would need a function of their own. */
static bool is_thread(const struct deeds *deeds, const struct deed_actor *born)
{
	return born->fork != DEED_NEVER &&
	       deeds->items[born->fork].call->call.syscall->operation ==
		       RAW_THREAD;
}

/* A thread, what a traced program forked by other calls, or a second process of
 * one name. */
static bool check_births(const struct program *program, struct err *err)
{
	for (size_t i = 0; i < program->deeds.actor_count; i++) {
		const struct deed_actor *born = &program->deeds.actors[i];
		if (born->again)
			return FAILURE(err, "save-programs-again",
				       SLOT_TEXT("actor", born->name));
		if (is_thread(&program->deeds, born))
			return FAILURE(err, "save-programs-thread",
				       SLOT_TEXT("actor", born->name));
		if (born->parent && born->fork == DEED_NEVER)
			return FAILURE(err, "save-programs-born",
				       SLOT_TEXT("actor", born->name),
				       SLOT_TEXT("parent", born->parent));
	}
	return true;
}

static bool is_alone(const struct program *program)
{
	for (size_t i = 0; i < program->deeds.actor_count; i++) {
		if (program->deeds.actors[i].parent)
			return false;
	}
	return !program->has_others;
}

static bool was_killed(const struct deeds *deeds, const char *root, int signal)
{
	for (size_t i = 0; i < deeds->actor_count; i++) {
		const struct deed_actor *actor = &deeds->actors[i];
		if (actor->killed == signal &&
		    deeds_is_within(deeds, actor->name, root))
			return true;
	}
	return false;
}

bool program_make(struct program *program, const struct exported *from,
		  const char *actor, enum notation notation, struct err *err)
{
	program->from = from;
	program->actor = actor;
	program->notation = notation;
	deeds_find(from->journal, from->begin, from->end, &program->deeds);
	if (!check_births(program, err))
		return false;
	add_calls(program);
	if (!program_name_processes(program, err))
		return false;
	program->has_others = program_actors(from, NULL, 0) > 1;
	if (is_alone(program))
		program->turns = 0;
	program->limit = program->turns ? find_limit(&program->deeds) : 0;
	program->killed_by_pipe = was_killed(&program->deeds, actor, SIGPIPE);
	program->killed_by_int = was_killed(&program->deeds, actor, SIGINT);
	program_rename(program, notation);
	return true;
}

void program_done(struct program *program)
{
	deeds_done(&program->deeds);
	arena_done(&program->arena);
}
