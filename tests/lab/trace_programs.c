/* trace_programs: programs of all kinds, and all that they do besides.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "lab/inside/promise.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#define LOOPBACK(port)                                                         \
	"{sa_family=AF_INET, sin_port=htons(" #port "), "                      \
	"sin_addr=inet_addr(\"127.0.0.1\")}, 16"
#define LISTENS                                                                \
	"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n"                       \
	"setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"                \
	"bind(3, " LOOPBACK(12345) ") = 0\n"                                   \
				   "listen(3, 5) = 0\n"

/* What one actor of a program does, when all run to their ends. */
struct part {
	const char *actor, *calls;
	int status, signal;
};

struct run {
	const char *line;
	struct part parts[2];
	const char *births;
};

static void check_part(struct traced *traced, const struct part *part)
{
	traced_same(traced, part->actor, traced_calls(traced, part->actor),
		    part->calls);
	const struct event_actor *end = traced_end(traced, part->actor);
	INSIDE_EXPECT(traced->found,
		      end && end->status == part->status &&
			      end->signal == part->signal,
		      "%s ended with status %d and signal %d", part->actor,
		      end ? end->status : -1, end ? end->signal : -1);
}

static void play(struct buf *found, const struct run *run)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	if (traced_start(&traced, "p", run->line)) {
		traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
		traced_await(&traced, "p", LAB_ACTOR_ENDED);
		for (size_t i = 0; i < COUNT(run->parts); i++)
			if (run->parts[i].actor)
				check_part(&traced, &run->parts[i]);
		traced_same(&traced, "the actors", traced_births(&traced),
			    run->births);
	}
	traced_close(&traced);
}

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

static void play_threads(struct buf *found)
{
	static const struct run run = {
		"threads",
		{{"p",
		  LISTENS "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4\n"
			  "accept(3, NULL, NULL) = 5\n"
			  "recvfrom(5, \"hi\", 16, 0, NULL, NULL) = 2\n"
			  "sendto(5, \"hi\", 2, 0, NULL, 0) = 2\n"
			  "close(5) = 0\n"
			  "close(3) = 0\n",
		  0, 0},
		 {"p.2",
		  "connect(4, " LOOPBACK(
			  12345) ") = 0\n"
				 "sendto(4, \"hi\", 2, 0, NULL, 0) = 2\n"
				 "recvfrom(4, \"hi\", 16, 0, NULL, NULL) = 2\n"
				 "close(4) = 0\n",
		  0, 0}},
		"p p.2 ",
	};
	play(found, &run);
}

Test(trace_programs, threads)
{
	check(play_threads);
}

static void play_forks(struct buf *found)
{
	static const struct run run = {
		"forks",
		{{"p",
		  LISTENS
		  "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4\n"
		  "connect(4, " LOOPBACK(
			  12345) ") = 0\n"
				 "accept(3, NULL, NULL) = 5\n"
				 "close(5) = 0\n"
				 "sendto(4, \"hi\", 2, 0, NULL, 0) = 2\n"
				 "recvfrom(4, \"hi\", 16, 0, NULL, NULL) = 2\n"
				 "close(4) = 0\n"
				 "close(3) = 0\n",
		  3, 0},
		 {"p.2",
		  "recvfrom(5, \"hi\", 16, 0, NULL, NULL) = 2\n"
		  "sendto(5, \"hi\", 2, 0, NULL, 0) = 2\n"
		  "exit_group(3) = ?\n",
		  3, 0}},
		"p p.2 ",
	};
	play(found, &run);
}

Test(trace_programs, forks)
{
	check(play_forks);
}

/* vfork(2) holds the parent until the child has become a program. */
static void play_spawns(struct buf *found)
{
	static const struct run run = {
		"spawns",
		{{"p",
		  LISTENS "accept(3, NULL, NULL) = 4\n"
			  "recvfrom(4, \"hello\", 16, 0, NULL, NULL) = 5\n"
			  "sendto(4, \"hello\", 5, 0, NULL, 0) = 5\n"
			  "close(4) = 0\n"
			  "close(3) = 0\n",
		  7, 0},
		 {"p.client",
		  "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4\n"
		  "connect(4, " LOOPBACK(
			  12345) ") = 0\n"
				 "sendto(4, \"hello\", 5, 0, NULL, 0) = 5\n"
				 "recvfrom(4, \"hello\", 1024, 0, NULL, NULL) "
				 "= 5\n"
				 "close(4) = 0\n"
				 "exit_group(7) = ?\n",
		  7, 0}},
		"p p.client ",
	};
	play(found, &run);
}

