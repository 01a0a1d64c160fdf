/* actor: lets agents make calls, and tells what became of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call is over when its desk says DONE, and then what went over the wire
 * before is told first: the packets of a call come between its two events.
 * "Blocked" is what /proc says about the agent while no packet moves, see
 * lab/kernel/blocked.h; an agent that waits for work sleeps in another system
 * call than any lesson's.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lab/actor/host_look.h"
#include "lab/ground/parts.h"
#include "lab/kernel/blocked.h"
#include "lab/trace/trace_parts.h"

#include <poll.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { FIRST_LOOK = 150000 }; /* nanoseconds until a call may be asleep */

struct actor *actor_new(struct lab *lab, const char *name, size_t host)
{
	struct actor *actor = xcalloc(1, sizeof(*actor));
	actor->lab = lab;
	actor->name = xstrdup(name);
	actor->host = host;
	actor->seat = NO_DESK;
	actor->pidfd = -1;
	actor->state = LAB_ACTOR_UNKNOWN;
	return actor;
}

void actor_free(struct actor *actor)
{
	loop_remove(actor->lab->loop, actor->pidfd);
	if (actor->pidfd >= 0)
		close(actor->pidfd);
	arena_done(&actor->arena);
	free(actor->name);
	free(actor);
}

void actor_add(struct actor *actor)
{
	struct lab *lab = actor->lab;
	lab->actors = xgrow(lab->actors, &lab->actor_cap, lab->actor_count + 1,
			    sizeof(actor));
	lab->actors[lab->actor_count++] = actor;
}

bool actor_sit(struct actor *actor)
{
	struct lab *lab = actor->lab;
	size_t seat = 0;
	while (seat < lab->desk_count && lab->taken[seat])
		seat++;
	if (seat == lab->desk_count)
		return false;
	lab->taken[seat] = true;
	actor->seat = (int)seat;
	actor->desk = lab->desks[seat];
	desk_clear(actor->desk, actor->name);
	return true;
}

void actor_leave_desk(struct actor *actor)
{
	if (actor->seat != NO_DESK)
		actor->lab->taken[actor->seat] = false;
	actor->seat = NO_DESK;
	actor->desk = NULL;
}

void actor_tell_birth(struct actor *actor, bool joined)
{
	const struct actor *parent = actor->parent;
	struct event event = {
		.as.actor =
			{
				.phase = ACTOR_BORN,
				.actor = actor->name,
				.host = lab_host_name(actor->lab, actor->host),
				.parent = parent ? parent->name : NULL,
				.is_thread = actor->leader,
				.joined = joined,
				.pid = actor->pid,
			},
	};
	lab_emit(actor->lab, EVENT_ACTOR, &event);
}

enum lab_actor_state lab_actor_state(const struct lab *lab, const char *actor)
{
	const struct actor *found = actor_find(lab, actor);
	const struct tracee *traced = found ? NULL : tracer_find(lab, actor);
	if (traced)
		return traced->state;
	return found ? found->state : LAB_ACTOR_UNKNOWN;
}

bool lab_actor_ids(const struct lab *lab, const char *actor, uid_t *user,
		   gid_t *group)
{
	const struct actor *found = actor_find(lab, actor);
	char status[4096];
	if (!found ||
	    process_read(found->outer, "status", status, sizeof(status)) <= 0)
		return false;
	long uid = process_status_number(status, "Uid");
	long gid = process_status_number(status, "Gid");
	*user = (uid_t)uid;
	*group = (gid_t)gid;
	return uid >= 0 && gid >= 0;
}

static void emit_call(struct lab *lab, const struct actor *actor,
		      enum call_phase phase, const char *where)
{
	struct event event = {
		.as.call =
			{
				.id = actor->call_id,
				.phase = phase,
				.actor = actor->name,
				.pid = actor->pid,
				.call = actor->call,
				.where = where,
			},
	};
	lab_emit(lab, EVENT_CALL, &event);
}

static bool check_ready(const struct actor *actor, const char *name,
			struct err *err)
{
	if (!actor)
		return FAILURE(err, "no-actor", SLOT_TEXT("actor", name));
	switch (actor->state) {
	case LAB_ACTOR_READY:
		return true;
	case LAB_ACTOR_ENDED:
		return FAILURE(err, "ended-no-call", SLOT_TEXT("actor", name));
	default:
		return FAILURE(err, "inside-no-call", SLOT_TEXT("actor", name),
			       SLOT_TEXT("call", actor->call.syscall->name));
	}
}

bool lab_call(struct lab *lab, const char *name, const struct call *call,
	      struct err *err)
{
	struct actor *actor = actor_find(lab, name);
	if (!check_ready(actor, name, err) || !signal_allows(lab, call, err))
		return false;
	arena_done(&actor->arena);
	actor->call = call_copy(call, &actor->arena);
	actor->call.result = (struct result){0};
	if (!call_to_raw(&actor->call, &actor->arena, &actor->raw, err) ||
	    (syscall_makes_actor(call->syscall) &&
	     !birth_prepare(actor, call, err)) ||
	    !desk_ask(actor->desk, &actor->raw, err))
		return err_wrap(err, "%s", call->syscall->name);
	actor->state = LAB_ACTOR_CALLING;
	actor->call_id = ++lab->call_count;
	emit_call(lab, actor, CALL_ENTER, NULL);
	lab->look_delay = FIRST_LOOK;
	lab_look_after(lab, lab->look_delay);
	return true;
}

