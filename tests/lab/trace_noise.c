/* trace_noise: calls that are a library's, told from the program's own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

/* The names of the calls that came back, those of one kind of noise, and how
 * many calls of each other kind there were. */
static char *calls_of(const struct traced *traced, enum call_noise noise,
		      unsigned counts[NOISE_COUNT])
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN)
			continue;
		counts[call->noise]++;
		if (call->noise == noise)
			call_print_strace(&call->call, &out);
		if (call->noise == noise)
			buf_putc(&out, '\n');
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

static void run(struct buf *found, const char *line,
		void (*look)(struct traced *traced))
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	if (traced_start(&traced, "p", line)) {
		traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
		traced_await(&traced, "p", LAB_ACTOR_ENDED);
		look(&traced);
	}
	traced_close(&traced);
}

static void look_at_lookup(struct traced *traced)
{
	unsigned counts[NOISE_COUNT] = {0};
	traced_same(traced, "what the program did itself",
		    calls_of(traced, NOISE_NONE, counts),
		    "socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 3\n"
		    "connect(3, {sa_family=AF_INET, sin_port=htons(9), "
		    "sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0\n"
		    "close(3) = 0\n"
		    "socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3\n"
		    "close(3) = 0\n");
	INSIDE_EXPECT(traced->found, counts[NOISE_NAMES] >= 3,
		      "%u calls of a name lookup", counts[NOISE_NAMES]);
	INSIDE_EXPECT(traced->found, !counts[NOISE_PYTHON],
		      "Python in a C program");
	AUTO_FREE char *users = calls_of(traced, NOISE_USERS, counts);
	INSIDE_EXPECT(traced->found,
		      !*users || strstr(users, "/var/run/nscd/socket"),
		      "a user lookup without nscd:\n%s", users);
}

static void play_lookup(struct buf *found)
{
	run(found, "lookup", look_at_lookup);
}

Test(trace_noise, own_sockets_are_no_lookups)
{
	check(play_lookup);
}

/* The first stop is at the program's own call. */
static void stop_behind_lookup(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	if (traced_start(&traced, "p", "lookup")) {
		traced_same(&traced, "the first stop",
			    traced_last(&traced, "p"),
			    "socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, "
			    "IPPROTO_IP <unfinished ...>");
		INSIDE_EXPECT(found,
			      lab_actor_state(traced.lab, "p") ==
				      LAB_ACTOR_STOPPED,
			      "it does not stop");
	}
	traced_close(&traced);
}

Test(trace_noise, does_not_stop)
{
	check(stop_behind_lookup);
}

static void look_at_python(struct traced *traced)
{
	unsigned counts[NOISE_COUNT] = {0};
	AUTO_FREE char *own = calls_of(traced, NOISE_NONE, counts);
	AUTO_FREE char *python = calls_of(traced, NOISE_PYTHON, counts);
	const char *asked = strstr(own, "getsockname(");
	const char *poll = strstr(own, "poll(");
	INSIDE_EXPECT(traced->found,
		      asked && !strstr(asked + 1, "getsockname("),
		      "its one getsockname() is its own:\n%s", own);
	INSIDE_EXPECT(traced->found, poll && !strstr(poll + 1, "poll("),
		      "its one poll() is its own:\n%s", own);
	INSIDE_EXPECT(traced->found, strstr(own, "ioctl("),
		      "setblocking() is its own:\n%s", own);
	INSIDE_EXPECT(traced->found,
		      strstr(python, "getsockname(") &&
			      strstr(python, "getpeername(") &&
			      strstr(python, "ioctl(") &&
			      strstr(python, "poll("),
		      "Python made only\n%s", python);
}

static void play_python(struct buf *found)
{
	run(found, "@python3 tests/programs/timeout.py", look_at_python);
}

Test(trace_noise, what_python_does_by_itself)
{
	check(play_python);
}

/* A shell's children have nothing to do with sockets. */
static void look_at_shell(struct traced *traced)
{
	traced_same(traced, "the actors", traced_births(traced), "p ");
	bool told = false;
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		INSIDE_EXPECT(traced->found, event->kind != EVENT_SIGNAL,
			      "a signal is told");
		told |= event->kind == EVENT_NOTE &&
			!strcmp(event->as.note,
				"3 more processes or threads of p made no "
				"socket call of their own");
	}
	INSIDE_EXPECT(traced->found, told, "they are not counted");
}

static void play_shell(struct buf *found)
{
	run(found, "@sh tests/programs/children.sh", look_at_shell);
}

Test(trace_noise, children_without_sockets_are_counted)
{
	check(play_shell);
}

/* Sockets of programs that run to their end are seen in each state. */
static void see_states(struct buf *found)
{
	static const int wanted[] = {SOCKET_LISTEN, SOCKET_ESTABLISHED,
				     SOCKET_CLOSE_WAIT, SOCKET_TIME_WAIT};
	struct traced traced;
	unsigned seen = 0;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "s", "server");
	traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_start(&traced, "c", "client");
	traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "s", LAB_ACTOR_ENDED);
	traced_settle(&traced);
	for (size_t i = 0; i < journal_count(traced.journal); i++) {
		const struct event *event = journal_at(traced.journal, i);
		if (event->kind == EVENT_SOCKET)
			seen |= 1U << event->as.socket.state.state;
	}
	for (size_t i = 0; i < COUNT(wanted); i++)
		INSIDE_EXPECT(found, seen & 1U << wanted[i],
			      "state %d was not seen", wanted[i]);
	traced_close(&traced);
}

Test(trace_noise, states_are_seen_on_the_way)
{
	check(see_states);
}

/* A name server that never answers: the step ends, and says in what. */
static void sleep_in_lookup(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "resolves");
	traced_step(&traced, "p");
	traced_step(&traced, "p");
	enum lab_actor_state state = lab_actor_state(traced.lab, "p");
	INSIDE_EXPECT(found, state == LAB_ACTOR_BLOCKED, "it is in state %d",
		      (int)state);
	traced_same(&traced, "it sleeps in", traced_last(&traced, "p"),
		    "poll([{fd=4, events=POLLIN}], 1, 600000 <unfinished ...> "
		    "blocks");
	const struct event_call *open = journal_open_call(
		traced.journal, journal_count(traced.journal), "p");
	INSIDE_EXPECT(found,
		      open && open->source.file &&
			      strstr(open->source.file, "resolves.c"),
		      "its line is not known");
	bool told = false;
	for (size_t i = 0; i < journal_count(traced.journal); i++) {
		const struct event *event = journal_at(traced.journal, i);
		told |= event->kind == EVENT_NOTE &&
			!strcmp(event->as.note, "p waits in getaddrinfo(), "
						"which sleeps in poll()");
	}
	INSIDE_EXPECT(found, told, "nothing said that it waits in a lookup");
	traced_close(&traced);
}

Test(trace_noise, a_lookup_that_is_not_answered)
{
	check(sleep_in_lookup);
}
