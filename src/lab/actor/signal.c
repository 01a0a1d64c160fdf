/* signal: signals to actors, and what they did with them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only what was delivered is told, each kind by who knows it: a handler notes
 * that it ran (agent.c), a stopped process is in state T, and how an actor was
 * killed is its end. A signal that is ignored is thrown away where it is sent
 * (signal(7)), so nobody but the sender can tell: that is the lab itself, or an
 * actor whose kill(2) came back.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lab/ground/parts.h"
#include "lab/kernel/process.h"
#include "lab/trace/trace_parts.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

static void emit_signal(const struct actor *actor, int number,
			enum signal_fate fate)
{
	struct event event = {
		.as.signal = {.actor = actor->name,
			      .number = number,
			      .fate = fate},
	};
	lab_emit(actor->lab, EVENT_SIGNAL, &event);
}

static void note_lost(const struct actor *actor, uint32_t count)
{
	struct buf text = {0};
	SENTENCE(&text, "note-signals-lost", SLOT_TEXT("actor", actor->name),
		 SLOT_NUMBER("count", count));
	lab_note(actor->lab, buf_text(&text));
	buf_done(&text);
}

void signal_take(struct actor *actor, uint64_t until)
{
	const struct desk *desk = actor->desk;
	if (!desk)
		return;
	uint32_t count = atomic_load(&desk->signal_count);
	uint32_t fresh = count - actor->signals_told;
	if (fresh > DESK_SIGNALS) {
		note_lost(actor, fresh - DESK_SIGNALS);
		actor->signals_told = count - DESK_SIGNALS;
	}
	for (; actor->signals_told != count; actor->signals_told++) {
		struct desk_signal taken =
			desk->signals[actor->signals_told % DESK_SIGNALS];
		if (taken.when > until)
			return;
		emit_signal(actor, taken.number, SIGNAL_HANDLED);
	}
}

/* By default, see signal(7). */
static bool is_ignored(int number)
{
	return number == SIGCHLD || number == SIGURG || number == SIGWINCH;
}

/* The signal was sent, and the kernel took it. What a handler or a stopped
 * process does is seen later. */
static void signal_sent(struct actor *actor, int number)
{
	if (!number)
		return;
	enum process_signal does = process_signal(actor->outer, number);
	if (does == PROCESS_IGNORES ||
	    (does == PROCESS_DEFAULT && is_ignored(number)))
		emit_signal(actor, number, SIGNAL_IGNORED);
	else if (process_stops_by(number))
		actor->stop_signal = number;
}

void signal_of_kill(struct lab *lab, const struct call *call)
{
	struct actor *actor = actor_of_pid(lab, (int)call->args[0].num);
	if (call->result.value == 0 && actor)
		signal_sent(actor, (int)call->args[1].num);
}

/* Without namespaces kill(2) reaches whatever the learner runs. */
bool signal_allows(const struct lab *lab, const struct call *call,
		   struct err *err)
{
	if (lab->space.namespaces || call->syscall->number != SYS_kill ||
	    actor_of_pid(lab, (int)call->args[0].num))
		return true;
	return FAILURE(err, "kill-no-actor",
		       SLOT_NUMBER("process", call->args[0].num));
}

void signal_look(struct lab *lab)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		struct actor *actor = lab->actors[i];
		signal_take(actor, UINT64_MAX);
		if (!actor->stop_signal || actor->state == LAB_ACTOR_ENDED)
			continue;
		bool stopped = process_state(actor->outer) == 'T';
		if (stopped && !actor->stopped)
			emit_signal(actor, actor->stop_signal, SIGNAL_STOPPED);
		else if (!stopped && actor->stopped)
			emit_signal(actor, SIGCONT, SIGNAL_CONTINUED);
		actor->stopped = stopped;
	}
}

bool signal_is_due(const struct lab *lab)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		const struct actor *actor = lab->actors[i];
		if (actor->state != LAB_ACTOR_ENDED &&
		    process_has_signal(actor->outer))
			return true;
	}
	return false;
}

static struct actor *find_living(const struct lab *lab, const char *name,
				 struct err *err)
{
	struct actor *actor = actor_find(lab, name);
	if (!actor && tracer_find(lab, name))
		FAILURE(err, "actor-ended", SLOT_TEXT("actor", name));
	else if (!actor)
		FAILURE(err, "no-actor", SLOT_TEXT("actor", name));
	else if (actor->state == LAB_ACTOR_ENDED)
		FAILURE(err, "actor-ended", SLOT_TEXT("actor", name));
	else
		return actor;
	return NULL;
}

static bool send_signal(struct actor *actor, int number, struct err *err)
{
	if (process_send(actor->pidfd, number) < 0)
		return FAILURE(err, "send-signal",
			       SLOT_NUMBER("number", number),
			       SLOT_TEXT("actor", actor->name),
			       SLOT_TEXT("reason", strerror(errno)));
	lab_look_after(actor->lab, 0);
	return true;
}

bool lab_signal(struct lab *lab, const char *name, int number, struct err *err)
{
	struct tracee *tracee = tracer_find(lab, name);
	if (tracee && tracee->state != LAB_ACTOR_ENDED)
		return tracee_signal(tracee, number, err);
	struct actor *actor = find_living(lab, name, err);
	if (!actor || !send_signal(actor, number, err))
		return false;
	signal_sent(actor, number);
	return true;
}

static bool has_threads(const struct lab *lab, const struct actor *actor)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		if (lab->actors[i]->leader == actor)
			return true;
	}
	return actor->leader;
}

bool lab_interrupt(struct lab *lab, const char *name, struct err *err)
{
	struct tracee *tracee = tracer_find(lab, name);
	if (tracee && tracee->state != LAB_ACTOR_ENDED)
		return tracee_interrupt(tracee, err);
	struct actor *actor = find_living(lab, name, err);
	if (!actor)
		return false;
	if (!actor_is_inside(actor))
		return FAILURE(err, "not-in-call", SLOT_TEXT("actor", name));
	if (actor->stopped)
		return FAILURE(err, "actor-stopped", SLOT_TEXT("actor", name));
	if (has_threads(lab, actor))
		return FAILURE(err, "actor-thread", SLOT_TEXT("actor", name));
	return send_signal(actor, SIGNAL_INTERRUPT, err);
}
