/* trace_step: programs stop at their socket calls, and go on when told to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <unistd.h>

enum { LATE = 400000000 };

#define EXPECT_STATE(traced, actor, state)                                     \
	INSIDE_EXPECT((traced)->found,                                         \
		      lab_actor_state((traced)->lab, actor) ==                 \
			      LAB_ACTOR_##state,                               \
		      "%s is in state %d", actor,                              \
		      (int)lab_actor_state((traced)->lab, actor))

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

#define BIND_12345                                                             \
	"{sa_family=AF_INET, sin_port=htons(12345), "                          \
	"sin_addr=inet_addr(\"127.0.0.1\")}, 16"

static const char server_calls[] =
	"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n"
	"setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"
	"bind(3, " BIND_12345 ") = 0\n"
	"listen(3, 5) = 0\n"
	"accept(3, {sa_family=AF_INET, sin_port=htons(PORT), "
	"sin_addr=inet_addr(\"127.0.0.1\")}, [16]) = 4\n"
	"recvfrom(4, \"hello\", 1024, 0, NULL, NULL) = 5\n"
	"sendto(4, \"hello\", 5, 0, NULL, 0) = 5\n"
	"recvfrom(4, \"\", 1024, 0, NULL, NULL) = 0\n"
	"close(4) = 0\n"
	"close(3) = 0\n";

static const char client_calls[] =
	"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n"
	"connect(3, " BIND_12345 ") = 0\n"
	"sendto(3, \"hello\", 5, 0, NULL, 0) = 5\n"
	"recvfrom(3, \"hello\", 1024, 0, NULL, NULL) = 5\n"
	"close(3) = 0\n";

/* Both ends, each step decided here: the order of a textbook. */
static void step_a_pair(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "server", "server");
	traced_same(&traced, "server", traced_last(&traced, "server"),
		    "socket(AF_INET, SOCK_STREAM, IPPROTO_IP <unfinished ...>");
	for (int i = 0; i < 5; i++)
		traced_step(&traced, "server");
	EXPECT_STATE(&traced, "server", BLOCKED);
	traced_start(&traced, "client", "client");
	traced_step(&traced, "client");
	EXPECT_STATE(&traced, "client", STOPPED);
	traced_step(&traced, "client");
	EXPECT_STATE(&traced, "server", STOPPED);
	traced_same(&traced, "a socket",
		    xstrdup(traced_socket(&traced, "client", 3)), "ESTAB");
	while (lab_actor_state(traced.lab, "client") == LAB_ACTOR_STOPPED)
		traced_step(&traced, "client");
	EXPECT_STATE(&traced, "client", BLOCKED);
	traced_step(&traced, "server");
	traced_step(&traced, "server");
	traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
	EXPECT_STATE(&traced, "server", ENDED);
	EXPECT_STATE(&traced, "client", ENDED);
	traced_same(&traced, "server", traced_calls(&traced, "server"),
		    server_calls);
	traced_same(&traced, "client", traced_calls(&traced, "client"),
		    client_calls);
	INSIDE_EXPECT(found, traced_end(&traced, "client")->status == 7,
		      "the exit status is lost");
	traced_close(&traced);
}

/* The time between the step and the look at what came is nobody's call. */
/* How long the first call took, looked at LATE after it was let go on. */
static uint64_t time_of_call(struct buf *found)
{
	const struct until next = {.kind = UNTIL_NEXT};
	struct traced traced;
	struct err err;
	uint64_t elapsed = 0;
	if (!traced_open(&traced, found, false))
		return 0;
	traced_start(&traced, "server", "server");
	INSIDE_EXPECT(found, lab_trace_go(traced.lab, "server", &next, &err),
		      "%s", err.text);
	usleep(LATE / 1000);
	traced_settle(&traced);
	for (size_t i = 0; i < journal_count(traced.journal); i++) {
		const struct event *event = journal_at(traced.journal, i);
		if (event->kind == EVENT_CALL &&
		    event->as.call.phase == CALL_RETURN)
			elapsed = event->as.call.call.result.elapsed;
	}
	traced_close(&traced);
	return elapsed;
}

/* On a busy machine the call may take as long by itself, but not each time. */
static void who_looks_late_counts_no_time(struct buf *found)
{
	uint64_t elapsed = LATE;
	for (int tries = 0; tries < 20 && elapsed >= LATE / 2; tries++)
		elapsed = time_of_call(found);
	INSIDE_EXPECT(found, elapsed && elapsed < LATE / 2,
		      "socket() took %llu ns", (unsigned long long)elapsed);
}

Test(trace_step, who_looks_late_counts_no_time)
{
	check(who_looks_late_counts_no_time);
}

Test(trace_step, pair)
{
	check(step_a_pair);
}
