/* trace_share: one processor for the tracer and those that it lets go on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program and its tracer take turns: one sleeps while the other runs.
 * The scheduler gives the one that wakes an idle processor, which must be woken
 * itself, twice at each stop; that takes longer than all that the tracer does.
 * On one processor a turn is an ordinary switch. So while programs stop many
 * times in a millisecond they share the tracer's; they could not run at the
 * same time much anyway, for one tracer serves them all. The wire is woken by
 * each packet, and comes with them.
 *
 * They get their own processors back when none has stopped for a millisecond,
 * and before a call by which they would see the difference. One that was taken
 * over is left alone, for it would keep what it was given when we are killed.
 */
#include "base/clock.h"
#include "lab/trace/trace_parts.h"

enum {
	OFTEN = CLOCK_MS, /* between two stops, at most */
};

/* It was forked by the tracer, and has the same ones otherwise. */
static void move_wire(const struct lab *lab, const cpu_set_t *processors)
{
	if (lab->wire)
		sched_setaffinity(carrier_pid(lab->wire), sizeof(*processors),
				  processors);
}

static void give_back(struct tracee *tracee)
{
	if (tracee->shares)
		sched_setaffinity(tracee->tid, sizeof(tracee->processors),
				  &tracee->processors);
	tracee->shares = false;
}

void trace_share_end(struct lab *lab)
{
	struct tracer *tracer = lab->tracer;
	struct trace_share *share = &tracer->share;
	if (!share->on)
		return;
	loop_timer_clear(lab->loop, &share->timer);
	for (size_t i = 0; i < tracer->live_count; i++)
		give_back(tracer->live[i]);
	sched_setaffinity(0, sizeof(share->processors), &share->processors);
	move_wire(lab, &share->processors);
	share->on = false;
}

static void on_time(void *data)
{
	struct lab *lab = data;
	struct trace_share *share = &lab->tracer->share;
	uint64_t now = clock_now();
	if (now - share->stopped >= OFTEN)
		trace_share_end(lab);
	else
		loop_timer_set(lab->loop, &share->timer, now + OFTEN);
}

/* Nothing is gained where there is only one. */
static bool begin(struct lab *lab)
{
	struct trace_share *share = &lab->tracer->share;
	int here = sched_getcpu();
	cpu_set_t one;
	if (here < 0 ||
	    sched_getaffinity(0, sizeof(share->processors),
			      &share->processors) < 0 ||
	    CPU_COUNT(&share->processors) < 2)
		return false;
	CPU_ZERO(&one);
	CPU_SET(here, &one);
	if (sched_setaffinity(0, sizeof(one), &one) < 0)
		return false;
	move_wire(lab, &one);
	share->on = true;
	share->one = one;
	share->timer = (struct loop_timer){.fn = on_time, .data = lab};
	loop_timer_set(lab->loop, &share->timer, clock_now() + OFTEN);
	return true;
}

static void join(struct tracee *tracee)
{
	const struct trace_share *share = &tracee->lab->tracer->share;
	cpu_set_t both;
	if (sched_getaffinity(tracee->tid, sizeof(tracee->processors),
			      &tracee->processors) < 0)
		return;
	CPU_AND(&both, &tracee->processors, &share->one);
	tracee->shares = CPU_COUNT(&both) &&
			 !sched_setaffinity(tracee->tid, sizeof(share->one),
					    &share->one);
}

/* What is born has the processors that its parent had at that moment. */
void trace_share_born(struct tracee *child, const struct tracee *parent)
{
	child->processors = parent->processors;
	child->shares = parent->shares;
	if (!child->shares && CPU_COUNT(&child->processors))
		sched_setaffinity(child->tid, sizeof(child->processors),
				  &child->processors);
}

void trace_share_forget(struct lab *lab)
{
	const struct tracer *tracer = lab->tracer;
	trace_share_end(lab);
	for (size_t i = 0; i < tracer->live_count; i++)
		CPU_ZERO(&tracer->live[i]->processors);
}

void trace_share(struct tracee *tracee)
{
	struct trace_share *share = &tracee->lab->tracer->share;
	uint64_t now = clock_now();
	bool often = now - share->stopped < OFTEN;
	share->stopped = now;
	if (!often || tracee->shares || tracee->attached || tracee->released)
		return;
	if (share->on || begin(tracee->lab))
		join(tracee);
}
