/* trace_fault: calls that are made to go wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only the call itself is changed, in its registers, and everything that
 * follows from it is the program's and the kernel's own doing. A note tells
 * what was done, for the kernel did not.
 */
#include "base/clock.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "lab/trace/trace_parts.h"
#include "lab/trace/trace_regs.h"

#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

static const struct trace_call *row_of(const char *name)
{
	const struct trace_call *row = trace_call_named(name);
	const struct syscall *syscall = syscall_find(str_from(name));
	return row || !syscall ? row : trace_call_find(syscall->number);
}

bool lab_trace_fault(struct lab *lab, const struct call_fault *fault,
		     struct err *err)
{
	const struct trace_call *row = row_of(fault->call);
	if (!row || row->subject == TRACE_FORK || row->subject == TRACE_AGAIN)
		return err_set(err,
			       "a fault of %s: a traced program does not stop "
			       "at a call of that name",
			       fault->call);
	if (fault->kind == FAULT_SHORT && row->length < 0)
		return err_set(err,
			       "a fault of %s: it asks for no number of bytes, "
			       "so it cannot be short",
			       fault->call);
	struct tracer *tracer = tracer_of(lab, err);
	if (!tracer)
		return false;
	tracer->faults =
		xgrow(tracer->faults, &tracer->fault_cap,
		      tracer->fault_count + 1, sizeof(*tracer->faults));
	struct trace_fault *kept = &tracer->faults[tracer->fault_count++];
	*kept = (struct trace_fault){.what = *fault};
	kept->what.call = xstrdup(fault->call);
	kept->what.actor = fault->actor ? xstrdup(fault->actor) : NULL;
	return true;
}

void lab_trace_forget_faults(struct lab *lab)
{
	struct tracer *tracer = lab->tracer;
	for (size_t i = 0; tracer && i < tracer->fault_count; i++) {
		free((char *)tracer->faults[i].what.call);
		free((char *)tracer->faults[i].what.actor);
	}
	for (size_t i = 0; tracer && i < tracer->live_count; i++) {
		free(tracer->live[i]->counts);
		tracer->live[i]->counts = NULL;
		tracer->live[i]->count_cap = 0;
	}
	if (tracer)
		tracer->fault_count = 0;
}

static bool is_about(const struct call_fault *fault,
		     const struct tracee *tracee)
{
	return (!fault->actor || !strcmp(fault->actor, tracee->name)) &&
	       (!strcmp(fault->call, tracee->row->name) ||
		!strcmp(fault->call, tracee->call.syscall->name));
}

static bool is_due(const struct call_fault *fault, unsigned count)
{
	unsigned first = fault->first ? fault->first : 1;
	if (count <= first)
		return count == first;
	return fault->step && (count - first) % fault->step == 0;
}

/* How often this actor has made a call that the fault is about. */
static unsigned count_up(struct tracee *tracee, size_t fault)
{
	size_t old = tracee->count_cap;
	tracee->counts = xgrow(tracee->counts, &tracee->count_cap, fault + 1,
			       sizeof(*tracee->counts));
	memset(tracee->counts + old, 0,
	       (tracee->count_cap - old) * sizeof(*tracee->counts));
	return ++tracee->counts[fault];
}

void trace_fault_choose(struct tracee *tracee)
{
	struct tracer *tracer = tracee->lab->tracer;
	tracee->strike.on = false;
	for (size_t i = 0; i < tracer->fault_count; i++) {
		const struct call_fault *fault = &tracer->faults[i].what;
		if (!is_about(fault, tracee) ||
		    !is_due(fault, count_up(tracee, i)))
			continue;
		tracer->faults[i].came = true;
		tracee->strike =
			(struct strike){true, fault->kind, fault->number};
	}
}

void trace_fault_tell_unused(struct lab *lab)
{
	const struct tracer *tracer = lab->tracer;
	for (size_t i = 0; !tracer->live_count && i < tracer->fault_count;
	     i++) {
		struct buf text = {0};
		if (tracer->faults[i].came)
			continue;
		buf_puts(&text, "the fault ");
		call_fault_print(&tracer->faults[i].what, &text);
		buf_puts(&text, " has not come: no program has made the call "
				"that it is about");
		lab_note(lab, buf_text(&text));
		buf_done(&text);
	}
}

static void tell(const struct tracee *tracee, const char *what)
{
	struct buf text = {0};
	buf_printf(&text, "fault: %s() of %s %s", tracee->call.syscall->name,
		   tracee->name, what);
	lab_note(tracee->lab, buf_text(&text));
	buf_done(&text);
}

static void fail(struct tracee *tracee)
{
	struct buf what = {0};
	buf_printf(&what, "is not made and fails with %s",
		   symbol_name(SYMBOL_ERRNO, tracee->strike.number));
	tell(tracee, buf_text(&what));
	buf_done(&what);
	tracee->forced = true;
	tracee->forced_value = -tracee->strike.number;
	trace_regs_skip(tracee->tid, tracee->forced_value);
}

static void shorten(struct tracee *tracee)
{
	uint64_t most = (uint64_t)tracee->strike.number;
	if (tracee->args[tracee->row->length] <= most)
		return;
	struct buf what = {0};
	buf_printf(&what, "is made with %d bytes instead of %llu",
		   tracee->strike.number,
		   (unsigned long long)tracee->args[tracee->row->length]);
	tell(tracee, buf_text(&what));
	buf_done(&what);
	trace_regs_argument(tracee->tid, tracee->row->length, most);
}

static void resume_later(void *data)
{
	struct tracee *tracee = data;
	tracee->strike.on = false;
	tracee->state = LAB_ACTOR_STOPPED;
	tracee_enter(tracee);
}

/* Microseconds, in the largest unit that has no fraction. */
static void print_delay(int delay, struct buf *out)
{
	if (delay % 1000000 == 0)
		buf_printf(out, "%d s", delay / 1000000);
	else if (delay % 1000 == 0)
		buf_printf(out, "%d ms", delay / 1000);
	else
		buf_printf(out, "%d us", delay);
}

static void hold(struct tracee *tracee)
{
	struct buf what = {0};
	buf_puts(&what, "is made ");
	print_delay(tracee->strike.number, &what);
	buf_puts(&what, " later");
	tell(tracee, buf_text(&what));
	buf_done(&what);
	tracee->delay.fn = resume_later;
	tracee->delay.data = tracee;
	loop_timer_set(tracee->lab->loop, &tracee->delay,
		       clock_now() + (uint64_t)tracee->strike.number * 1000);
}

static void send_signal(struct tracee *tracee)
{
	struct buf what = {0};
	buf_printf(&what, "begins with %s on its way",
		   symbol_name(SYMBOL_SIGNAL, tracee->strike.number));
	tell(tracee, buf_text(&what));
	buf_done(&what);
	syscall(SYS_tgkill, tracee->tgid, tracee->tid, tracee->strike.number);
}

bool trace_fault_strike(struct tracee *tracee)
{
	if (!tracee->strike.on)
		return false;
	switch (tracee->strike.kind) {
	case FAULT_ERROR:
		fail(tracee);
		break;
	case FAULT_DELAY:
		hold(tracee);
		return true;
	case FAULT_SHORT:
		shorten(tracee);
		break;
	case FAULT_SIGNAL:
		send_signal(tracee);
		break;
	case FAULT_KIND_COUNT:
		break;
	}
	return false;
}
