/* trace_spin: who asks the kernel again and again, and gets nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program that calls accept() on what it has closed, or recv() on what has
 * ended, and goes on as if something had come, makes such calls without end.
 * Each of them wakes the tracer, and who is woken comes before who computes: so
 * both have the processor to themselves, and another process of the lab gets
 * none for seconds, however little it has left to do. What became of that one
 * was then a matter of chance.
 *
 * So behind a call of such a row the program goes on later, by two milliseconds
 * at first and by five at last. Nothing that it sees of the kernel changes, and
 * a call that brings something ends the row. Who sleeps between two calls, or
 * in one, is none of them; time tells it, for a sleep never takes less than it
 * should, however busy the machine is.
 */
#include "base/clock.h"
#include "call/table/syscalls.h"
#include "lab/trace/trace_parts.h"

#include <string.h>

enum {
	VAIN_LEAST = 1000,     /* calls until there is a pause */
	PAUSE_EACH = 2 * 1000, /* nanoseconds for each of the row */
	PAUSE_MOST = 5 * 1000 * 1000,
	AT_ONCE = 500 * 1000, /* who takes longer may have slept */
};

/* Whether the call is one by which something comes or goes. */
static bool could_bring(const struct call *call)
{
	return call->syscall->flags &
	       (SYSCALL_SENDS | SYSCALL_RECEIVES | SYSCALL_CAN_BLOCK);
}

/* What only says that something is there has not brought it. */
static bool has_brought(const struct call *call)
{
	int64_t value = call->result.value;
	if (call->syscall->flags & (SYSCALL_SENDS | SYSCALL_RECEIVES))
		return value > 0;
	return value >= 0 && could_bring(call) &&
	       (call_can_make_fd(call) || call_is(call, "connect"));
}

void trace_spin_enters(struct tracee *tracee)
{
	struct spin *spin = &tracee->spin;
	spin->at_once = clock_now() - spin->went < AT_ONCE;
}

/* Counts the call that came back. */
static void count(struct tracee *tracee)
{
	struct spin *spin = &tracee->spin;
	const struct call *call = &tracee->call;
	if (has_brought(call))
		spin->vain = 0;
	else if (spin->at_once && call->result.elapsed < AT_ONCE &&
		 (could_bring(call) || call->result.value < 0))
		spin->vain++;
}

static void go_on(void *data)
{
	struct tracee *tracee = data;
	tracee->spin.went = clock_now();
	tracee_continue(tracee, 0);
}

void trace_spin_go_on(struct tracee *tracee)
{
	struct spin *spin = &tracee->spin;
	count(tracee);
	if (spin->vain < VAIN_LEAST || tracee->attached) {
		go_on(tracee);
		return;
	}
	uint64_t pause = (uint64_t)spin->vain * PAUSE_EACH;
	spin->pause.fn = go_on;
	spin->pause.data = tracee;
	loop_timer_set(tracee->lab->loop, &spin->pause,
		       clock_now() + (pause < PAUSE_MOST ? pause : PAUSE_MOST));
}

bool trace_spin_is_inside(const struct tracee *tracee)
{
	return tracee->spin.vain && tracee->inside &&
	       tracee->state == LAB_ACTOR_CALLING;
}
