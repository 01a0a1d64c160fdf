/* trace_end: ends tracing: kills what was started, lets go what was taken over.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each tracee must be collected by us before its own parent can, and a process
 * only after its threads. One that is born in the middle of this has never
 * been heard of: it is found by what it waits for, to be continued by us.
 *
 * A thread can be let go only while it is stopped; a call that it sleeps in is
 * interrupted for that, and the kernel makes it again (see trace_step.c).
 */
#include "lab/trace/trace_parts.h"

#include <errno.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

/* Waits for the next word of a thread; false when there will be none. */
static bool await(pid_t tid, int *status)
{
	pid_t got;
	do
		got = waitpid(tid, status, __WALL);
	while (got < 0 && errno == EINTR);
	return got == tid;
}

void tracee_let_go(const struct tracee *tracee)
{
	int status;
	bool stopped = tracee->state == LAB_ACTOR_STOPPED ||
		       (tracee->state == LAB_ACTOR_CALLING && !tracee->inside);
	if (!stopped) {
		ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
		if (!await(tracee->tid, &status) || !WIFSTOPPED(status))
			return;
		// A signal that was about to be delivered goes with it.
		int signal = WSTOPSIG(status);
		bool real = !(status >> 16) && signal != (SIGTRAP | 0x80);
		ptrace(PTRACE_DETACH, tracee->tid, NULL,
		       real ? (unsigned long)signal : 0);
		return;
	}
	ptrace(PTRACE_DETACH, tracee->tid, NULL, NULL);
}

static void collect(pid_t tid)
{
	int status;
	while (await(tid, &status) && WIFSTOPPED(status))
		ptrace(PTRACE_CONT, tid, NULL, NULL);
}

static void collect_unknown(void)
{
	siginfo_t info;
	while (true) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info,
			   WEXITED | WSTOPPED | WNOHANG | WNOWAIT | __WALL) ||
		    !info.si_pid || info.si_code != CLD_TRAPPED)
			return;
		kill(info.si_pid, SIGKILL);
		collect(info.si_pid);
	}
}

static void kill_all(const struct tracer *tracer)
{
	for (size_t i = 0; i < tracer->live_count; i++)
		if (!tracer->live[i]->attached)
			kill(tracer->live[i]->tgid, SIGKILL);
	// Threads first, a process is collected behind its last one.
	for (size_t i = 0; i < tracer->live_count; i++) {
		const struct tracee *tracee = tracer->live[i];
		if (tracee->attached)
			tracee_let_go(tracee);
		else if (tracee->tid != tracee->tgid)
			collect(tracee->tid);
	}
	for (size_t i = 0; i < tracer->live_count; i++) {
		const struct tracee *tracee = tracer->live[i];
		if (!tracee->attached && tracee->tid == tracee->tgid)
			collect(tracee->tid);
	}
	collect_unknown();
}

void tracer_close(struct lab *lab)
{
	struct tracer *tracer = lab->tracer;
	if (!tracer)
		return;
	kill_all(tracer);
	trace_share_end(lab);
	loop_remove(lab->loop, tracer->signals);
	close(tracer->signals);
	sigprocmask(SIG_SETMASK, &tracer->mask, NULL);
	lab_trace_forget_faults(lab);
	for (size_t i = 0; i < tracer->live_count; i++)
		tracee_free(tracer->live[i]);
	for (size_t i = 0; i < tracer->ended_count; i++)
		tracee_free(tracer->ended[i]);
	while (tracer->programs) {
		struct program *program = tracer->programs;
		tracer->programs = program->next;
		free(program->name);
		free(program);
	}
	free(tracer->live);
	free(tracer->ended);
	free(tracer->faults);
	free(tracer);
	lab->tracer = NULL;
}
