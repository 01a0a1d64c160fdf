/* wire_states: every state of TCP, held for as long as one likes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle is the kernel's own word: the snapshot that the lab took after
 * each order.
 */
#include "base/clock.h"
#include "patience.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

/* A call, an order or neither, and what the kernel says of sockets then.
 * `states` are the local port's side: server is who has port 12345. */
struct turn {
	const char *actor, *call;
	const char *order;
	const char *server, *client; /* as ss(8) says it; NULL: not asked */
};

static bool is_server(const struct socket_state *row)
{
	return address_port(&row->local) == 12345;
}

/* The state of the one connection's end, "none" when there is no row. */
static const char *state_of(const struct stage *stage, bool server)
{
	for (size_t i = 0; i < stage->snapshot.count; i++) {
		const struct socket_state *row = &stage->snapshot.rows[i];
		if (row->protocol == IPPROTO_TCP && is_server(row) == server &&
		    row->state != SOCKET_LISTEN && row->state != SOCKET_CLOSE)
			return socket_state_word(row);
	}
	return "none";
}

static bool is_so(const struct stage *stage, bool server, const char *state)
{
	return !state || !strcmp(state_of(stage, server), state);
}

/* A delayed ACK comes 40 ms late; nothing else changes by itself. */
static void take_turn(struct stage *stage, const struct turn *turn)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	if (turn->call)
		stage_call(stage, turn->actor, turn->call);
	if (turn->order)
		stage_order(stage, turn->order);
	while ((!is_so(stage, true, turn->server) ||
		!is_so(stage, false, turn->client)) &&
	       clock_now() < deadline)
		stage_settle(stage);
	const char *about = turn->order ? turn->order : turn->call;
	cr_assert(is_so(stage, true, turn->server), "%s: the server is %s",
		  about, state_of(stage, true));
	cr_assert(is_so(stage, false, turn->client), "%s: the client is %s",
		  about, state_of(stage, false));
}

static void take_turns(struct stage *stage, const struct turn *turns,
		       size_t count)
{
	for (size_t i = 0; i < count; i++)
		take_turn(stage, &turns[i]);
}

/* What is held must still be so after the kernel's timers have run: 1.1 s
 * later, in which a SYN was sent again. */
static void expect_stays(struct stage *stage, const char *server,
			 const char *client)
{
	uint64_t end = clock_now() + CLOCK_SECOND * 11 / 10;
	struct err err = {0};
	while (clock_now() < end)
		cr_assert(loop_once(stage->loop, 10, &err), "%s", err.text);
	stage_settle(stage);
	cr_expect_str_eq(state_of(stage, true), server);
	cr_expect_str_eq(state_of(stage, false), client);
}

#define LISTENER                                                               \
	{"server", "srv = socket(AF_INET, SOCK_STREAM)", NULL, NULL, NULL},    \
		{"server", "bind(srv, 127.0.0.1:12345)", NULL, NULL, NULL},    \
		{"server", "listen(srv, 5)", NULL, NULL, NULL},                \
	{                                                                      \
		"client", "cli = socket(AF_INET, SOCK_STREAM)", NULL, NULL,    \
			NULL                                                   \
	}

/* clang-format off */
static const struct turn opening[] = {
	LISTENER,
	{NULL, NULL, "hold all", NULL, NULL},
	{"client", "connect(cli, 127.0.0.1:12345)", NULL, "none", "SYN-SENT"},
};

static const struct turn opened[] = {
	{NULL, NULL, "deliver SYN", "SYN-RECV", "SYN-SENT"},
	{NULL, NULL, "deliver SYN-ACK", "SYN-RECV", "ESTAB"},
	{NULL, NULL, "deliver ACK", "ESTAB", "ESTAB"},
	{"server", "conn = accept(srv)", NULL, "ESTAB", "ESTAB"},
};