static void take_answer(struct lab *lab, struct actor *actor)
{
	const struct desk *desk = actor->desk;
	desk_answer(actor->desk, &actor->raw);
	call_take_result(&actor->call, &actor->raw, desk->value,
			 desk->returned - desk->entered, &actor->arena);
	signal_take(actor, desk->returned);
	actor->state = LAB_ACTOR_READY;
	if (actor->raw.number == SYS_wait4)
		death_of_waited(lab, &actor->call);
	host_look_after(lab, &actor->call, actor->outer);
	emit_call(lab, actor, CALL_RETURN, NULL);
	if (actor->raw.number == SYS_kill)
		signal_of_kill(lab, &actor->call);
}

/* A fork is told when its child has been. */
static bool has_answer(const struct actor *actor)
{
	return actor_is_inside(actor) && desk_state(actor->desk) == DESK_DONE &&
	       !birth_is_pending(actor);
}

/* The actor whose call came back first among those not told yet, or NULL. */
static struct actor *next_answer(const struct lab *lab)
{
	struct actor *first = NULL;
	for (size_t i = 0; i < lab->actor_count; i++) {
		struct actor *actor = lab->actors[i];
		if (has_answer(actor) &&
		    (!first || actor->desk->returned < first->desk->returned))
			first = actor;
	}
	return first;
}

/* The wire goes on by itself: what it carried before a call came back, such as
 * what the call had waited for, is told before that. */
void actor_take_answers(struct lab *lab)
{
	uint64_t told = 0;
	for (struct actor *actor; (actor = next_answer(lab));) {
		if (lab->wire && actor->desk->returned >= told) {
			told = clock_now();
			carrier_pump(lab->wire);
			continue;
		}
		take_answer(lab, actor);
	}
}

/* Who makes a thread sleeps until that one has told its number, however late
 * it comes to a processor: that waits for nobody of the lab. */
static bool is_asleep(const struct actor *actor, char *where, size_t size)
{
	if (desk_state(actor->desk) != DESK_CALLING || actor->birth)
		return false;
	// A function of the C library has no number of its own.
	if (actor->raw.number < 0)
		return probe_is_asleep(actor->outer, where, size);
	return probe_is_blocked(actor->outer, actor->raw.number, where, size);
}

/* The actor was found asleep, and then all that it sent before it fell asleep
 * has arrived, with what was answered: if it still sleeps it was not woken by
 * that. */
static bool is_blocked(struct lab *lab, struct actor *actor, char *where,
		       size_t size)
{
	if (actor->stopped) {
		probe_place(actor->outer, where, size);
		return lab_has_arrived(lab, 0);
	}
	if (!is_asleep(actor, where, size)) {
		actor->sleep.since = 0;
		return false;
	}
	uint64_t since = asleep_since(&actor->sleep, actor->outer);
	return lab_has_arrived(lab, since) && is_asleep(actor, where, size) &&
	       asleep_since(&actor->sleep, actor->outer) == since;
}

bool actor_check_blocked(struct lab *lab)
{
	bool running = false;
	for (size_t i = 0; i < lab->actor_count; i++) {
		struct actor *actor = lab->actors[i];
		char where[64];
		if (actor->state != LAB_ACTOR_CALLING)
			continue;
		if (!is_blocked(lab, actor, where, sizeof(where))) {
			running = true;
			continue;
		}
		actor->state = LAB_ACTOR_BLOCKED;
		emit_call(lab, actor, CALL_BLOCKED, *where ? where : NULL);
	}
	return running;
}

bool actor_is_waking(const struct lab *lab)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		const struct actor *actor = lab->actors[i];
		char where[64];
		if (actor->state == LAB_ACTOR_BLOCKED && !actor->stopped &&
		    !is_asleep(actor, where, sizeof(where)))
			return true;
	}
	return false;
}

bool actor_is_lost(const struct lab *lab)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		const struct actor *actor = lab->actors[i];
		struct pollfd death = {.fd = actor->pidfd, .events = POLLIN};
		if (actor->state != LAB_ACTOR_ENDED && poll(&death, 1, 0) > 0 &&
		    death.revents & POLLIN)
			return true;
	}
	return false;
}

/* The threads of a process that has ended. */
static void end_threads(struct lab *lab, const struct actor *leader, int status)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		if (lab->actors[i]->leader == leader)
			actor_ended(lab, lab->actors[i], status);
	}
}

void actor_ended(struct lab *lab, struct actor *actor, int status)
{
	bool known = status != DEATH_UNKNOWN;
	if (actor->state == LAB_ACTOR_ENDED)
		return;
	// It may have answered, or handled a signal, right before.
	if (has_answer(actor))
		take_answer(lab, actor);
	signal_take(actor, UINT64_MAX);
	int signal = known && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	if (actor_is_inside(actor)) {
		actor->call.result = (struct result){
			.done = true, .value = -1, .signal = signal};
		emit_call(lab, actor, CALL_RETURN, NULL);
	}
	actor->state = LAB_ACTOR_ENDED;
	actor_leave_desk(actor);
	struct event event = {
		.as.actor =
			{
				.phase = ACTOR_ENDED,
				.actor = actor->name,
				.host = lab_host_name(lab, actor->host),
				.pid = actor->pid,
				.status = !known ? -1
					  : WIFEXITED(status)
						  ? WEXITSTATUS(status)
						  : 0,
				.signal = signal,
			},
	};
	lab_emit(lab, EVENT_ACTOR, &event);
	end_threads(lab, actor, status);
}
