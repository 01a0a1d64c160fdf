/* trace_signals: signals reach traced programs, and calls survive them or not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

static void expect_state(struct traced *traced, const char *actor,
			 enum lab_actor_state state)
{
	enum lab_actor_state is = lab_actor_state(traced->lab, actor);
	INSIDE_EXPECT(traced->found, is == state, "%s is in state %d, not %d",
		      actor, (int)is, (int)state);
}

/* A program that is blocked in accept(2), and has a handler for SIGUSR1. */
static bool open_blocked(struct traced *traced, struct buf *found,
			 const char *line)
{
	if (!traced_open(traced, found, false))
		return false;
	traced_start(traced, "p", line);
	traced_go(traced, "p", UNTIL_BLOCKED, NULL, 0);
	expect_state(traced, "p", LAB_ACTOR_BLOCKED);
	return true;
}

static void send_signal(struct traced *traced, int number)
{
	kill(lab_trace_process(traced->lab, "p"), number);
	traced_settle(traced);
}

/* Signals and what became of them: "SIGUSR1 handled ". */
static char *fates(const struct traced *traced)
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		if (event->kind == EVENT_SIGNAL)
			buf_printf(&out, "%s %s ",
				   symbol_name(SYMBOL_SIGNAL,
					       event->as.signal.number),
				   signal_fate_word(event->as.signal.fate));
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

static unsigned count_calls(const struct traced *traced, const char *name)
{
	unsigned count = 0;
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		count += event->kind == EVENT_CALL &&
			 event->as.call.phase == CALL_ENTER &&
			 !strcmp(event->as.call.call.syscall->name, name);
	}
	return count;
}

/* Without SA_RESTART the program sees EINTR, and makes the call again by
 * itself: that is another call. */
static void interrupt(struct buf *found)
{
	struct traced traced;
	if (!open_blocked(&traced, found, "signals"))
		return;
	send_signal(&traced, SIGUSR1);
	expect_state(&traced, "p", LAB_ACTOR_STOPPED);
	AUTO_FREE char *calls = traced_calls(&traced, "p");
	INSIDE_EXPECT(found,
		      strstr(calls, "accept(3, NULL, NULL) = -1 EINTR "
				    "(Interrupted system call)\n"
				    "accept(3,  <unfinished ...>\n"),
		      "%s", calls);
	traced_step(&traced, "p");
	expect_state(&traced, "p", LAB_ACTOR_BLOCKED);
	send_signal(&traced, SIGWINCH);
	traced_same(&traced, "signals", fates(&traced),
		    "SIGUSR1 handled SIGWINCH ignored ");
	traced_close(&traced);
}

Test(trace_signals, interrupts)
{
	check(interrupt);
}

/* The learner can do it without a signal, to a program that catches none. */
static void cut_short(struct buf *found)
{
	struct traced traced;
	struct err err = {0};
	if (!open_blocked(&traced, found, "server"))
		return;
	INSIDE_EXPECT(found, lab_interrupt(traced.lab, "p", &err), "%s",
		      err.text);
	traced_settle(&traced);
	AUTO_FREE char *calls = traced_calls(&traced, "p");
	INSIDE_EXPECT(found, strstr(calls, ") = -1 EINTR "), "%s", calls);
	INSIDE_EXPECT(found, !lab_interrupt(traced.lab, "p", &err),
		      "it is in no call");
	INSIDE_EXPECT(found, lab_signal(traced.lab, "p", SIGTERM, &err), "%s",
		      err.text);
	// It is held, and takes the signal when it goes on.
	traced_step(&traced, "p");
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	const struct event_actor *end = traced_end(&traced, "p");
	INSIDE_EXPECT(found, end && end->signal == SIGTERM,
		      "it was not SIGTERM");
	traced_close(&traced);
}

Test(trace_signals, cut_short)
{
	check(cut_short);
}

