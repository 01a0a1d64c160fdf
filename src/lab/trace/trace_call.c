/* trace_call: the call of a stopped thread: read, told, let go on or lost.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/fetch.h"
#include "lab/trace/trace_parts.h"

#include <sys/ptrace.h>

void tracee_emit_call(struct tracee *tracee, enum call_phase phase,
		      const char *where)
{
	struct event event = {
		.as.call =
			{
				.id = tracee->call_id,
				.phase = phase,
				.noise = tracee->noise,
				.actor = tracee->name,
				.pid = tracee->pid,
				.call = tracee->call,
				.where = where,
				.source = tracee->place,
			},
	};
	lab_emit(tracee->lab, EVENT_CALL, &event);
}

static bool read_memory(void *data, uint64_t address, void *into, size_t len)
{
	const struct tracee *tracee = data;
	return trace_read(tracee->tid, address, into, len);
}

struct fetch tracee_fetch(struct tracee *tracee)
{
	return (struct fetch){
		.read = read_memory, .data = tracee, .arena = &tracee->arena};
}

int tracee_pidfd(const struct tracee *tracee)
{
	const struct tracee *first = tracee_leader(tracee);
	return first ? first->pidfd : -1;
}

void tracee_lose_call(struct tracee *tracee, int signal)
{
	if (!tracee->open)
		return;
	tracee->open = tracee->inside = false;
	tracee->call.result =
		(struct result){.done = true, .value = -1, .signal = signal};
	tracee_emit_call(tracee, CALL_RETURN, NULL);
}

void tracee_continue(struct tracee *tracee, int signal)
{
	bool all = tracee->attached && !tracee->released;
	ptrace(all ? PTRACE_SYSCALL : PTRACE_CONT, tracee->tid, NULL,
	       (unsigned long)signal);
}
