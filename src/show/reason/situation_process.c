/* situation_process: reasons that lie in processes and signals.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call that a handler interrupts fails with EINTR when the handler was set
 * up without SA_RESTART; some calls, such as sleep(), do so whatever is set.
 */
#include "base/text.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>

static void interrupted(struct situation *situation)
{
	for (size_t i = situation->place; i-- > situation->begin;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_signal *signal = &event->as.signal;
		if (event->kind != EVENT_SIGNAL ||
		    signal->fate != SIGNAL_HANDLED ||
		    strcmp(signal->actor, situation->event->actor) != 0)
			continue;
		const char *name = symbol_name(SYMBOL_SIGNAL, signal->number);
		if (name)
			situation_say(situation,
				      "%s came while %s was inside %s, and its "
				      "handler ran.",
				      name, situation->event->actor,
				      situation->call->syscall->name);
		else
			situation_say(situation,
				      "%s was interrupted inside "
				      "%s.",
				      situation->event->actor,
				      situation->call->syscall->name);
		return;
	}
}

/* The birth of the process with that number, the last one; 0: of any. `parent`
 * NULL: whoever forked it. */
static const struct event_actor *birth_of(const struct situation *situation,
					  const char *parent, int64_t pid)
{
	for (size_t i = situation->place; i-- > 0;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind != EVENT_ACTOR || life->phase != ACTOR_BORN ||
		    life->is_thread || (pid > 0 && life->pid != pid))
			continue;
		if (!parent || text_is(life->parent, parent))
			return life;
	}
	return NULL;
}

static bool has_ended(const struct situation *situation, int pid)
{
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind == EVENT_ACTOR && life->pid == pid)
			return life->phase == ACTOR_ENDED;
	}
	return false;
}

static void no_child(struct situation *situation)
{
	int64_t pid = situation->call->args[0].num;
	const struct event_actor *other =
		pid > 0 ? birth_of(situation, NULL, pid) : NULL;
	if (other &&
	    (!other->parent || strcmp(other->parent, situation->actor) != 0))
		situation_say(situation,
			      "Process %lld is %s, which is no child of %s.",
			      (long long)pid, other->actor, situation->actor);
	else if (!birth_of(situation, situation->actor, 0))
		situation_say(situation, "%s has forked no child.",
			      situation->actor);
	else
		situation_say(situation,
			      "%s has no such child that was not waited for "
			      "already.",
			      situation->actor);
}

static void child_lives(struct situation *situation)
{
	const struct event_actor *child = birth_of(
		situation, situation->actor, situation->call->args[0].num);
	if (!child || has_ended(situation, child->pid))
		return;
	const struct event_call *open = journal_open_call(
		situation->journal, situation->place, child->actor);
	if (open && open->phase == CALL_BLOCKED)
		situation_say(situation,
			      "%s, process %d, has not ended: it is blocked in "
			      "%s.",
			      child->actor, child->pid,
			      open->call.syscall->name);
	else
		situation_say(situation, "%s, process %d, has not ended.",
			      child->actor, child->pid);
}

static void no_process(struct situation *situation)
{
	int64_t pid = situation->call->args[0].num;
	const struct event_actor *life =
		pid > 0 ? birth_of(situation, NULL, pid) : NULL;
	if (life && has_ended(situation, life->pid))
		situation_say(situation,
			      "Process %lld was %s, which has ended and was "
			      "waited for.",
			      (long long)pid, life->actor);
	else if (pid > 0 && !life)
		situation_say(situation, "No process of the lab is %lld.",
			      (long long)pid);
}

const struct situation_row *situation_processes(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_CAN_BLOCK, EINTR, interrupted},
		{"waitpid", 0, ECHILD, no_child},
		{"waitpid", 0, SITUATION_BLOCKED, child_lives},
		{"kill", 0, ESRCH, no_process},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
