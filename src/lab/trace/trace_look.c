/* trace_look: what the lab asks about its traced programs when it looks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program between two calls may compute for ever, so a step waits until it
 * had two seconds of a processor and no longer; an interpreter needs half of
 * one to begin. What waits for a disk, or on a busy machine for a processor,
 * has more time, by a clock (base/pace.h). One that sleeps there (state S), in
 * nanosleep(2) or in a read(2) of its terminal, is waited for by nobody. State
 * t is a stop that will be taken next, D a page on its way from the disk.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lab/trace/trace_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum {
	FIRST_LOOK = 150000,	       /* nanoseconds until it may be asleep */
	QUIET_LEAST = 5 * 1000 * 1000, /* asleep, all of them */
	YIELD_LOOK = 1000 * 1000,      /* whether it has its turn again */
	RESTLESS_MOST = 200,	       /* looks that found others at work */
};

#define COMPUTES_MOST (2 * CLOCK_SECOND) /* of a processor */
#define WAITED_MOST (30 * CLOCK_SECOND)	 /* for a disk, or a processor */

/* The letter of /proc/TID/stat, behind a name that may hold anything. */
static char letter_of(pid_t tid)
{
	char path[64], text[512];
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)tid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (len <= 0)
		return 'X';
	text[len] = '\0';
	const char *name_end = strrchr(text, ')');
	return name_end && name_end[1] ? name_end[2] : 'X';
}

uint64_t tracer_waited(const struct lab *lab)
{
	const struct tracer *tracer = lab->tracer;
	uint64_t waited = tracer ? tracer->lives : 0;
	for (size_t i = 0; tracer && i < tracer->live_count; i++)
		waited += pace_of(tracer->live[i]->tid).waited;
	return waited;
}

uint64_t tracer_ran(const struct lab *lab)
{
	const struct tracer *tracer = lab->tracer;
	uint64_t ran = 0;
	for (size_t i = 0; tracer && i < tracer->live_count; i++)
		ran += pace_of(tracer->live[i]->tid).ran;
	return ran;
}

uint64_t tracer_computed(const struct lab *lab, pid_t tgid)
{
	const struct tracer *tracer = lab->tracer;
	uint64_t most = 0;
	for (size_t i = 0; i < tracer->live_count; i++) {
		const struct tracee *tracee = tracer->live[i];
		if (tracee->tgid != tgid || !tracee->computes_from ||
		    tracee->state != LAB_ACTOR_RUNNING)
			continue;
		uint64_t ran = pace_of(tracee->tid).ran;
		if (ran - tracee->computes_from > most)
			most = ran - tracee->computes_from;
	}
	return most;
}

static bool is_asleep(const struct tracee *tracee, char *where, size_t size)
{
	return tracee->inside &&
	       probe_is_blocked(tracee->tid, tracee->asleep_in, where, size);
}

bool tracee_sleeps(const struct tracee *tracee)
{
	char where[64];
	return is_asleep(tracee, where, sizeof(where));
}

static bool is_blocked(struct tracee *tracee, char *where, size_t size)
{
	struct lab *lab = tracee->lab;
	if (clock_now() - tracee->entered < FIRST_LOOK ||
	    !is_asleep(tracee, where, size)) {
		tracee->sleep.since = 0;
		return false;
	}
	uint64_t since = asleep_since(&tracee->sleep, tracee->tid);
	return lab_has_arrived(lab, since) && is_asleep(tracee, where, size) &&
	       asleep_since(&tracee->sleep, tracee->tid) == since;
}

/* The learner's program called another function, and waits in that. */
static void tell_behalf(const struct tracee *tracee)
{
	if (!tracee->noise || !tracee->behalf)
		return;
	AUTO_FREE char *text =
		SENTENCE_NEW("note-waits-in", SLOT_TEXT("actor", tracee->name),
			     SLOT_TEXT("function", tracee->behalf),
			     SLOT_TEXT("call", tracee->call.syscall->name));
	lab_note(tracee->lab, text);
}

void tracer_went(struct tracer *tracer)
{
	tracer->went = clock_now();
	tracer->pace = pace_now();
	tracer->restless = 0;
	for (size_t i = 0; i < tracer->live_count; i++)
		tracer->live[i]->free_ran = pace_of(tracer->live[i]->tid).ran;
}

static bool waited_for(const struct tracer *tracer, uint64_t most)
{
	uint64_t since = clock_now() - tracer->went;
	return since >= most &&
	       since >= pace_stretch(tracer->pace, pace_now(), most);
}

/* Whether nobody waits any more for who computes. What it had of a processor
 * counts: on a busy machine that takes long. */
static bool takes_long(const struct tracee *tracee)
{
	uint64_t ran = pace_of(tracee->tid).ran;
	return ran >= tracee->free_ran + COMPUTES_MOST ||
	       waited_for(tracee->lab->tracer, WAITED_MOST);
}

static bool is_at_work(const struct tracee *tracee)
{
	return tracee->state == LAB_ACTOR_RUNNING &&
	       strchr("RDt", letter_of(tracee->tid)) && !takes_long(tracee);
}

