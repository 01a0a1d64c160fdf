/* trace: programs of any kind as actors, stopped at each of their socket calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     main                    init                     child
 *      │ SPACE_TRACE ──────────► fork ─────────────────► waits at the gate
 *      │ ◄── SPACE_STARTED (pidfd)                         │
 *      │ PTRACE_SEIZE ─────────────────────────────────────┤
 *      │ opens the gate ───────────────────────────────────► filter, execve
 *      │ ◄───────────────────────────────── PTRACE_EVENT_EXEC, or its end
 *
 * The child is init's, but we trace it: we are of the same user, and made the
 * user namespace that it lives in. All that it forks is traced from its first
 * instruction (PTRACE_O_TRACEFORK …), and dies with us (PTRACE_O_EXITKILL).
 *
 * The kernel tells of stops by SIGCHLD only. It is blocked and read from a
 * signalfd(2) of this lab's own, and then each tracee is asked by its id:
 * signals of one kind are not counted, and other children of this process are
 * somebody else's to wait for.
 *
 * A zombie is only its parent's to collect once its tracer has: the end of a
 * lab must not leave one behind, or init would never be gone.
 */
#include "lab/trace/trace.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "base/text.h"
#include "lab/kernel/process.h"
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"

#include <ctype.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

struct tracer *tracer_of(struct lab *lab, struct err *err)
{
	if (lab->tracer)
		return lab->tracer;
	struct tracer *tracer = xcalloc(1, sizeof(*tracer));
	sigemptyset(&tracer->children);
	sigaddset(&tracer->children, SIGCHLD);
	// An ignored SIGCHLD, which a shell may hand down, is never sent.
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_BLOCK, &tracer->children, &tracer->mask);
	tracer->signals =
		signalfd(-1, &tracer->children, SFD_CLOEXEC | SFD_NONBLOCK);
	if (tracer->signals >= 0 &&
	    loop_add(lab->loop, tracer->signals, EPOLLIN, tracer_handle_signals,
		     lab, err)) {
		lab->tracer = tracer;
		return tracer;
	}
	if (tracer->signals < 0)
		FAILURE(err, "no-signal-descriptor");
	else
		close(tracer->signals);
	sigprocmask(SIG_SETMASK, &tracer->mask, NULL);
	free(tracer);
	return NULL;
}

/* Which process the thread belongs to, and its number in the lab. */
static void read_ids(struct tracee *tracee)
{
	char status[4096];
	process_read(tracee->tid, "status", status, sizeof(status));
	long process = process_status_number(status, "Tgid");
	long inner = process_inner(tracee->tid);
	tracee->tgid = process > 0 ? (pid_t)process : tracee->tid;
	tracee->pid = inner > 0 ? (int)inner : tracee->tid;
}

static void tell(const struct tracee *tracee, struct event_actor *event)
{
	event->actor = tracee->name;
	event->host = lab_host_name(tracee->lab, tracee->host);
	event->is_thread = tracee->tid != tracee->tgid;
	event->traced = true;
	event->pid = tracee->pid;
	lab_emit(tracee->lab, EVENT_ACTOR, &(struct event){.as.actor = *event});
}

/* What the process runs: "nc". Only what a name can have; "" where nothing is
 * left of it. */
static void read_program(const struct tracee *tracee, char *name, size_t size)
{
	ssize_t len = process_read(tracee->tid, "comm", name, size);
	size_t kept = 0;
	for (ssize_t i = 0; i < len; i++) {
		if (isalnum((unsigned char)name[i]) || strchr("._-", name[i]))
			name[kept++] = name[i];
	}
	name[kept] = '\0';
}

/* "sh" for its first process, "sh.2" for others, and "sh.nc" for one that had
 * become another program before it was told of. */
