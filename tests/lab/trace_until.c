/* trace_until: how far a program goes, alone and with others, in every order.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

/* The call that it is about to make then. */
static void go_to(struct buf *found)
{
	static const struct {
		enum until_kind kind;
		const char *name;
		int number;
		const char *then;
	} rows[] = {
		{UNTIL_NAME, "listen", 0, "listen(3, 5 <unfinished ...>"},
		{UNTIL_NAME, "bind", 0, "bind("},
		{UNTIL_FD, NULL, 3, "setsockopt(3, "},
		{UNTIL_STATE, NULL, SOCKET_LISTEN, "accept("},
		{UNTIL_NEXT, NULL, 0, "setsockopt(3, "},
		{UNTIL_BLOCKED, NULL, 0, "accept("},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct traced traced;
		if (!traced_open(&traced, found, false))
			return;
		traced_start(&traced, "server", "server");
		traced_go(&traced, "server", rows[i].kind, rows[i].name,
			  rows[i].number);
		AUTO_FREE char *last = traced_last(&traced, "server");
		INSIDE_EXPECT(
			found,
			!strncmp(last, rows[i].then, strlen(rows[i].then)),
			"row %zu: %s", i, last);
		traced_close(&traced);
	}
}

Test(trace_until, places)
{
	check(go_to);
}

/* It stops behind the call that failed. */
static void go_to_error(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "client", "faulty");
	traced_go(&traced, "client", UNTIL_ERROR, NULL, EBADF);
	traced_same(&traced, "the call behind", traced_last(&traced, "client"),
		    "exit_group(0 <unfinished ...>");
	traced_close(&traced);
}

Test(trace_until, error)
{
	check(go_to_error);
}

/* Both ends to their ends, one step at a time, in an order that the bits of
 * `order` choose: whoever cannot go is skipped. */
static void step_in_order(struct buf *found, unsigned order, bool no_namespaces)
{
	static const char *const names[] = {"server", "client"};
	struct traced traced;
	if (!traced_open(&traced, found, no_namespaces))
		return;
	traced_start(&traced, "server", "server 23456");
	traced_go(&traced, "server", UNTIL_NAME, "accept", 0);
	traced_start(&traced, "client", "client 23456");
	for (unsigned step = 0; step < 64; step++) {
		const char *name = names[order >> step % 8 & 1];
		if (lab_actor_state(traced.lab, name) == LAB_ACTOR_STOPPED)
			traced_step(&traced, name);
	}
	for (int i = 0; i < 2; i++)
		INSIDE_EXPECT(found,
			      lab_actor_state(traced.lab, names[i]) ==
				      LAB_ACTOR_ENDED,
			      "order %#x: %s is in state %d", order, names[i],
			      (int)lab_actor_state(traced.lab, names[i]));
	AUTO_FREE char *calls = traced_calls(&traced, "client");
	INSIDE_EXPECT(found,
		      strstr(calls, "recvfrom(3, \"hello\", 1024, 0, NULL, "
				    "NULL) = 5\nclose(3) = 0\n"),
		      "order %#x:\n%s", order, calls);
	traced_close(&traced);
}

static void step_in_orders(struct buf *found)
{
	static const unsigned orders[] = {0x55, 0xaa, 0x0f, 0xf0, 0x33, 0x1c};
	for (size_t i = 0; i < COUNT(orders); i++)
		step_in_order(found, orders[i], false);
}

Test(trace_until, orders)
{
	check(step_in_orders);
}

/* On the machine's own loopback it is the same. */
static void step_without_namespaces(struct buf *found)
{
	step_in_order(found, 0x55, true);
}

Test(trace_until, without_namespaces)
{
	check(step_without_namespaces);
}

/* A released program goes to its end without a word. */
static void release(struct buf *found)
{
	struct traced traced;
	struct err err;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "forks");
	INSIDE_EXPECT(found, lab_trace_release(traced.lab, "p", &err), "%s",
		      err.text);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	traced_same(&traced, "p", traced_calls(&traced, "p"),
		    "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n");
	INSIDE_EXPECT(found, traced_end(&traced, "p")->status == 3,
		      "it did not work");
	traced_close(&traced);
}

Test(trace_until, released)
{
	check(release);
}

/* A program that runs on is not waited for, and yet what each call left behind
 * is told right behind it: how much its socket has sent by then. */
static void run_on(struct buf *found)
{
	struct traced traced;
	unsigned sent = 0;
	if (!traced_open(&traced, found, false))
		return;
	traced_start(&traced, "p", "echo 5");
	traced_go(&traced, "p", UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	for (size_t i = 0; i + 1 < journal_count(traced.journal); i++) {
		const struct event *event = journal_at(traced.journal, i);
		const struct event *next = journal_at(traced.journal, i + 1);
		if (event->kind != EVENT_CALL ||
		    event->as.call.phase != CALL_RETURN ||
		    strcmp(event->as.call.actor, "p.2") != 0 ||
		    strcmp(event->as.call.call.syscall->name, "send") != 0)
			continue;
		const struct socket_state *row = &next->as.socket.state;
		sent += 16;
		INSIDE_EXPECT(found,
			      next->kind == EVENT_SOCKET && row->tcp_info &&
				      row->tcp_info->tcpi_bytes_sent == sent,
			      "behind %u bytes no row says so", sent);
	}
	INSIDE_EXPECT(found, sent == 5 * 16, "%u bytes were sent", sent);
	traced_close(&traced);
}

Test(trace_until, touched_sockets)
{
	check(run_on);
}