/* Whether it is still on its way to where it stops. */
static bool is_running(struct tracee *tracee)
{
	char where[64];
	if (tracee->released || tracee->halted)
		return false;
	if (tracee->state == LAB_ACTOR_RUNNING && !tracee->computes_from)
		tracee->computes_from = pace_of(tracee->tid).ran;
	if (tracee->state == LAB_ACTOR_RUNNING)
		return is_at_work(tracee);
	tracee->computes_from = 0;
	if (tracee->state != LAB_ACTOR_CALLING)
		return false;
	if (!is_blocked(tracee, where, sizeof(where)))
		return true;
	tracee->state = LAB_ACTOR_BLOCKED;
	tell_behalf(tracee);
	// Now it is what the actor waits for, whoever made it.
	tracee->noise = NOISE_NONE;
	tracee->met |= tracee->until.kind == UNTIL_BLOCKED;
	tracee_emit_call(tracee, CALL_BLOCKED, *where ? where : NULL);
	return false;
}

/* Whether those between two calls have slept for a while. One that sleeps may
 * be woken by one that then sleeps itself, as a shell and its children do, and
 * a dead one may not be told yet: a single look can find all asleep that are
 * not. */
static bool is_quiet(struct tracer *tracer)
{
	unsigned long turns = 0;
	bool any = false;
	uint64_t now = clock_now();
	for (size_t i = 0; i < tracer->live_count; i++) {
		const struct tracee *tracee = tracer->live[i];
		if (tracee->state != LAB_ACTOR_RUNNING || tracee->released)
			continue;
		any = true;
		turns += process_turns(tracee->tid) + 1;
	}
	if (turns != tracer->turns) {
		tracer->quiet_since = now;
		tracer->restless++;
	}
	tracer->turns = turns;
	// One that sleeps and wakes for ever is not waited for either.
	return !any || now - tracer->quiet_since >= QUIET_LEAST ||
	       (tracer->restless >= RESTLESS_MOST &&
		waited_for(tracer, COMPUTES_MOST)) ||
	       waited_for(tracer, WAITED_MOST);
}

bool tracer_check_blocked(struct lab *lab)
{
	struct tracer *tracer = lab->tracer;
	bool running = false;
	if (!tracer)
		return false;
	for (size_t i = 0; i < tracer->live_count; i++)
		running |= is_running(tracer->live[i]);
	return !is_quiet(tracer) || running;
}

/* --- turns -----------------------------------------------------------------
 */

/* Whether it stands before a call that it was not told to pass, or is on its
 * way to one. */
static bool is_at_turn(const struct tracee *tracee)
{
	char where[64];
	if (tracee->released || tracee->until.kind == UNTIL_EXIT)
		return false;
	switch (tracee->state) {
	case LAB_ACTOR_RUNNING:
		return is_at_work(tracee);
	case LAB_ACTOR_BLOCKED:
		return !is_asleep(tracee, where, sizeof(where));
	default:
		return tracee->state != LAB_ACTOR_ENDED;
	}
}

bool tracee_has_to_yield(const struct tracee *tracee)
{
	const struct tracer *tracer = tracee->lab->tracer;
	bool others = false;
	uint64_t entered = 0; /* since then none of them has sent anything */
	if (!tracee->program->yields)
		return false;
	for (size_t i = 0; i < tracer->live_count; i++) {
		const struct tracee *other = tracer->live[i];
		if (other->program->yields || other->until.kind == UNTIL_EXIT)
			continue;
		others = true;
		if (is_at_turn(other))
			return true;
		if (other->entered > entered)
			entered = other->entered;
	}
	// What was sent last may be about to wake somebody.
	return others && !lab_has_arrived(tracee->lab, entered);
}

/* Whether it is the learner's turn: what somebody does then is looked at. */
static bool somebody_stands(const struct tracer *tracer)
{
	for (size_t i = 0; i < tracer->live_count; i++) {
		if (tracer->live[i]->state == LAB_ACTOR_STOPPED &&
		    !tracer->live[i]->yielding)
			return true;
	}
	return false;
}

void tracer_give_turns(struct lab *lab)
{
	const struct tracer *tracer = lab->tracer;
	for (size_t i = 0; tracer && i < tracer->live_count; i++) {
		struct tracee *tracee = tracer->live[i];
		if (!tracee->yielding)
			continue;
		if (!tracee_has_to_yield(tracee))
			tracee_enter(tracee);
		else if (!somebody_stands(tracer))
			lab_look_after(lab, YIELD_LOOK);
	}
}

bool tracer_is_waking(const struct lab *lab)
{
	const struct tracer *tracer = lab->tracer;
	for (size_t i = 0; tracer && i < tracer->live_count; i++) {
		char where[64];
		if (tracer->live[i]->state == LAB_ACTOR_BLOCKED &&
		    !is_asleep(tracer->live[i], where, sizeof(where)))
			return true;
	}
	return false;
}
