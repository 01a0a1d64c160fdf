/* settle: looks at the lab until a step is over.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * lab_look() runs when an agent rings the bell, when packets moved, when init
 * reports, and by the alarm: soon after a call was asked, and then at growing
 * intervals while an actor runs on or the settling waits, and four times a
 * second between the steps. The alarm is a timerfd because the loop's own
 * timers count whole milliseconds, in which a step is long over.
 */
#include "base/clock.h"
#include "base/pace.h"
#include "lab/ground/parts.h"
#include "lab/trace/trace_parts.h"

#include <sys/timerfd.h>

enum {
	LOOK_MOST = 10 * 1000 * 1000, /* nanoseconds between two looks */
	LOOK_PART = 20,		      /* of the time that was waited already */
	SETTLE_FIRST = 400 * 1000,    /* until the second snapshot */
	SETTLE_WAKING = 100 * 1000,   /* while a blocked actor runs */
	SETTLE_SAME = 1500 * 1000,    /* between two that must be equal */
	RAN_LEAST = 1000 * 1000 * 1000, /* of a processor, and that part of a */
	RAN_PART = 2,			/* limit, had by who never waits */
	WATCH_EVERY = 250 * 1000 * 1000, /* between two looks at an idle lab */
	SETTLE_LAST = 300 * 1000 * 1000, /* then it is enough, */
	SETTLE_LOOKS = 20,		 /* after as many looks */
	COST_PART =
		4, /* of what a costly snapshot took passes until the next */
};

/* For what never has arrived, as far as the kernel tells. */
#define ARRIVE_MOST (10 * CLOCK_SECOND)

/* Whether the step has been looked at for as long as it may take: where the
 * machine is busy there are few looks in any time. */
static bool is_enough(const struct settle *settle, uint64_t since,
		      uint64_t limit)
{
	uint64_t part = limit < SETTLE_LAST ? limit : SETTLE_LAST;
	uint64_t looks = SETTLE_LOOKS * part / SETTLE_LAST;
	return settle->looks >= looks && clock_now() - since >= limit;
}

/* How long all that the lab consists of waited for a processor. */
static uint64_t waited(const struct lab *lab)
{
	uint64_t waited = pace_now().waited + tracer_waited(lab);
	for (size_t i = 0; i < lab->actor_count; i++)
		waited += pace_of(lab->actors[i]->outer).waited;
	return waited +
	       (lab->wire ? pace_of(carrier_pid(lab->wire)).waited : 0);
}

/* How long `settled` may take: where a limit is not to depend on what else the
 * machine does, as much longer as everything takes. */
static uint64_t limit_of(const struct lab *lab)
{
	const struct settle *settle = &lab->settle;
	if (!settle->is_stretched)
		return settle->limit;
	// Who computes all the time does not wait for its turn.
	uint64_t ran = tracer_ran(lab) - settle->ran;
	if (ran >= RAN_LEAST && ran >= settle->limit / RAN_PART)
		return settle->limit;
	// An agent that has ended is no longer counted.
	uint64_t now = waited(lab), before = settle->waited;
	return pace_stretch_of(settle->pace, pace_now(), settle->limit,
			       now > before ? now - before : 0);
}

/* What is on its way was sent in time. */
static bool is_late(const struct lab *lab, bool arrived)
{
	const struct settle *settle = &lab->settle;
	uint64_t since = clock_now() - settle->since;
	return is_enough(settle, settle->since, settle->limit) &&
	       since >= limit_of(lab) &&
	       (arrived || !settle->settled ||
		since >= settle->limit + ARRIVE_MOST);
}

/* Whether the step is over; takes the snapshot that decides. */
static bool is_settled(struct lab *lab, bool moving)
{
	struct settle *settle = &lab->settle;
	bool arrived = settle->changed && lab_has_arrived(lab, settle->changed);
	uint64_t now = clock_now(), ran = pace_now().ran;
	bool changed = lab_take_snapshot(lab) || moving || !settle->since;
	settle->cost = pace_now().ran - ran;
	settle->looks++;
	if (!settle->since)
		settle->since = now;
	if (changed)
		settle->changed = now;
	if (settle->settled ? settle->settled(settle->data)
			    : arrived && now - settle->changed >= SETTLE_SAME)
		return true;
	return is_late(lab, arrived);
}

