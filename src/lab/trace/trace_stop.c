/* trace_stop: takes the stops of traced threads, each as what it is.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * See ptrace(2). A thread that was seized stops
 * - at a call that the filter names (PTRACE_EVENT_SECCOMP), before it is made;
 * - at the exit of a call that we let go by PTRACE_SYSCALL;
 * - when it has forked, made a thread or called execve(2);
 * - when it is born (PTRACE_EVENT_STOP with SIGTRAP);
 * - when a signal is about to be delivered, which is then passed on;
 * - when a signal such as SIGSTOP has stopped its process (PTRACE_EVENT_STOP
 *   with that signal): PTRACE_LISTEN leaves it as stopped as it is.
 *
 * A request to a thread that was killed meanwhile fails with ESRCH, at any
 * place: nothing needs to be done, for its end is told by the next wait.
 *
 * When a thread other than the first calls execve(2), all others vanish and it
 * takes over the number of the first one.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "lab/inside/power.h"
#include "lab/kernel/process.h"
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"
#include "lab/trace/trace_regs.h"

#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

/* What waitpid(2) says about a seized thread. */
enum { STOP_SYSCALL = SIGTRAP | 0x80 };

void tracee_ended(struct tracee *tracee, int status)
{
	if (tracee->lab->wire)
		carrier_pump(tracee->lab->wire);
	tracee->lab->tracer->woke = true;
	trace_nest_lose(tracee, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	tracee_forget(tracee);
	tracee_tell_end(tracee, status);
	tracee_tell_untold(tracee);
	trace_fault_tell_unused(tracee->lab);
}

/* A thread is told when it makes a call; so is what vfork(2) made until it has
 * become another program, for few descriptors live that long. */
static void forked(struct tracee *parent, int event)
{
	unsigned long tid = 0;
	if (!ptrace(PTRACE_GETEVENTMSG, parent->tid, NULL, &tid) &&
	    !tracer_find_thread(parent->lab->tracer, (pid_t)tid)) {
		struct tracee *child = tracer_add(parent->lab, parent->program,
						  (pid_t)tid, parent);
		if (parent->name && !parent->released &&
		    event != PTRACE_EVENT_VFORK && child->tid == child->tgid &&
		    trace_has_socket(child->tid))
			tracee_tell_birth(child);
	}
	tracee_continue(parent, 0);
}

void tracee_tell_foreign(struct tracee *tracee)
{
	AUTO_FREE char *text = trace_foreign_note(tracee);
	if (text)
		lab_note(tracee->lab, text);
}

/* The thread `former` has become the process that `tracee` was. */
static void executed(struct tracee *tracee)
{
	unsigned long former = 0;
	struct tracee *other = NULL;
	ptrace(PTRACE_GETEVENTMSG, tracee->tid, NULL, &former);
	if ((pid_t)former != tracee->tid)
		other = tracer_find_thread(tracee->lab->tracer, (pid_t)former);
	if (other) {
		trace_nest_lose(tracee, SIGKILL);
		tracee->state = LAB_ACTOR_RUNNING;
		tracee_ended(other, 0);
	}
	// It is another program now.
	source_close(tracee->source);
	tracee->source = NULL;
	trace_noise_forget(tracee);
	trace_history_forget(tracee);
	tracee->executed = true;
	tracee_tell_foreign(tracee);
	if (tracee->name && tracee->parent)
		tracee_tell_program(tracee);
	else if (!tracee->name && !tracee->released &&
		 trace_has_socket(tracee->tid))
		tracee_tell_birth(tracee);
	tracee_continue(tracee, 0);
}

static void tell_refusal(const struct tracee *tracee,
			 const struct confine_refusal *row)
{
	size_t count;
	const struct confine_refusal *rows = confine_refusals(&count);
	// Rows of one call stand together, and are told of once.
	while (row > rows && !strcmp(row[-1].call, row->call))
		row--;
	const struct program **first =
		&tracee->lab->tracer->refused[row - rows];
	if (*first)
		return;
	*first = tracee->program;
	AUTO_FREE char *text = SENTENCE_NEW(
		row->mask ? "trace-refused-arguments" : "trace-refused",
		SLOT_TEXT("program", tracee->program->name),
		SLOT_TEXT("call", row->call));
	lab_note(tracee->lab, text);
}

size_t lab_trace_list_refused(const struct lab *lab, const char *program,
			      const char **calls, size_t most)
{
	size_t rows, count = 0;
	const struct confine_refusal *row = confine_refusals(&rows);
	const struct tracer *tracer = lab->tracer;
	for (size_t i = 0; tracer && i < rows && count < most; i++) {
		const struct program *first = tracer->refused[i];
		if (first && text_is_of(first->name, program))
			calls[count++] = row[i].call;
	}
	return count;
}

/* A call that the filter leaves to us to refuse: the kernel makes none. */
static void refuse(struct tracee *tracee, int error)
{
	// A call that cannot be kept from the kernel is its last.
	if (!trace_regs_skip(tracee->tid, error))
		kill(tracee->tgid, SIGKILL);
	tracee_continue(tracee, 0);
}

/* What is refused is known by the call. The data of the stop is the program's
 * as much as ours: it may load a filter of its own that asks for this stop, and
 * of two the later one's data counts (seccomp(2)). */
static void at_filter(struct tracee *tracee,
		      const struct __ptrace_syscall_info *info)
{
	const uint64_t *args = (const uint64_t *)info->seccomp.args;
	int number = (int)info->seccomp.nr, error = 0;
	bool hides = !tracee->attached &&
		     power_hides_socket(info->arch, number, args);
	const struct confine_refusal *row =
		tracee->attached
			? NULL
			: power_leaves(inhabitant_of_program(tracee->lab->who),
				       info->arch, number, args);
	if (hides)
		error = trace_foreign_socket(tracee, info->arch, args[1], &row);
	else if (row)
		error = -row->error;
	if (row)
		tell_refusal(tracee, row);
	if (error)
		refuse(tracee, error);
	else if (hides)
		return;
	else if (info->arch == seccomp_arch_native())
		tracee_at_entry(tracee, number, args, info->stack_pointer);
	else
		tracee_continue(tracee, 0);
}

static void at_syscall(struct tracee *tracee)
{
	struct __ptrace_syscall_info info; // glibc's name for it
	if (ptrace(PTRACE_GET_SYSCALL_INFO, tracee->tid, sizeof(info), &info) <=
	    0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_SECCOMP)
		at_filter(tracee, &info);
	else if (trace_foreign_made(tracee))
		tracee_continue(tracee, 0);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		tracee_at_exit(tracee, info.exit.rval);
	else if (info.op == PTRACE_SYSCALL_INFO_ENTRY && tracee->attached &&
		 info.arch == seccomp_arch_native())
		tracee_at_entry(tracee, (long)info.entry.nr,
				(const uint64_t *)info.entry.args,
				info.stack_pointer);
	else
		tracee_continue(tracee, 0);
}

static void at_signal(struct tracee *tracee, int signal)
{
	siginfo_t info;
	if (tracee->stepping && signal == SIGTRAP &&
	    !ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) &&
	    (info.si_code == SIGTRAP || info.si_code == TRAP_TRACE)) {
		tracee_handler(tracee);
		return;
	}
	if (tracee_is_hung_up(tracee, signal))
		signal = 0;
	if (signal)
		tracee_tell_delivery(tracee, signal);
	tracee->stepping = tracee->interrupted && !tracee->handler;
	if (!tracee->stepping)
		tracee_continue(tracee, signal);
	else
		ptrace(PTRACE_SINGLESTEP, tracee->tid, NULL,
		       (unsigned long)signal);
}