Test(trace_programs, spawns)
{
	check(play_spawns);
}

/* The thread vanishes as such: it is the process now, under its old name. What
 * the first thread was inside is lost. */
/* The thread itself made no call, so nobody was told of it. */
static void play_thread_exec(struct buf *found)
{
	static const struct run run = {
		.line = "thread_exec",
		.births = "p ",
	};
	play(found, &run);
}

Test(trace_programs, thread_exec)
{
	check(play_thread_exec);
}

static void play_sigpipe(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "sigpipe");
	traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	const struct event_actor *end = traced_end(&traced, "p");
	INSIDE_EXPECT(found, end && end->signal == SIGPIPE, "it lives");
	traced_same(&traced, "its last call", traced_last(&traced, "p"),
		    "write(3, \"x\", 1) = -1 EPIPE (Broken pipe)");
	traced_close(&traced);
}

Test(trace_programs, sigpipe)
{
	check(play_sigpipe);
}

static void play_static(struct buf *found)
{
	static const struct run run = {
		"static",
		{{"p",
		  "socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3\n"
		  "sendto(3, \"x\", 1, 0, " LOOPBACK(9) ") = 1\n"
							"exit_group(0) = ?\n",
		  0, 0}},
		"p ",
	};
	play(found, &run);
}

Test(trace_programs, static_one)
{
	check(play_static);
}

/* What no row of the table of calls fits is shown by its words. */
static void play_faulty(struct buf *found)
{
	static const struct run run = {
		"faulty",
		{{"p",
		  "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n"
		  "bind(3, 0x10, 16) = -1 EFAULT (Bad address)\n"
		  "sendto(3, 0x10, 4, MSG_NOSIGNAL, 0x10, 16) = -1 EFAULT "
		  "(Bad address)\n"
		  "sendto(-1, \"x\", 1, 0, NULL, 0) = -1 EBADF (Bad file "
		  "descriptor)\n"
		  "exit_group(0) = ?\n",
		  0, 0}},
		"p ",
	};
	play(found, &run);
}

Test(trace_programs, faulty)
{
	check(play_faulty);
}

/* The names of the calls, and whether one is about the pipe. Of a list it is
 * known only later what will be in it. */
static void play_events(struct buf *found)
{
	static const char *const names[] = {
		"socketpair", "epoll_create1", "fcntl",		"ioctl",
		"poll",	      "pselect6",      "epoll_create1", "epoll_ctl",
		"epoll_wait", "epoll_ctl",     "epoll_ctl",	"close",
		"dup2",	      "close",	       "exit_group"};
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "events");
	traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	AUTO_FREE char *calls = traced_calls(&traced, "p");
	struct str rest = str_from(calls), line;
	size_t count = 0;
	while (str_next_line(&rest, &line)) {
		INSIDE_EXPECT(found,
			      count < COUNT(names) &&
				      str_has_prefix(line, names[count]),
			      "call %zu is %.*s", count, (int)line.len,
			      line.data);
		count++;
	}
	INSIDE_EXPECT(found, count == COUNT(names), "%zu calls", count);
	traced_close(&traced);
}

Test(trace_programs, events)
{
	check(play_events);
}

static char *notes_of(const struct traced *traced)
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		if (event->kind == EVENT_NOTE)
			buf_printf(&out, "%s\n", event->as.note);
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

/* A program that forks without end is refused more, and that is said once. */
static void play_many(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "many");
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	const struct event_actor *end = traced_end(&traced, "p");
	INSIDE_EXPECT(found, end && !end->status, "fork was not refused");
	static const char said[] =
		"256 processes and threads are traced, as many as can be: "
		"fork() fails with EAGAIN from now on\n";
	AUTO_FREE char *notes = notes_of(&traced);
	const char *first = strstr(notes, said);
	INSIDE_EXPECT(found, first && !strstr(first + 1, said), "%s", notes);
	traced_close(&traced);
}

