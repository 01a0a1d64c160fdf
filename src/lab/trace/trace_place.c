/* trace_place: the line of its program from which a tracee makes a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To unwind a stack takes as long as many calls, so it is done where somebody
 * will look: at the calls at which a program stops or may be told to stop
 * asleep, at those that make a descriptor, and at those that came to something
 * worth a word. The stack is the same at the exit of a call as it was at its
 * entry.
 */
#include "call/table/syscalls.h"
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"

#include <string.h>

/* What is known of the process; its first thread keeps it. */
struct source *tracee_source(const struct tracee *tracee)
{
	struct tracee *first =
		tracer_find_thread(tracee->lab->tracer, tracee->tgid);
	if (!first)
		return NULL;
	if (!first->source)
		first->source = source_open(first->tid);
	return first->source;
}

void tracee_find_place(struct tracee *tracee)
{
	struct source_stack stack;
	struct source *source = tracee_source(tracee);
	if (!source || tracee->place.function)
		return;
	source_find(source, tracee->tid, &tracee->arena, &stack);
	if (!stack.count)
		return;
	const struct source_frame *frame =
		&stack.frames[stack.own < 0 ? stack.named : stack.own];
	bool is_own = stack.own >= 0;
	tracee->place = (struct event_source){
		.file = is_own ? frame->file : NULL,
		.line = is_own ? frame->line : 0,
		.function = frame->function,
	};
}

/* Whether what came is shorter than what stood there, so that who takes it for
 * a string goes on into that (journal/finding/finding_old.c). */
static bool has_old_behind(const struct tracee *tracee)
{
	const struct result *result = &tracee->call.result;
	enum { LOOKED_AT = 3 };
	char behind[LOOKED_AT];
	if (!result->at || memchr(result->data.data, '\0', result->data.len) ||
	    !trace_read(tracee->tid, result->at + result->data.len, behind,
			sizeof(behind)))
		return false;
	return !memchr(behind, '\0', sizeof(behind));
}

/* Whether the result is one that is talked about. */
static bool is_remarkable(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	unsigned flags = call->syscall->flags;
	const char *name;
	int64_t fd;
	if (call->result.value < 0 || call_can_make_fd(call) ||
	    call->room == CALL_ROOM_EMPTY || call_given(call, 0, &name, &fd))
		return true;
	if (flags & SYSCALL_RECEIVES)
		return !call->result.value || has_old_behind(tracee) ||
		       trace_may_be_cut(tracee);
	if (flags & SYSCALL_SENDS && call->result.length)
		return true;
	for (size_t i = 0; flags & SYSCALL_SENDS && i < call->argc; i++) {
		if (call->args[i].kind == VALUE_BYTES)
			return (size_t)call->result.value <
			       call->args[i].bytes.len;
	}
	return false;
}

void tracee_find_place_of_result(struct tracee *tracee)
{
	if (is_remarkable(tracee))
		tracee_find_place(tracee);
}