/* Stopped by a signal, or going on behind that; or only born, or woken. */
static void halted(struct tracee *tracee, int signal)
{
	bool first = tracee->tid == tracee->tgid; // it is of the whole process
	if (first && signal && !tracee->halted)
		tracee_tell_signal(tracee, signal, SIGNAL_STOPPED);
	else if (first && !signal && tracee->halted)
		tracee_tell_signal(tracee, SIGCONT, SIGNAL_CONTINUED);
	tracee->halted = signal;
	if (signal)
		ptrace(PTRACE_LISTEN, tracee->tid, NULL, NULL);
	else
		tracee_continue(tracee, 0);
}

static void take_stop(struct tracee *tracee, int status)
{
	int signal = WSTOPSIG(status), event = status >> 16;
	switch (event) {
	case PTRACE_EVENT_SECCOMP:
		at_syscall(tracee);
		break;
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		forked(tracee, event);
		break;
	case PTRACE_EVENT_EXEC:
		executed(tracee);
		break;
	case PTRACE_EVENT_STOP:
		halted(tracee, process_stops_by(signal) ? signal : 0);
		break;
	default:
		if (signal == STOP_SYSCALL)
			at_syscall(tracee);
		else
			at_signal(tracee, signal);
	}
}

/* Asks one thread whether it has something to say. */
static void take_one(struct tracee *tracee)
{
	int status;
	pid_t pid = waitpid(tracee->tid, &status, WNOHANG | __WALL);
	if (pid <= 0)
		return;
	if (WIFSTOPPED(status))
		take_stop(tracee, status);
	else if (WIFEXITED(status) || WIFSIGNALED(status))
		tracee_ended(tracee, status);
}