Test(trace_programs, many)
{
	check(play_many);
}

/* The filter lets them pass without a look. */
static void stop_at_few(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "unwatched");
	traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	const struct event_actor *end = traced_end(&traced, "p");
	INSIDE_EXPECT(found, end && !end->status, "it ended with status %d",
		      end ? end->status : -1);
	traced_close(&traced);
}

Test(trace_programs, unwatched_calls)
{
	check(stop_at_few);
}

/* --- calls that the lab refuses --------------------------------------------
 */

static unsigned count_of(const char *text, const char *part)
{
	unsigned count = 0;
	for (const char *at = text; (at = strstr(at, part)); at++)
		count++;
	return count;
}

/* keyctl(2) is refused to all, twice here; mount(2), without a place, to
 * strangers only, and a program has the kernel's own answer then. */
static void try_refused(struct buf *found, enum inhabitant who,
			const char *prints, unsigned mounts)
{
	struct traced traced;
	const struct lab_config config = {.who = who};
	if (!traced_open_as(&traced, found, &config))
		return;
	AUTO_FREE char *line = xprintf(
		"python3 -c 'import ctypes\n"
		"c = ctypes.CDLL(None, use_errno=True)\n"
		"for n in (%d, %d, %d):\n"
		"    print(c.syscall(n, 0, 0, 0, 0, 0), ctypes.get_errno())'",
		SYS_keyctl, SYS_keyctl, SYS_mount);
	traced_same(&traced, promise_name(who),
		    traced_print(&traced, line, "/tmp"), prints);
	AUTO_FREE char *notes = notes_of(&traced);
	INSIDE_EXPECT(found, count_of(notes, " calls keyctl(2), which ") == 1,
		      "%s", notes);
	INSIDE_EXPECT(found, count_of(notes, " calls mount(2)") == mounts, "%s",
		      notes);
	traced_close(&traced);
}

static void refused_to_programs(struct buf *found)
{
	try_refused(found, INHABITANT_PROGRAM, "-1 1\n-1 1\n-1 14\n", 0);
}

static void refused_to_submissions(struct buf *found)
{
	try_refused(found, INHABITANT_SUBMISSION, "-1 1\n-1 1\n-1 1\n", 1);
}

Test(trace_programs, refused_calls)
{
	check(refused_to_programs);
	check(refused_to_submissions);
}

/* A program whose own filters ask for the stops by which the lab refuses, with
 * data of its choice, or have somebody answer for them: it gains nothing, and a
 * call that nobody refuses stays the kernel's. */
static void outwit(struct buf *found, enum inhabitant who, const char *prints)
{
	struct traced traced;
	const char *build = getenv("BUILD");
	AUTO_FREE char *here = xprintf("%s/programs", build ? build : "build");
	AUTO_FREE char *folder = realpath(here, NULL);
	const char *const seen[] = {folder, NULL};
	const struct lab_config config = {.who = who, .seen = seen};
	if (!traced_open_as(&traced, found, &config))
		return;
	traced_same(&traced, promise_name(who),
		    traced_print(&traced, "./outwits", folder), prints);
	AUTO_FREE char *notes = notes_of(&traced);
	INSIDE_EXPECT(found, count_of(notes, " calls keyctl(2), which ") == 1,
		      "%s", notes);
	traced_close(&traced);
}

/* Sockets of the machine's, twice; a filter that another process answers for;
 * and a call that nobody refuses. */
#define OUTWITTED "1\n1\n1\n0\n0\n"

static void outwit_as_program(struct buf *found)
{
	outwit(found, INHABITANT_PROGRAM, "0 1\n0 14\n0 0\n" OUTWITTED);
}

static void outwit_as_submission(struct buf *found)
{
	outwit(found, INHABITANT_SUBMISSION, "0 1\n0 1\n0 0\n" OUTWITTED);
}

Test(trace_programs, filters_of_their_own)
{
	check(outwit_as_program);
	check(outwit_as_submission);
}