/* With SA_RESTART it is the same call all the time. */
static void restart(struct buf *found)
{
	struct traced traced;
	if (!open_blocked(&traced, found, "signals restart"))
		return;
	for (int i = 0; i < 3; i++) {
		send_signal(&traced, SIGUSR1);
		traced_await(&traced, "p", LAB_ACTOR_BLOCKED);
	}
	INSIDE_EXPECT(found, count_calls(&traced, "accept") == 1,
		      "accept was entered %u times",
		      count_calls(&traced, "accept"));
	traced_start(&traced, "client", "client");
	traced_go(&traced, "client", UNTIL_EXIT, NULL, 0);
	AUTO_FREE char *calls = traced_calls(&traced, "p");
	INSIDE_EXPECT(found, strstr(calls, "accept(3, NULL, NULL) = 4\n"), "%s",
		      calls);
	traced_close(&traced);
}

Test(trace_signals, restarts)
{
	check(restart);
}

/* A stopped process stands still and goes on in the same call. */
static void stop_and_go_on(struct buf *found)
{
	struct traced traced;
	if (!open_blocked(&traced, found, "signals"))
		return;
	send_signal(&traced, SIGSTOP);
	send_signal(&traced, SIGCONT);
	traced_await(&traced, "p", LAB_ACTOR_BLOCKED);
	INSIDE_EXPECT(found, count_calls(&traced, "accept") == 1,
		      "accept was entered %u times",
		      count_calls(&traced, "accept"));
	traced_same(&traced, "signals", fates(&traced),
		    "SIGSTOP stopped SIGCONT continued ");
	traced_close(&traced);
}

Test(trace_signals, stops_and_goes_on)
{
	check(stop_and_go_on);
}

static void kill_it(struct traced *traced, const char *where)
{
	send_signal(traced, SIGKILL);
	traced_await(traced, "p", LAB_ACTOR_ENDED);
	const struct event_actor *end = traced_end(traced, "p");
	INSIDE_EXPECT(traced->found, end && end->signal == SIGKILL,
		      "killed %s: no such end", where);
	traced_close(traced);
}

/* Killed from outside at each kind of stop. */
static void kill_everywhere(struct buf *found)
{
	struct traced traced;
	if (!open_blocked(&traced, found, "signals"))
		return;
	kill_it(&traced, "in accept");
	traced_open(&traced, found, false);
	traced_start(&traced, "p", "server");
	expect_state(&traced, "p", LAB_ACTOR_STOPPED);
	kill_it(&traced, "before socket");
	open_blocked(&traced, found, "signals");
	send_signal(&traced, SIGSTOP);
	kill_it(&traced, "while stopped");
	open_blocked(&traced, found, "signals restart");
	kill(lab_trace_process(traced.lab, "p"), SIGUSR1);
	kill_it(&traced, "at a signal");
	traced_open(&traced, found, false);
	traced_start(&traced, "p", "@sleep 1000");
	expect_state(&traced, "p", LAB_ACTOR_RUNNING);
	kill_it(&traced, "between calls");
}

Test(trace_signals, killed_everywhere)
{
	check(kill_everywhere);
}

/* The tracer dies without a word, with tracees in all states: they die too.
 * Their end is seen as the end of a pipe that only they have. */
static void lose_tracer(struct buf *found, bool no_namespaces)
{
	int ends[2];
	char byte;
	if (pipe(ends) < 0)
		return;
	pid_t pid = fork();
	if (pid == 0) {
		struct traced traced;
		struct err err;
		const char *const sleeps[] = {"sleep", "1000", NULL};
		struct trace_program program = {.name = "q",
						.argv = sleeps,
						.stdio = {-1, ends[1], -1}};
		traced_open(&traced, found, no_namespaces);
		traced_start(&traced, "stopped", "server");
		traced_start(&traced, "p", "signals");
		traced_go(&traced, "p", UNTIL_BLOCKED, NULL, 0);
		lab_trace_start(traced.lab, &program, NULL, &err);
		kill(lab_trace_process(traced.lab, "q"), SIGSTOP);
		raise(SIGKILL);
	}
	close(ends[1]);
	waitpid(pid, NULL, 0);
	// alarm() of apart() ends a wait for ever.
	INSIDE_EXPECT(found, read(ends[0], &byte, 1) == 0, "one lives");
	close(ends[0]);
}

static void lose_tracer_of_lab(struct buf *found)
{
	lose_tracer(found, false);
}

static void lose_tracer_without(struct buf *found)
{
	lose_tracer(found, true);
}

Test(trace_signals, tracer_killed)
{
	check(lose_tracer_of_lab);
	check(lose_tracer_without);
}
