/* trace_step: the entry of a traced program's call, and its telling.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/fetch.h"
#include "lab/trace/trace_parts.h"
#include "lab/trace/trace_regs.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

/* Whether the kernel will write what nobody may read. */
static bool is_unreadable(const struct tracee *tracee)
{
	const struct tracee *first = tracee_leader(tracee);
	bool writes = false;
	for (size_t i = 0; i < RAW_WORDS; i++)
		writes |= tracee->raw.words[i].kind == RAW_OUT;
	return writes && first && first->hidden;
}

/* Reads what the call is. */
static bool fetch_call(struct tracee *tracee, long number)
{
	struct fetch fetch = tracee_fetch(tracee);
	arena_done(&tracee->arena);
	tracee->place = (struct event_source){0};
	return (call_fetch(&fetch, number, tracee->args, &tracee->raw,
			   &tracee->call) &&
		!is_unreadable(tracee)) ||
	       call_fetch_words(number, tracee->args, &tracee->raw,
				&tracee->call);
}

static bool is_named(const struct tracee *tracee, const char *name)
{
	return call_is(&tracee->call, name) || !strcmp(tracee->row->name, name);
}

static bool names_fd(const struct tracee *tracee, int fd)
{
	int arg = call_fd_arg(&tracee->call);
	return arg >= 0 && tracee->call.args[arg].num == fd;
}

/* Whether it stops at the entry of this call. */
static bool stops_here(const struct tracee *tracee)
{
	const struct until *until = &tracee->until;
	if (tracee->noise)
		return false;
	switch (until->kind) {
	case UNTIL_NEXT:
		return true;
	case UNTIL_NAME:
		return is_named(tracee, until->name);
	case UNTIL_FD:
		return names_fd(tracee, until->number);
	default:
		return tracee->met;
	}
}

/* The call goes on that a signal had interrupted. */
static bool is_again(struct tracee *tracee, long number, uint64_t stack)
{
	return (tracee->interrupted && stack == tracee->stack &&
		(number == tracee->row->number ||
		 trace_call_find(number)->subject == TRACE_AGAIN)) ||
	       trace_nest_end(tracee, number, stack);
}

static void go_inside(struct tracee *tracee)
{
	struct lab *lab = tracee->lab;
	tracee->inside = true;
	tracee->left = (struct left){0};
	trace_left_note(tracee);
	tracee->state = LAB_ACTOR_CALLING;
	tracee->entered = clock_now();
	if (tracee->stepped) {
		tracee->ran = pace_of(tracee->tid).ran;
		tracee->turns = process_turns(tracee->tid);
	}
	lab_look_after(lab, lab->look_delay);
	ptrace(PTRACE_SYSCALL, tracee->tid, NULL, NULL);
}

/* A program may try again; one that does so without end is a bomb. */
enum { REFUSED_MOST = 1024 };

/* As many processes as may be: the next is refused as at a limit. */
static bool is_fork_refused(struct tracee *tracee, const struct trace_call *row)
{
	struct tracer *tracer = tracee->lab->tracer;
	if (row->subject != TRACE_FORK || tracer->live_count < TRACE_ACTORS_MAX)
		return false;
	trace_regs_skip(tracee->tid, -EAGAIN);
	tracee->forced = true;
	tracee->forced_value = -EAGAIN;
	const struct slot most = SLOT_NUMBER("most", TRACE_ACTORS_MAX);
	AUTO_FREE char *bound = SENTENCE_NEW("note-traced-most", most);
	AUTO_FREE char *end = SENTENCE_NEW("note-end-forks", most,
					   SLOT_NUMBER("times", REFUSED_MOST));
	if (!tracer->told_bound)
		lab_note(tracee->lab, bound);
	tracer->told_bound = true;
	if (++tracer->refused_forks == REFUSED_MOST)
		lab_end(tracee->lab, end);
	return true;
}

/* A child that is not traced would have the filter all the same, and each call
 * that the filter names would fail with ENOSYS. CLONE_UNTRACED is a wish that a
 * tracer need not grant (clone(2)). clone3(2) has its flags in memory. */
static void trace_child_too(const struct tracee *tracee, long number,
			    const uint64_t args[6])
{
	if (number == SYS_clone && args[0] & CLONE_UNTRACED) {
		trace_regs_argument(tracee->tid, 0,
				    args[0] & ~(uint64_t)CLONE_UNTRACED);
		return;
	}
	if (number != SYS_clone3)
		return;
	errno = 0;
	void *at = (void *)(uintptr_t)args[0];
	long flags = ptrace(PTRACE_PEEKDATA, tracee->tid, at, NULL);
	if (!errno && flags & CLONE_UNTRACED)
		ptrace(PTRACE_POKEDATA, tracee->tid, at,
		       flags & ~(long)CLONE_UNTRACED);
}