static uint64_t settle_delay(struct settle *settle)
{
	if (!settle->settled)
		return SETTLE_SAME;
	settle->delay = settle->delay ? settle->delay * 3 / 2 : SETTLE_FIRST;
	// Who waits for seconds has time; what happens is told anyway.
	uint64_t most = (clock_now() - settle->begun) / LOOK_PART;
	if (most < LOOK_MOST)
		most = LOOK_MOST;
	if (settle->delay > most)
		settle->delay = most;
	// Who has thousands of descriptors must find time to run meanwhile.
	if (settle->cost > LOOK_MOST &&
	    settle->delay < COST_PART * settle->cost)
		settle->delay = COST_PART * settle->cost;
	return settle->delay;
}

/* An actor that never sleeps must not keep a lab from being looked at whose
 * limits hold. */
static bool is_impatient(const struct lab *lab)
{
	const struct settle *settle = &lab->settle;
	uint64_t most = settle->settled ? SETTLE_LAST : settle->limit;
	uint64_t now = clock_now();
	return lab->limits_hold && now - settle->begun >= most &&
	       now >= settle->due;
}

/* The last thing of a look: `done` may do anything, even close the lab. */
static void settle_step(struct lab *lab, bool moving, bool running)
{
	struct settle *settle = &lab->settle;
	if ((running || lab->commands) && !is_impatient(lab)) {
		if (settle->due > clock_now())
			lab_look_after(lab, settle->due - clock_now());
		return;
	}
	// A call that was asleep is about to return, or init is about to say
	// how an actor died: that belongs to this step.
	if (!is_enough(settle, settle->begun, SETTLE_LAST) &&
	    (actor_is_waking(lab) || tracer_is_waking(lab) ||
	     actor_is_lost(lab) || signal_is_due(lab))) {
		settle->looks++;
		lab_look_after(lab, SETTLE_WAKING);
		return;
	}
	tracer_bring_back(lab);
	signal_look(lab);
	if (!is_settled(lab, moving)) {
		uint64_t delay = settle_delay(settle);
		settle->due = clock_now() + delay;
		lab_look_after(lab, delay);
		return;
	}
	settle->on = false;
	if (lab->wire)
		carrier_step(lab->wire);
	lab_look_after(lab, WATCH_EVERY);
	settle->done(settle->data);
}

/* Between two steps the kernel goes on: it sends a SYN again, gives up, lets a
 * TIME_WAIT end. That is told as it happens. */
static void watch(struct lab *lab)
{
	uint64_t now = clock_now();
	if (now - lab->watched >= WATCH_EVERY) {
		lab->watched = now;
		lab_take_snapshot(lab);
	}
	lab_look_after(lab, WATCH_EVERY);
}

static void tell_fault(struct lab *lab)
{
	const char *fault = lab->wire ? carrier_fault(lab->wire) : NULL;
	if (!fault || lab->fault_told)
		return;
	lab->fault_told = true;
	lab_note(lab, fault);
}

void lab_look(struct lab *lab)
{
	lab->alarm_when = 0;
	lab->learned = false;
	bool moving = lab->wire && carrier_pump(lab->wire);
	tell_fault(lab);
	birth_look(lab);
	actor_take_answers(lab);
	tracer_take_stops(lab);
	signal_look(lab);
	death_look(lab);
	bool running = actor_check_blocked(lab);
	running |= tracer_check_blocked(lab);
	tracer_give_turns(lab);
	if (running) {
		trace_watch_look(lab);
		lab_look_after(lab, lab->look_delay);
		lab->look_delay += lab->look_delay / 2;
		if (lab->look_delay > LOOK_MOST)
			lab->look_delay = LOOK_MOST;
	}
	if (lab->settle.on)
		settle_step(lab, moving, running);
	else
		watch(lab);
}

void lab_handle_alarm(void *data, uint32_t ready)
{
	struct lab *lab = data;
	uint64_t times;
	(void)ready;
	(void)!read(lab->alarm, &times, sizeof(times));
	lab_look(lab);
}

void lab_settle(struct lab *lab, lab_settled_fn *settled,
		void (*done)(void *data), void *data)
{
	lab_settle_within(lab, SETTLE_LAST, settled, done, data);
}

void lab_settle_within(struct lab *lab, uint64_t nanoseconds,
		       lab_settled_fn *settled, void (*done)(void *data),
		       void *data)
{
	if (lab->wire)
		carrier_step(lab->wire);
	lab->settle = (struct settle){.on = true,
				      .limit = nanoseconds,
				      .settled = settled,
				      .done = done,
				      .data = data,
				      .begun = clock_now()};
	lab_look_after(lab, 0);
}

void lab_settle_stretched(struct lab *lab)
{
	lab->settle.is_stretched = true;
	lab->settle.pace = pace_now();
	lab->settle.waited = waited(lab);
	lab->settle.ran = tracer_ran(lab);
}

void lab_settle_cancel(struct lab *lab)
{
	lab->settle.on = false;
}