static char *name_member(struct tracee *tracee)
{
	struct program *program = tracee->program;
	char runs[64] = "";
	if (++program->members == 1)
		return xstrdup(program->name);
	if (tracee->executed)
		read_program(tracee, runs, sizeof(runs));
	if (!*runs)
		return xprintf("%s.%u", program->name, program->members);
	char *name = xprintf("%s.%s", program->name, runs);
	for (unsigned i = 2; tracer_find(tracee->lab, name); i++) {
		free(name);
		name = xprintf("%s.%s.%u", program->name, runs, i);
	}
	return name;
}

/* Whether it is what it was started as all the same: the script of that name,
 * which other programs led to. */
static bool is_as_started(const struct tracee *tracee)
{
	char words[512];
	ssize_t len =
		process_read(tracee->tid, "cmdline", words, sizeof(words));
	const char *name = tracee->program->name;
	for (ssize_t at = 0; at < len; at += (ssize_t)strlen(&words[at]) + 1) {
		const char *file = text_base(&words[at]);
		if (!strncmp(file, name, strlen(name)))
			return true;
	}
	return false;
}

/* A shell starts dozens of processes that never have a socket: an actor is
 * what has one, or makes a call that is about one. */
void tracee_tell_birth(struct tracee *tracee)
{
	bool is_news = tracee->name && tracee->executed && !tracee->parent;
	if (is_news && !is_as_started(tracee))
		tracee_tell_program(tracee);
	tracee->executed &= !is_news;
	if (tracee->name)
		return;
	tracee->name = name_member(tracee);
	tell(tracee, &(struct event_actor){.phase = ACTOR_BORN,
					   .parent = tracee->parent,
					   .joined = true});
}

void tracee_tell_program(const struct tracee *tracee)
{
	char runs[64];
	read_program(tracee, runs, sizeof(runs));
	AUTO_FREE char *text =
		SENTENCE_NEW("note-runs", SLOT_TEXT("actor", tracee->name),
			     SLOT_TEXT("program", runs));
	if (*runs)
		lab_note(tracee->lab, text);
}

void tracee_tell_end(const struct tracee *tracee, int status)
{
	struct event_actor event = {.phase = ACTOR_ENDED};
	if (status < 0)
		event.status = -1;
	else if (WIFSIGNALED(status))
		event.signal = WTERMSIG(status);
	else
		event.status = WEXITSTATUS(status);
	if (tracee->name)
		tell(tracee, &event);
}

void tracee_tell_untold(const struct tracee *tracee)
{
	const struct program *program = tracee->program;
	unsigned untold = program->added - program->members;
	if (program->alive || !untold || program->foreign)
		return;
	AUTO_FREE char *text = SENTENCE_NEW("note-members-untold",
					    SLOT_NUMBER("count", untold),
					    SLOT_TEXT("actor", program->name));
	lab_note(tracee->lab, text);
}

struct program *tracer_add_program(struct lab *lab, const char *name)
{
	struct program *program = xcalloc(1, sizeof(*program));
	program->name = xstrdup(name);
	program->next = lab->tracer->programs;
	lab->tracer->programs = program;
	return program;
}

struct tracee *tracer_add(struct lab *lab, struct program *program, pid_t tid,
			  const struct tracee *parent)
{
	struct tracer *tracer = lab->tracer;
	struct tracee *tracee = xcalloc(1, sizeof(*tracee));
	tracee->lab = lab;
	tracee->program = program;
	program->added++;
	program->alive++;
	tracee->tid = tid;
	tracee->state = LAB_ACTOR_RUNNING;
	tracee->born = clock_now();
	read_ids(tracee);
	tracee->pidfd = tracee->tgid == tid ? process_open(tid) : -1;
	if (parent) {
		tracee->host = parent->host;
		tracee->parent = parent->name;
		tracee->released = parent->released;
		tracee->attached = parent->attached;
		tracee->until = parent->until;
		trace_share_born(tracee, parent);
		trace_history_inherit(tracee, parent);
	}
	tracer->live = xgrow(tracer->live, &tracer->live_cap,
			     tracer->live_count + 1, sizeof(*tracer->live));
	tracer->live[tracer->live_count++] = tracee;
	return tracee;
}