/* A child that is born meanwhile stands behind the others, and is asked, too:
 * what it said before may have been the same signal. */
static void take_all(struct tracer *tracer)
{
	for (size_t i = 0; i < tracer->live_count;) {
		const struct tracee *tracee = tracer->live[i];
		take_one(tracer->live[i]);
		// The place is another's when it has ended.
		i += i < tracer->live_count && tracer->live[i] == tracee;
	}
}

void tracer_take_stops(struct lab *lab)
{
	if (lab->tracer)
		take_all(lab->tracer);
}

static void bring_back(struct tracer *tracer, pid_t tid)
{
	enum { WAITS_MOST = 13 }; // 0.4 s altogether
	struct timespec moment = {.tv_nsec = 50000};
	for (int i = 0; i < WAITS_MOST; i++) {
		struct tracee *tracee = tracer_find_thread(tracer, tid);
		if (!tracee || !trace_spin_is_inside(tracee) ||
		    tracee_sleeps(tracee))
			return;
		nanosleep(&moment, NULL);
		moment.tv_nsec *= 2;
		take_one(tracee);
	}
}

void tracer_bring_back(struct lab *lab)
{
	struct tracer *tracer = lab->tracer;
	for (size_t i = 0; tracer && i < tracer->live_count; i++) {
		if (trace_spin_is_inside(tracer->live[i]))
			bring_back(tracer, tracer->live[i]->tid);
	}
}

/* The signal is not counted, so it is taken first, and then everybody is asked.
 * A program that goes on by itself is looked at by the alarm, not at each of
 * its calls; most calls come back within microseconds, so the next stop is
 * waited for here for as long, and the loop gets its turn after that. */
void tracer_handle_signals(void *data, uint32_t ready)
{
	enum { TURNS_MOST = 64 };
	static const struct timespec moment = {.tv_nsec = 200000};
	struct lab *lab = data;
	struct tracer *tracer = lab->tracer;
	(void)ready;
	tracer->woke = false;
	for (int turn = 0; turn < TURNS_MOST && !tracer->woke; turn++) {
		if (sigtimedwait(&tracer->children, NULL, &moment) < 0)
			break;
		take_all(tracer);
	}
	if (tracer->woke)
		lab_look(lab);
}
