/* trace_exit: the exit of a traced program's call, and its result.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call that a signal interrupts comes back with a code that no program ever
 * sees (ERESTARTSYS and its like, see signal(7)): the kernel makes the call
 * again, or turns the code into EINTR when a handler without SA_RESTART runs.
 * What it decided stands in the frame that it builds for the handler, which is
 * read at the handler's first instruction. A call that is made again is the
 * same call: it comes in with the same number and the same stack.
 */
#include "base/clock.h"
#include "call/table/syscalls.h"
#include "call/whole/fetch.h"
#include "lab/actor/host_look.h"
#include "lab/kernel/descriptor.h"
#include "lab/trace/trace_parts.h"
#include "lab/trace/trace_regs.h"

#include <errno.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

/* The kernel's include/linux/errno.h. */
enum { RESTART_FIRST = 512, RESTART_LAST = 516 };

static int tcp_state(const struct tracee *tracee, int fd)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof(info);
	AUTO_CLOSE int copy = descriptor_copy(tracee_pidfd(tracee), fd);
	if (copy < 0 ||
	    getsockopt(copy, IPPROTO_TCP, TCP_INFO, &info, &len) < 0)
		return 0;
	return info.tcpi_state;
}

static bool left_in_state(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	int arg = call_fd_arg(call), state = tracee->until.number;
	if (arg >= 0 && tcp_state(tracee, (int)call->args[arg].num) == state)
		return true;
	return call_can_make_fd(call) && call->result.value >= 0 &&
	       tcp_state(tracee, (int)call->result.value) == state;
}

/* Whether what it was to go on for has come with this result. */
static bool is_met(const struct tracee *tracee)
{
	switch (tracee->until.kind) {
	case UNTIL_ERROR:
		return tracee->call.result.error == tracee->until.number;
	case UNTIL_STATE:
		return left_in_state(tracee);
	default:
		return false;
	}
}

/* Who is stepped is let go, and then a screen is drawn: who did not sleep, and
 * was given a processor once, took what he had of that. */
static uint64_t time_inside(const struct tracee *tracee)
{
	uint64_t ran = tracee->stepped ? pace_of(tracee->tid).ran : 0;
	if (ran > tracee->ran &&
	    process_turns(tracee->tid) <= tracee->turns + 1)
		return ran - tracee->ran;
	return clock_now() - tracee->entered;
}

static void returned(struct tracee *tracee, int64_t value)
{
	struct fetch fetch = tracee_fetch(tracee);
	uint64_t elapsed = time_inside(tracee);
	unsigned faults = tracee->call.result.faults;
	if (tracee->lab->wire)
		carrier_pump(tracee->lab->wire);
	call_fetch_back(&fetch, &tracee->raw, tracee->call.syscall, value);
	call_take_result(&tracee->call, &tracee->raw, value, elapsed,
			 &tracee->arena);
	tracee->call.result.faults = faults;
	if (!tracee->call.result.length)
		tracee->call.result.length = trace_file_left(tracee);
	if (!tracee->call.result.length)
		tracee->call.result.length = trace_text_behind(tracee);
	if (tracee->noise)
		trace_noise_returned(tracee, value);
	else
		tracee_find_place_of_result(tracee);
	tracee->open = false;
	tracee->state = LAB_ACTOR_RUNNING;
	tracee->computes_from = 0;
	if (!tracee->noise)
		host_look_after(tracee->lab, &tracee->call, tracee->tgid);
	tracee_emit_call(tracee, CALL_RETURN, NULL);
	trace_watch_call(tracee);
	tracee->met = tracee->met || (!tracee->noise && is_met(tracee));
}

static bool is_restart(int64_t value)
{
	return value <= -RESTART_FIRST && value >= -RESTART_LAST;
}

void tracee_at_exit(struct tracee *tracee, int64_t value)
{
	bool inside = tracee->inside;
	tracee->inside = false;
	if (tracee->silent)
		trace_noise_returned(tracee, value);
	tracee->silent = false;
	if (tracee->cut_short && is_restart(value)) {
		tracee->forced = true;
		tracee->forced_value = -EINTR;
	}
	tracee->cut_short = false;
	if (tracee->forced) {
		value = tracee->forced_value;
		trace_regs_result(tracee->tid, value);
	}
	tracee->forced = false;
	if (inside && is_restart(value)) {
		// Later the stack is the handler's.
		if (tracee->open && !tracee->noise)
			tracee_find_place(tracee);
		tracee->interrupted = true;
		tracee->handler = 0;
		tracee->state = LAB_ACTOR_RUNNING;
	} else if (inside && tracee->open) {
		returned(tracee, value);
		trace_share(tracee);
		trace_spin_go_on(tracee);
		return;
	}
	tracee_continue(tracee, 0);
}

void tracee_handler(struct tracee *tracee)
{
	int64_t value = 0;
	tracee->stepping = false;
	trace_nest_note_handler(tracee);
	if (tracee->interrupted &&
	    trace_regs_interrupted(tracee->tid, &value) && value == -EINTR) {
		tracee->interrupted = false;
		returned(tracee, -EINTR);
	}
	tracee_continue(tracee, 0);
}
