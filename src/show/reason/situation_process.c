/* situation_process: reasons that lie in processes and signals.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call that a handler interrupts fails with EINTR when the handler was set
 * up without SA_RESTART; some calls, such as sleep(), do so whatever is set.
 */
#include "base/sentence.h"
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
			SAY(situation, "interrupted-handled",
			    SLOT_TEXT("signal", name),
			    SLOT_TEXT("actor", situation->event->actor),
			    SLOT_TEXT("call", situation->call->syscall->name));
		else
			SAY(situation, "interrupted",
			    SLOT_TEXT("actor", situation->event->actor),
			    SLOT_TEXT("call", situation->call->syscall->name));
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
		SAY(situation, "no-child-of", SLOT_NUMBER("pid", pid),
		    SLOT_TEXT("actor", other->actor),
		    SLOT_TEXT("own", situation->actor));
	else if (!birth_of(situation, situation->actor, 0))
		SAY(situation, "no-child",
		    SLOT_TEXT("actor", situation->actor));
	else
		SAY(situation, "no-such-child",
		    SLOT_TEXT("actor", situation->actor));
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
		SAY(situation, "child-blocked",
		    SLOT_TEXT("actor", child->actor),
		    SLOT_NUMBER("pid", child->pid),
		    SLOT_TEXT("call", open->call.syscall->name));
	else
		SAY(situation, "child-lives", SLOT_TEXT("actor", child->actor),
		    SLOT_NUMBER("pid", child->pid));
}

static void no_process(struct situation *situation)
{
	int64_t pid = situation->call->args[0].num;
	const struct event_actor *life =
		pid > 0 ? birth_of(situation, NULL, pid) : NULL;
	if (life && has_ended(situation, life->pid))
		SAY(situation, "process-ended", SLOT_NUMBER("pid", pid),
		    SLOT_TEXT("actor", life->actor));
	else if (pid > 0 && !life)
		SAY(situation, "process-unknown", SLOT_NUMBER("pid", pid));
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
