/* trace_nest: a call that waits while a signal handler makes calls of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Behind a handler with SA_RESTART the kernel makes the interrupted call again,
 * with the same number and the same stack. What the handler calls meanwhile is
 * another call of the same thread; the interrupted one is put aside until it
 * comes back. A handler's own call can be interrupted in the same way.
 *
 * A handler that leaves by siglongjmp(3) never comes back, and no system call
 * says so. It shows in the next call that is made from above the handler's
 * frame, for what a handler calls lies below; a stack of its own, see
 * sigaltstack(2), may lie anywhere, and then a call can seem to wait for ever.
 */
#include "base/mem.h"
#include "lab/trace/trace_parts.h"

#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>

struct outer {
	struct outer *next; /* that which it interrupted itself */
	const struct trace_call *row;
	unsigned call_id;
	struct call call;
	struct raw_call raw;
	struct arena arena;
	struct event_source place;
	enum call_noise noise;
	uint64_t args[6], stack, handler, entered;
	long asleep_in;
};

void trace_nest_note_handler(struct tracee *tracee)
{
	struct __ptrace_syscall_info info;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, tracee->tid, sizeof(info), &info) >
	    0)
		tracee->handler = info.stack_pointer;
}

static void put_aside(struct tracee *tracee)
{
	struct outer *outer = xmalloc(sizeof(*outer));
	*outer = (struct outer){
		.next = tracee->outer,
		.row = tracee->row,
		.call_id = tracee->call_id,
		.call = tracee->call,
		.raw = tracee->raw,
		.arena = tracee->arena,
		.place = tracee->place,
		.noise = tracee->noise,
		.stack = tracee->stack,
		.handler = tracee->handler,
		.entered = tracee->entered,
		.asleep_in = tracee->asleep_in,
	};
	memcpy(outer->args, tracee->args, sizeof(outer->args));
	tracee->arena = (struct arena){0};
	tracee->open = false;
	tracee->outer = outer;
}

/* The last one that was put aside is the tracee's call again. */
static void take_back(struct tracee *tracee)
{
	struct outer *outer = tracee->outer;
	tracee->outer = outer->next;
	tracee->open = true;
	tracee->row = outer->row;
	tracee->call_id = outer->call_id;
	tracee->call = outer->call;
	tracee->raw = outer->raw;
	arena_done(&tracee->arena);
	tracee->arena = outer->arena;
	tracee->place = outer->place;
	tracee->noise = outer->noise;
	memcpy(tracee->args, outer->args, sizeof(tracee->args));
	tracee->stack = outer->stack;
	tracee->handler = outer->handler;
	tracee->entered = outer->entered;
	tracee->asleep_in = outer->asleep_in;
	free(outer);
}

static bool is_left(uint64_t handler, uint64_t stack)
{
	return handler && stack > handler;
}

void trace_nest_begin(struct tracee *tracee, uint64_t stack)
{
	if (tracee->interrupted && tracee->open) {
		if (is_left(tracee->handler, stack))
			tracee_lose_call(tracee, 0);
		else
			put_aside(tracee);
	}
	while (tracee->outer && is_left(tracee->outer->handler, stack)) {
		take_back(tracee);
		tracee_lose_call(tracee, 0);
	}
}

static bool is_same(const struct outer *outer, long number, uint64_t stack)
{
	return outer->stack == stack &&
	       (outer->row->number == number ||
		trace_call_find(number)->subject == TRACE_AGAIN);
}

bool trace_nest_end(struct tracee *tracee, long number, uint64_t stack)
{
	const struct outer *outer = tracee->outer;
	while (outer && !is_same(outer, number, stack))
		outer = outer->next;
	if (!outer)
		return false;
	const unsigned id = outer->call_id;
	while (tracee->call_id != id) {
		tracee_lose_call(tracee, 0);
		take_back(tracee);
	}
	return true;
}

void trace_nest_lose(struct tracee *tracee, int signal)
{
	tracee_lose_call(tracee, signal);
	while (tracee->outer) {
		take_back(tracee);
		tracee_lose_call(tracee, signal);
	}
}

void trace_nest_done(struct tracee *tracee)
{
	while (tracee->outer)
		take_back(tracee);
}
