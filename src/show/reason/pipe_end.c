/* pipe_end: the descriptors of a process that are ends of a pipe.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No snapshot has them: what is known are the calls that made them.
 */
#include "show/reason/pipe_end.h"

#include "call/list.h"
#include "call/table/syscalls.h"
#include "show/reason/situation_parts.h"

#include <string.h>

/* Where the number came from, going back in time. */
struct trail {
	const struct journal *journal;
	const char *process;
	size_t place;
	int64_t fd;
};

enum step {
	STEP_BACK,  /* the call has nothing to do with it, or is a copy */
	STEP_PIPE,  /* it made the pipe */
	STEP_OTHER, /* it ended the number, or made something else of it */
};

static enum step step_of(struct trail *trail, const struct call *call)
{
	const struct result *result = &call->result;
	bool is_about = (call->syscall->flags & SYSCALL_ENDS_FD) &&
			call->args[0].num == trail->fd;
	if (!result->done || result->value < 0)
		return STEP_BACK;
	if (is_about)
		return STEP_OTHER;
	if (!call_makes_fd(call, trail->fd))
		return STEP_BACK;
	if (call->syscall->flags & SYSCALL_GIVES_NUMBERS)
		return STEP_PIPE;
	if (!call_is(call, "dup") && !call_is(call, "dup2") &&
	    !call_is(call, "fcntl"))
		return STEP_OTHER;
	trail->fd = call->args[0].num;
	return STEP_BACK;
}

/* Goes on where the process was forked; false where it was not. */
static bool enter_parent(struct trail *trail)
{
	struct journal_walk lives =
		journal_back(trail->journal, EVENT_ACTOR, 0, trail->place);
	const struct event *event;
	while ((event = journal_step(&lives, &trail->place))) {
		const struct event_actor *life = &event->as.actor;
		if (life->phase != ACTOR_BORN ||
		    strcmp(life->actor, trail->process) != 0)
			continue;
		if (!life->parent)
			return false;
		trail->process = situation_process_at(
			trail->journal, trail->place, life->parent);
		return true;
	}
	return false;
}

/* The place at which the life of the process began. */
static size_t birth_of(const struct trail *trail)
{
	struct trail ahead = *trail;
	return enter_parent(&ahead)
		       ? ahead.place
		       : journal_lab_of(trail->journal, trail->place);
}

/* The pipe's call among those of one life, or NULL; *over when something else
 * had the number. */
static const struct call *find_in_life(struct trail *trail, bool *over)
{
	struct journal_walk calls = journal_back(trail->journal, EVENT_CALL,
						 birth_of(trail), trail->place);
	const struct event *event;
	size_t place;
	while ((event = journal_step(&calls, &place))) {
		const struct event_call *made = &event->as.call;
		if (made->phase != CALL_RETURN ||
		    strcmp(situation_process_at(trail->journal, place,
						made->actor),
			   trail->process) != 0)
			continue;
		enum step step = step_of(trail, &made->call);
		*over = step == STEP_OTHER;
		if (step != STEP_BACK)
			return *over ? NULL : &made->call;
	}
	return NULL;
}

bool pipe_end_find(const struct journal *journal, size_t place,
		   const char *actor, int64_t fd, bool *writes)
{
	struct trail trail = {
		.journal = journal,
		.process = situation_process_at(journal, place, actor),
		.place = place,
		.fd = fd,
	};
	size_t pipes;
	bool over = false;
	journal_places(journal, JOURNAL_NUMBERS, 0, place, &pipes);
	if (!pipes || fd < 0)
		return false;
	do {
		const struct call *made = find_in_life(&trail, &over);
		if (made) {
			const struct value *ends = &made->result.out;
			*writes = list_item(ends, 1)->num == trail.fd;
			return true;
		}
	} while (!over && enter_parent(&trail));
	return false;
}