static void close_resources(struct tracee *tracee)
{
	loop_timer_clear(tracee->lab->loop, &tracee->delay);
	loop_timer_clear(tracee->lab->loop, &tracee->spin.pause);
	if (tracee->pidfd >= 0)
		close(tracee->pidfd);
	tracee->pidfd = -1;
	trace_nest_done(tracee);
	arena_done(&tracee->arena);
	source_close(tracee->source);
	tracee->source = NULL;
	trace_noise_forget(tracee);
	tracee->place = (struct event_source){0};
	free(tracee->counts);
	tracee->counts = NULL;
}

void tracee_forget(struct tracee *tracee)
{
	struct tracer *tracer = tracee->lab->tracer;
	size_t place = 0;
	while (tracer->live[place] != tracee)
		place++;
	tracer->live_count--;
	tracer->lives += clock_now() - tracee->born;
	tracee->program->alive--;
	memmove(&tracer->live[place], &tracer->live[place + 1],
		(tracer->live_count - place) * sizeof(*tracer->live));
	close_resources(tracee);
	tracee->state = LAB_ACTOR_ENDED;
	tracer->ended = xgrow(tracer->ended, &tracer->ended_cap,
			      tracer->ended_count + 1, sizeof(*tracer->ended));
	tracer->ended[tracer->ended_count++] = tracee;
}

void tracee_free(struct tracee *tracee)
{
	close_resources(tracee);
	free(tracee->name);
	free(tracee);
}

pid_t lab_trace_process(const struct lab *lab, const char *actor)
{
	const struct tracee *tracee = tracer_find(lab, actor);
	return tracee && tracee->state != LAB_ACTOR_ENDED ? tracee->tgid : 0;
}

bool lab_trace_is_alive(const struct lab *lab)
{
	return lab->tracer && lab->tracer->live_count > 0;
}

/* Each traced actor, or the one of that name; fails when there is none. */
static bool each(struct lab *lab, const char *actor,
		 void (*fn)(struct tracee *tracee, const void *data),
		 const void *data, struct err *err)
{
	if (actor) {
		struct tracee *tracee = tracer_find(lab, actor);
		if (!tracee)
			return FAILURE(err, "no-traced-program",
				       SLOT_TEXT("program", actor));
		if (tracee->state == LAB_ACTOR_ENDED)
			return FAILURE(err, "ended-to-rewind",
				       SLOT_TEXT("actor", actor));
		fn(tracee, data);
		return true;
	}
	// Backwards, for one that is let go leaves the list.
	for (size_t i = lab->tracer ? lab->tracer->live_count : 0; i > 0; i--)
		fn(lab->tracer->live[i - 1], data);
	return true;
}

/* A call that is let go may be asleep so many nanoseconds later; from then on
 * the looks become rarer. */
enum { FIRST_LOOK = 150000 };

static void go(struct tracee *tracee, const void *data)
{
	tracee->until = *(const struct until *)data;
	tracee->met = false;
	tracee->released = false;
	tracer_went(tracee->lab->tracer);
	tracee->lab->look_delay = FIRST_LOOK;
	if (tracee->state == LAB_ACTOR_STOPPED)
		tracee_enter(tracee);
}

bool lab_trace_go(struct lab *lab, const char *actor, const struct until *until,
		  struct err *err)
{
	return each(lab, actor, go, until, err);
}

static void release(struct tracee *tracee, const void *data)
{
	(void)data;
	if (tracee->attached) {
		tracee_let_go(tracee);
		tracee_forget(tracee);
		tracee_tell_end(tracee, -1);
		return;
	}
	tracee->released = true;
	if (tracee->state == LAB_ACTOR_STOPPED)
		tracee_enter(tracee);
}

bool lab_trace_release(struct lab *lab, const char *actor, struct err *err)
{
	return each(lab, actor, release, NULL, err);
}
