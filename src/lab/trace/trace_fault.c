/* trace_fault: calls that are made to go wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only the call itself is changed, in its registers, and everything that
 * follows from it is the program's and the kernel's own doing. A note tells
 * what was done, for the kernel did not.
 */
#include "base/clock.h"
#include "base/sentence.h"
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
	if (!row || row->subject >= TRACE_FORK)
		return FAILURE(err, "fault-no-stop",
			       SLOT_TEXT("call", fault->call));
	if (fault->kind == FAULT_SHORT && row->length < 0)
		return FAILURE(err, "fault-no-bytes",
			       SLOT_TEXT("call", fault->call));
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

/* By the name of the function, or of its system call as strace(1) has it: that
 * of sendto(2) is the one of send(), and shown only when its words are. */
static bool is_about(const struct call_fault *fault,
		     const struct tracee *tracee)
{
	const struct syscall *syscall = tracee->call.syscall;
	const struct syscall *bare = syscall_bare(tracee->row->number);
	return (!fault->actor || !strcmp(fault->actor, tracee->name)) &&
	       (call_fault_names(fault->call, tracee->row->name) ||
		call_fault_names(fault->call, syscall->name) ||
		(syscall == bare && row_of(fault->call) == tracee->row));
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
	tracee->strike.kinds = 0;
	for (size_t i = 0; !tracee->noise && i < tracer->fault_count; i++) {
		const struct call_fault *fault = &tracer->faults[i].what;
		if (!is_about(fault, tracee) ||
		    !is_due(fault, count_up(tracee, i)))
			continue;
		tracer->faults[i].came = true;
		tracee->strike.kinds |= 1U << fault->kind;
		tracee->strike.numbers[fault->kind] = fault->number;
	}
}

void trace_fault_tell_unused(struct lab *lab)
{
	const struct tracer *tracer = lab->tracer;
	for (size_t i = 0; !tracer->live_count && i < tracer->fault_count;
	     i++) {
		struct buf fault = {0};
		if (tracer->faults[i].came)
			continue;
		call_fault_print(&tracer->faults[i].what, &fault);
		AUTO_FREE char *text =
			SENTENCE_NEW("note-fault-unused",
				     SLOT_TEXT("fault", buf_text(&fault)));
		lab_note(lab, text);
		buf_done(&fault);
	}
}

/* What was done to the call. */
static void tell(struct tracee *tracee, enum fault_kind kind, const char *text)
{
	tracee->call.result.faults |= 1U << kind;
	lab_note(tracee->lab, text);
}

static void fail(struct tracee *tracee)
{
	const struct slot call = SLOT_TEXT("call", tracee->call.syscall->name);
	const struct slot actor = SLOT_TEXT("actor", tracee->name);
	int error = tracee->strike.numbers[FAULT_ERROR];
	AUTO_FREE char *text = SENTENCE_NEW(
		"note-fault-error", call, actor,
		SLOT_TEXT("error", symbol_name(SYMBOL_ERRNO, error)));
	tell(tracee, FAULT_ERROR, text);
	tracee->forced = true;
	tracee->forced_value = -error;
	trace_regs_skip(tracee->tid, tracee->forced_value);
}

static void shorten(struct tracee *tracee)
{
	const struct slot call = SLOT_TEXT("call", tracee->call.syscall->name);
	const struct slot actor = SLOT_TEXT("actor", tracee->name);
	uint64_t most = (uint64_t)tracee->strike.numbers[FAULT_SHORT];
	uint64_t asked = tracee->args[tracee->row->length];
	if (asked <= most)
		return;
	AUTO_FREE char *text = SENTENCE_NEW("note-fault-short", call, actor,
					    SLOT_NUMBER("most", most),
					    SLOT_NUMBER("asked", asked));
	tell(tracee, FAULT_SHORT, text);
	trace_regs_argument(tracee->tid, tracee->row->length, most);
}

static void resume_later(void *data)
{
	struct tracee *tracee = data;
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
	const struct slot call = SLOT_TEXT("call", tracee->call.syscall->name);
	const struct slot actor = SLOT_TEXT("actor", tracee->name);
	int delay = tracee->strike.numbers[FAULT_DELAY];
	struct buf length = {0};
	print_delay(delay, &length);
	AUTO_FREE char *text =
		SENTENCE_NEW("note-fault-delay", call, actor,
			     SLOT_TEXT("delay", buf_text(&length)));
	tell(tracee, FAULT_DELAY, text);
	buf_done(&length);
	tracee->delay.fn = resume_later;
	tracee->delay.data = tracee;
	loop_timer_set(tracee->lab->loop, &tracee->delay,
		       clock_now() + (uint64_t)delay * 1000);
}

static void send_signal(struct tracee *tracee)
{
	const struct slot call = SLOT_TEXT("call", tracee->call.syscall->name);
	const struct slot actor = SLOT_TEXT("actor", tracee->name);
	int signal = tracee->strike.numbers[FAULT_SIGNAL];
	AUTO_FREE char *text = SENTENCE_NEW(
		"note-fault-signal", call, actor,
		SLOT_TEXT("signal", symbol_name(SYMBOL_SIGNAL, signal)));
	tell(tracee, FAULT_SIGNAL, text);
	syscall(SYS_tgkill, tracee->tgid, tracee->tid, signal);
}

bool trace_fault_strike(struct tracee *tracee)
{
	// What is on the way comes before the call, and the wait before that.
	static const struct {
		enum fault_kind kind;
		void (*strike)(struct tracee *tracee);
	} strikes[] = {
		{FAULT_DELAY, hold},
		{FAULT_SIGNAL, send_signal},
		{FAULT_SHORT, shorten},
		{FAULT_ERROR, fail},
	};
	_Static_assert(COUNT(strikes) == FAULT_KIND_COUNT, "one is missing");
	for (size_t i = 0; i < COUNT(strikes); i++) {
		unsigned bit = 1U << strikes[i].kind;
		if (!(tracee->strike.kinds & bit))
			continue;
		tracee->strike.kinds &= ~bit;
		strikes[i].strike(tracee);
		if (strikes[i].kind == FAULT_DELAY)
			return true;
	}
	return false;
}