static const struct turn closing[] = {
	{"client", "close(cli)", NULL, "ESTAB", "FIN-WAIT-1"},
	{NULL, NULL, "deliver FIN-ACK from client", "CLOSE-WAIT", "FIN-WAIT-1"},
	{NULL, NULL, "wait", NULL, NULL},
	{NULL, NULL, "deliver ACK from server", "CLOSE-WAIT", "FIN-WAIT-2"},
	{"server", "close(conn)", NULL, "LAST-ACK", "FIN-WAIT-2"},
	{NULL, NULL, "deliver FIN-ACK from server", "LAST-ACK", "TIME-WAIT"},
	{NULL, NULL, "deliver ACK from client", "none", "TIME-WAIT"},
};

/* Both close at once: neither has acknowledged the other's FIN. */
static const struct turn crossing[] = {
	{"client", "close(cli)", NULL, "ESTAB", "FIN-WAIT-1"},
	{"server", "close(conn)", NULL, "FIN-WAIT-1", "FIN-WAIT-1"},
	{NULL, NULL, "deliver FIN-ACK from client", "CLOSING", "FIN-WAIT-1"},
	{NULL, NULL, "deliver FIN-ACK from server", "CLOSING", "CLOSING"},
	{NULL, NULL, "flow", "TIME-WAIT", "TIME-WAIT"},
};
/* clang-format on */

static void await_held(struct stage *stage, const char *what)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	for (;;) {
		AUTO_FREE char *held = stage_held(stage);
		if (strstr(held, what))
			return;
		cr_assert(clock_now() < deadline, "no %s in %s", what, held);
		stage_settle(stage);
	}
}

static void take_turns_awaiting(struct stage *stage, const struct turn *turns,
				size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (turns[i].order && !strcmp(turns[i].order, "wait"))
			await_held(stage, "ACK");
		else
			take_turn(stage, &turns[i]);
	}
}

Test(wire_states, one_side_closes_first)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	take_turns(&stage, opening, COUNT(opening));
	expect_stays(&stage, "none", "SYN-SENT");
	take_turn(&stage, &opened[0]);
	expect_stays(&stage, "SYN-RECV", "SYN-SENT");
	take_turns(&stage, opened + 1, COUNT(opened) - 1);
	stage_order(&stage, "flow");
	stage_order(&stage, "hold all");
	take_turns_awaiting(&stage, closing, COUNT(closing));
	stage_close(&stage);
}

Test(wire_states, both_sides_close_at_once)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	take_turns(&stage, opening, COUNT(opening));
	take_turns(&stage, opened, COUNT(opened));
	stage_order(&stage, "flow");
	stage_order(&stage, "hold all");
	take_turns_awaiting(&stage, crossing, COUNT(crossing));
	stage_close(&stage);
}

/* A SYN that is held for longer than the kernel tries: one retry after a
 * second, and two seconds later it gives up. */
Test(wire_states, held_for_long_it_gives_up)
{
	static const struct turn turns[] = {
		LISTENER,
		{"client", "setsockopt(cli, IPPROTO_TCP, TCP_SYNCNT, 1)", NULL,
		 NULL, NULL},
		{NULL, NULL, "hold SYN", NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", NULL, "none",
		 "SYN-SENT"},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	take_turns(&stage, turns, COUNT(turns));
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (stage_last(&stage, "client")->phase != CALL_RETURN &&
	       clock_now() < deadline)
		stage_settle(&stage);
	const struct event_call *call = stage_last(&stage, "client");
	cr_assert_eq(call->phase, CALL_RETURN);
	cr_expect_eq(call->call.result.error, ETIMEDOUT);
	AUTO_FREE char *held = stage_held(&stage);
	cr_expect_str_eq(held, "SYN #1");
	uint32_t copies = 0;
	for (size_t i = 0; i < journal_count(stage.journal); i++) {
		const struct event *event = journal_at(stage.journal, i);
		if (event->kind == EVENT_PACKET)
			copies = event->as.packet.packet.copies;
	}
	// Newer kernels try once more (net.ipv4.tcp_syn_linear_timeouts).
	cr_expect(copies == 1 || copies == 2, "sent again %u times", copies);
	// It comes after all, and nobody is there any more.
	stage_order(&stage, "flow");
	cr_expect_str_eq(state_of(&stage, false), "none");
	stage_close(&stage);
}
