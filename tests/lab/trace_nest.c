/* trace_nest: calls of signal handlers, while the interrupted call waits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <signal.h>

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

static void send_signal(struct traced *traced, int number)
{
	kill(lab_trace_process(traced->lab, "p"), number);
	traced_settle(traced);
}

/* Stopped before recv() in the handler of a signal that interrupted recv(). */
static bool open_inside(struct traced *traced, struct buf *found)
{
	if (!traced_open(traced, found, false))
		return false;
	traced_start(traced, "p", "alarms deep alone");
	traced_step(traced, "p");
	traced_step(traced, "p");
	send_signal(traced, SIGUSR1);
	return traced_await(traced, "p", LAB_ACTOR_STOPPED);
}

#define BEGIN "socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\n"

/* The interrupted call is the same one all the time, and comes back last. */
static void step_inside(struct buf *found)
{
	struct traced traced;
	if (!open_inside(&traced, found))
		return;
	traced_same(&traced, "inside one", traced_calls(&traced, "p"),
		    BEGIN "recvfrom(3,  <unfinished ...> blocks\n"
			  "recvfrom(3,  <unfinished ...>\n");
	traced_step(&traced, "p");
	traced_same(&traced, "asleep inside", traced_last(&traced, "p"),
		    "recvfrom(3,  <unfinished ...> blocks");
	send_signal(&traced, SIGUSR2);
	traced_await(&traced, "p", LAB_ACTOR_STOPPED);
	traced_same(&traced, "inside two", traced_last(&traced, "p"),
		    "sendto(4, \"inner\", 5, 0, NULL, 0 <unfinished ...>");
	traced_step(&traced, "p");
	traced_same(&traced, "behind the inner one", traced_last(&traced, "p"),
		    "sendto(4, \"outer\", 5, 0, NULL, 0 <unfinished ...>");
	traced_step(&traced, "p");
	traced_same(&traced, "behind both", traced_calls(&traced, "p"),
		    BEGIN "sendto(4, \"inner\", 5, 0, NULL, 0) = 5\n"
			  "recvfrom(3, \"inner\", 16, 0, NULL, NULL) = 5\n"
			  "sendto(4, \"outer\", 5, 0, NULL, 0) = 5\n"
			  "recvfrom(3, \"outer\", 16, 0, NULL, NULL) = 5\n"
			  "sendto(4, \"last\", 4, 0, NULL, 0 <unfinished "
			  "...>\n");
	traced_close(&traced);
}

Test(trace_nest, steps_handlers_of_handlers)
{
	check(step_inside);
}

/* Both calls come to nothing. */
static void kill_inside(struct buf *found)
{
	struct traced traced;
	if (!open_inside(&traced, found))
		return;
	send_signal(&traced, SIGKILL);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	traced_same(&traced, "killed inside", traced_calls(&traced, "p"),
		    BEGIN "recvfrom(3,  <unfinished ...>) = ?\n"
			  "recvfrom(3,  <unfinished ...>) = ?\n");
	traced_close(&traced);
}

Test(trace_nest, killed_in_a_handler)
{
	check(kill_inside);
}

/* Left by siglongjmp(): it never comes back, and that is told. */
static void leave(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "alarms leaves alone");
	traced_go(&traced, "p", UNTIL_EXIT, NULL, 0);
	send_signal(&traced, SIGUSR1);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	traced_same(&traced, "left", traced_calls(&traced, "p"),
		    BEGIN "recvfrom(3, 0x..., 16, 0, NULL, NULL) = ?\n"
			  "sendto(4, \"last\", 4, 0, NULL, 0) = 4\n"
			  "recvfrom(3, \"last\", 16, 0, NULL, NULL) = 4\n"
			  "close(3) = 0\n"
			  "close(4) = 0\n");
	traced_close(&traced);
}

Test(trace_nest, handlers_that_leave)
{
	check(leave);
}