/* A call that nobody is told of. */
static void pass(struct tracee *tracee, const struct trace_call *row,
		 const uint64_t args[6])
{
	if (row && row->subject == TRACE_FORK)
		trace_child_too(tracee, row->number, args);
	if (row && row->subject == TRACE_SHARE)
		trace_share_forget(tracee->lab);
	AUTO_FREE char *note = row ? trace_limit_note(tracee, row, args) : NULL;
	if (note)
		lab_note(tracee->lab, note);
	if (row && is_fork_refused(tracee, row))
		ptrace(PTRACE_SYSCALL, tracee->tid, NULL, NULL);
	else
		tracee_continue(tracee, 0);
}

/* In a check a program runs to its end, and what it sleeps in, or did last, is
 * shown of one that failed. To find a place takes as long as many calls, so
 * there are some at first, which are all that most programs need, and then no
 * more than one in a millisecond; those that cannot sleep take none from those
 * that can. */
static bool has_place_left(struct tracee *tracee)
{
	enum { AT_FIRST = 64 };
	uint64_t now = clock_now();
	bool can_sleep = tracee->call.syscall->flags & SYSCALL_CAN_BLOCK;
	unsigned *places = &tracee->places[can_sleep];
	if (!tracee->lab->limits_hold)
		return false;
	if (!tracee->began)
		tracee->began = now;
	if (*places >= AT_FIRST + (now - tracee->began) / CLOCK_MS)
		return false;
	++*places;
	return true;
}

/* Where it does not stop, and is looked at all the same. */
static bool can_be_looked_at(struct tracee *tracee)
{
	return tracee->until.kind == UNTIL_BLOCKED || has_place_left(tracee) ||
	       (tracee->until.kind == UNTIL_NEXT && tracee->behalf &&
		tracee->call.syscall->flags & SYSCALL_CAN_BLOCK);
}

void tracee_at_entry(struct tracee *tracee, long number, const uint64_t args[6],
		     uint64_t stack)
{
	const struct trace_call *row = trace_call_find(number);
	if (row && is_again(tracee, number, stack)) {
		tracee->interrupted = tracee->stepping = false;
		tracee->asleep_in = number;
		go_inside(tracee);
		return;
	}
	if (row && row->subject == TRACE_TIMER)
		trace_waits_note(tracee, number, args);
	if (!row || tracee->released ||
	    (!trace_call_concerns(row, tracee->tid, args) &&
	     !trace_history_concerns(tracee, row, args))) {
		pass(tracee, row, args);
		return;
	}
	trace_spin_enters(tracee);
	trace_nest_begin(tracee, stack);
	tracee->interrupted = tracee->stepping = false;
	tracee->row = row;
	tracee->stack = stack;
	tracee->asleep_in = number;
	memcpy(tracee->args, args, sizeof(tracee->args));
	bool is_fetched = fetch_call(tracee, number);
	tracee->noise = is_fetched ? trace_noise_find(tracee) : NOISE_NONE;
	if (tracee->noise != NOISE_MESSAGES)
		trace_history_note(tracee, row, args);
	if (!is_fetched) {
		tracee_continue(tracee, 0);
		return;
	}
	if (tracee->noise && !tracee->name) {
		// Nobody is told of it, and it has no socket of its own.
		tracee->silent = true;
		ptrace(PTRACE_SYSCALL, tracee->tid, NULL, NULL);
		return;
	}
	tracee_tell_birth(tracee);
	tracee->call_id = ++tracee->lab->call_count;
	tracee->open = true;
	tracee->state = LAB_ACTOR_STOPPED;
	if (tracee->lab->wire)
		carrier_pump(tracee->lab->wire);
	bool stops = stops_here(tracee);
	tracee->stepped = stops;
	if (stops || can_be_looked_at(tracee))
		tracee_find_place(tracee);
	trace_touch_before(tracee);
	tracee_emit_call(tracee, CALL_ENTER, NULL);
	trace_fault_choose(tracee);
	tracee->yielding = !stops && tracee_has_to_yield(tracee);
	if (stops || tracee->yielding) {
		tracee->lab->tracer->woke = true;
		return;
	}
	trace_share(tracee);
	tracee_enter(tracee);
}

void tracee_enter(struct tracee *tracee)
{
	if (tracee->state != LAB_ACTOR_STOPPED)
		return;
	tracee->state = LAB_ACTOR_CALLING;
	tracee->yielding = false;
	if (!trace_fault_strike(tracee))
		go_inside(tracee);
}
