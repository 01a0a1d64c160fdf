/* trace_signal: signals to traced programs, and what they do with them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tracer is asked before each signal is delivered, and /proc/TID/status says
 * what the program has made of that signal. One that kills is told by the end.
 *
 * A traced program is the leader of its session. When it ends, the kernel sends
 * SIGHUP to the foreground group of its terminal (disassociate_ctty()), and so
 * to children that it left behind; these get no such signal here.
 *
 * To interrupt a call no signal is needed: PTRACE_INTERRUPT wakes the thread,
 * the call comes back to be made again, and its result is made -EINTR, as it
 * would be behind a handler without SA_RESTART.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lab/kernel/process.h"
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

void tracee_tell_signal(const struct tracee *tracee, int number,
			enum signal_fate fate)
{
	struct event event = {
		.as.signal = {.actor = tracee->name,
			      .number = number,
			      .fate = fate},
	};
	if (tracee->name && !tracee->released)
		lab_emit(tracee->lab, EVENT_SIGNAL, &event);
}

/* What a signal without a handler comes to, see signal(7). */
static bool is_ignored(int number)
{
	return number == SIGCHLD || number == SIGURG || number == SIGWINCH ||
	       number == SIGCONT;
}

/* A shell hears of each child, also of those that nobody was told of. */
static bool is_of_untold(const struct tracee *tracee, int number)
{
	siginfo_t info;
	return number == SIGCHLD &&
	       !ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) &&
	       tracer_is_untold(tracee->lab->tracer, info.si_pid);
}

bool tracee_is_hung_up(const struct tracee *tracee, int number)
{
	siginfo_t info;
	pid_t leader = getsid(tracee->tgid);
	return number == SIGHUP && !tracee->attached &&
	       tracee->tgid != leader &&
	       !ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) &&
	       info.si_code == SI_KERNEL && process_is_ending(leader);
}

struct go_search {
	bool found;
	int depth;
};

static bool look_for_go(void *data, const char *function, const char *file)
{
	enum { DEEPEST = 16 };
	struct go_search *search = data;
	(void)file;
	search->found = !strncmp(function, "runtime.", strlen("runtime.")) ||
			!strncmp(function, "_cgo_", strlen("_cgo_"));
	return !search->found && ++search->depth < DEEPEST;
}

/* Go interrupts its own threads so, to give their time to others. */
static bool is_of_scheduler(const struct tracee *tracee, int number)
{
	siginfo_t info;
	struct go_search search = {0};
	const struct tracee *first =
		tracer_find_thread(tracee->lab->tracer, tracee->tgid);
	if (number != SIGURG || !first ||
	    ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) ||
	    info.si_code != SI_TKILL || info.si_pid != first->pid)
		return false;
	struct source *source = tracee_source(tracee);
	if (source)
		source_walk(source, tracee->tid, look_for_go, &search);
	return search.found;
}

void tracee_tell_delivery(const struct tracee *tracee, int number)
{
	if (is_of_untold(tracee, number) || is_of_scheduler(tracee, number))
		return;
	enum process_signal does = process_signal(tracee->tid, number);
	if (does == PROCESS_CATCHES)
		tracee_tell_signal(tracee, number, SIGNAL_HANDLED);
	else if (does == PROCESS_IGNORES ||
		 (is_ignored(number) && number != SIGCONT))
		tracee_tell_signal(tracee, number, SIGNAL_IGNORED);
}

bool tracee_signal(struct tracee *tracee, int number, struct err *err)
{
	bool is_thread = tracee->tid != tracee->tgid;
	long done = is_thread ? syscall(SYS_tgkill, tracee->tgid, tracee->tid,
					number)
			      : kill(tracee->tgid, number);
	return !done ||
	       FAILURE(err, "send-signal", SLOT_NUMBER("number", number),
		       SLOT_TEXT("actor", tracee->name),
		       SLOT_TEXT("reason", strerror(errno)));
}

bool tracee_interrupt(struct tracee *tracee, struct err *err)
{
	if (!tracee->inside)
		return FAILURE(err, "not-in-call",
			       SLOT_TEXT("actor", tracee->name));
	AUTO_FREE char *text =
		SENTENCE_NEW("note-interrupted",
			     SLOT_TEXT("call", tracee->call.syscall->name),
			     SLOT_TEXT("actor", tracee->name));
	lab_note(tracee->lab, text);
	tracee->cut_short = true;
	ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	lab_look_after(tracee->lab, 0);
	return true;
}
