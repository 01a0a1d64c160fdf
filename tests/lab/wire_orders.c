/* wire_orders: filters, bad orders, injected segments and floods.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "lab/wire/wire.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct lab_host two[] = {
	{"alpha", "10.0.0.1/24 fd00::1/64"},
	{"beta", "10.0.0.2/24 fd00::2/64"},
};

static const struct play connected[] = {
	{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
	{"server", "listen(srv, 5)", 0, NULL, NULL},
	{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	{"client", "bind(cli, 127.0.0.1:4000)", 0, NULL, NULL},
	{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
	{"server", "conn = accept(srv)", 4, "conn", "ESTAB"},
};

static const struct play datagrams[] = {
	{"server", "srv = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
	{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
	{"client", "cli = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
	{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
};

static void expect_held(const struct stage *stage, const char *expected,
			const char *about)
{
	AUTO_FREE char *held = stage_held(stage);
	cr_expect_str_eq(held, expected, "%s: %s, not %s", about, held,
			 expected);
}

/* --- filters ---------------------------------------------------------------
 */

/* What each filter holds of a connect(2), a datagram and the error that comes
 * back for it. Names are exact for the first packet of a socket too. */
Test(wire_orders, filters)
{
	static const struct {
		const char *filter, *held;
	} cases[] = {
		{"all", "SYN #1, udp #2"},
		{"tcp", "SYN #1"},
		{"udp", "udp #4"},
		{"icmp", "icmp #5"},
		{"SYN", "SYN #1"},
		{"SYN-ACK", "SYN-ACK #2"},
		{"empty", "SYN #1"},
		{"data", "udp #4"},
		{"empty ACK", "ACK #3"},
		{"from client", "SYN #1, udp #2"},
		{"from beta", "SYN #1, udp #2"},
		{"to alpha tcp", "SYN #1"},
		{"to client", "SYN-ACK #2, icmp #4"},
		{"from server", "SYN-ACK #2"},
		{"to server", "SYN #1"},
		{"from alpha to client icmp", "icmp #5"},
		{"RST", ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct stage stage;
		stage_open_whole(&stage, two, COUNT(two));
		AUTO_FREE char *hold = xprintf("hold %s", cases[i].filter);
		stage_value(&stage, "server",
			    "srv = socket(AF_INET, SOCK_STREAM)");
		stage_value(&stage, "server", "bind(srv, 10.0.0.1:8080)");
		stage_value(&stage, "server", "listen(srv, 5)");
		stage_order(&stage, hold);
		stage_value(&stage, "client",
			    "cli = socket(AF_INET, "
			    "SOCK_STREAM|SOCK_NONBLOCK)");
		stage_value(&stage, "client", "connect(cli, 10.0.0.1:8080)");
		stage_value(&stage, "client",
			    "u = socket(AF_INET, SOCK_DGRAM)");
		stage_value(&stage, "client",
			    "sendto(u, \"x\", 0, 10.0.0.1:9)");
		expect_held(&stage, cases[i].held, cases[i].filter);
		stage_close(&stage);
	}
}

/* Orders choose by the same filters, and in the order that they say. */
Test(wire_orders, which)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, datagrams, COUNT(datagrams));
	stage_order(&stage, "hold udp");
	for (int i = 0; i < 6; i++)
		stage_call(&stage, "client", "send(cli, \"x\")");
	expect_held(&stage, "udp #1, udp #2, udp #3, udp #4, udp #5, udp #6",
		    "held");
	size_t place = journal_count(stage.journal);
	stage_order(&stage, "deliver 4, 2");
	stage_order(&stage, "drop first");
	stage_order(&stage, "deliver last");
	stage_order(&stage, "deliver from client to server");
	struct buf seen = {0};
	for (size_t i = place; i < journal_count(stage.journal); i++) {
		const struct event *event = journal_at(stage.journal, i);
		if (event->kind == EVENT_ORDER)
			buf_printf(&seen, "%s:", event->as.order.text);
		if (event->kind == EVENT_PACKET)
			buf_printf(&seen, " %u %s;", event->as.packet.number,
				   packet_fate_word(event->as.packet.fate));
	}
	cr_expect_str_eq(buf_text(&seen),
			 "deliver 4, 2: 4 delivered; 2 delivered;"
			 "drop first: 1 dropped;"
			 "deliver last: 6 delivered;"
			 "deliver from client to server: 3 delivered; "
			 "5 delivered;");
	buf_done(&seen);
	stage_close(&stage);
}

/* --- what cannot be --------------------------------------------------------
 */

Test(wire_orders, bad_orders)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"deliver 99", "deliver: there is no packet 99; held: 1, 2"},
		{"drop 3", "drop: packet 3 is not held any more"},
		{"deliver tcp", "none of the 2 held packets is like that"},
		{"delay 2, 99 1s", "there is no packet 99"},
		{"swap 1 9", "there is no packet 9"},
		{"corrupt 1 9", "packet 1 has no byte 9: its payload has bytes "
				"0 to 0"},
		{"corrupt 2", "packet 2 has no payload to corrupt"},
		{"corrupt 1, 2", "packet 2 has no payload to corrupt"},
		{"hold from nobody", "hold: no actor or host is named nobody; "
				     "there is server, client, alpha"},
		{"deliver to nobody", "no actor or host is named nobody"},
		{"cut beta", "cut: no host on the wire is named beta; there "
			     "is alpha"},
		{"join server", "no host on the wire is named server"},
		{"mtu 576", "mtu: host alpha has an IPv6 address, and IPv6 "
			    "wants an MTU of 1280 at least"},
		{"inject 10.0.0.1:1 10.0.0.1:2 RST",
		 "inject: no TCP packet went between 10.0.0.1:1 and "
		 "10.0.0.1:2"},
		{"wait 1s", "wait: the wire has nothing to wait for"},
	};
	struct stage stage;
	stage_open_whole(&stage, two, 1);
	stage_play(&stage, datagrams, COUNT(datagrams));
	stage_order(&stage, "hold udp");
	stage_call(&stage, "client", "send(cli, \"x\")");
	stage_call(&stage, "client", "send(cli, \"\")");
	stage_order(&stage, "duplicate 1");
	size_t place = journal_count(stage.journal);
	for (size_t i = 0; i < COUNT(cases); i++) {
		AUTO_FREE char *says = stage_try_order(&stage, cases[i].text);
		cr_expect(strstr(says, cases[i].says), "%s: %s", cases[i].text,
			  says);
	}
	stage_settle(&stage);
	expect_held(&stage, "udp #1, udp #2", "nothing was done");
	for (size_t i = place; i < journal_count(stage.journal); i++)
		cr_expect_neq(journal_at(stage.journal, i)->kind, EVENT_ORDER);
	stage_order(&stage, "flow");
	AUTO_FREE char *none = stage_try_order(&stage, "deliver all");
	cr_expect(strstr(none, "no packet is held"), "%s", none);
	stage_close(&stage);
}

/* Rules have an end, but the same one again is no new one. */
Test(wire_orders, too_many_rules)
{
	static const char *const names[] = {"server", "client", "alpha"};
	static const char *const words[] = {"tcp",  "udp", "icmp",
					    "data", "SYN", "RST"};
	struct stage stage;
	size_t refused = 0;
	stage_open_whole(&stage, two, 1);
	for (int i = 0; i < 70; i++)
		stage_order(&stage, "hold from client to alpha");
	for (size_t i = 0; i < 3 * 4 * COUNT(words); i++) {
		struct buf text = {0};
		buf_printf(&text, "hold %s from %s", words[i / 12],
			   names[i % 3]);
		if (i / 3 % 4)
			buf_printf(&text, " to %s", names[i / 3 % 4 - 1]);
		AUTO_FREE char *says = stage_try_order(&stage, buf_text(&text));
		refused += strstr(says, "hold: 64 filters hold packets") != 0;
		buf_done(&text);
	}
	cr_expect_eq(refused, 3 * 4 * COUNT(words) + 1 - 64, "%zu", refused);
	stage_order(&stage, "flow");
	stage_order(&stage, "hold from client");
	stage_close(&stage);
}

Test(wire_orders, without_a_wire)
{
	struct stage stage;
	stage_open(&stage, NULL, 0, true);
	AUTO_FREE char *says = stage_try_order(&stage, "hold all");
	cr_expect(strstr(says, "hold: there is no wire: this lab has no wire"),
		  "%s", says);
	stage_close(&stage);
}

/* --- injecting -------------------------------------------------------------
 */

Test(wire_orders, a_reset_that_nobody_sent)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, connected, COUNT(connected));
	stage_call(&stage, "client", "send(cli, \"hello\")");
	stage_settle(&stage);
	size_t place = journal_count(stage.journal);
	stage_order(&stage, "inject 127.0.0.1:12345 127.0.0.1:4000 RST");
	const struct event *event =
		stage_await_event(&stage, place, EVENT_PACKET);
	const struct packet *packet = &event->as.packet.packet;
	struct buf text = {0};
	packet_print(packet, &text);
	cr_expect_str_eq(buf_text(&text), "RST seq 1 [injected]");
	buf_done(&text);
	cr_expect_str_eq(event->as.packet.from_actor, "server");
	cr_expect_eq(stage_value(&stage, "client", "recv(cli, 9)"),
		     -ECONNRESET);
	// The other end knows nothing of it.
	cr_expect_eq(
		stage_value(&stage, "server", "recv(conn, 9, MSG_DONTWAIT)"),
		5);
	stage_close(&stage);
}

/* Data with the numbers that are shown, on IPv4 and IPv6, between two hosts:
 * the receiver takes it as its peer's, so every checksum is right. */
Test(wire_orders, data_that_nobody_sent)
{
	static const struct {
		const char *server, *family, *inject;
	} cases[] = {
		{"10.0.0.1:8080", "AF_INET",
		 "inject 10.0.0.2:4000 10.0.0.1:8080 PSH-ACK seq 3 ack 1 "
		 "\"odd\""},
		{"[fd00::1]:8080", "AF_INET6",
		 "inject [fd00::2]:4000 [fd00::1]:8080 PSH-ACK seq 3 \"odd\""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct stage stage;
		char text[128];
		stage_open_whole(&stage, two, COUNT(two));
		const char *calls[][2] = {
			{"server", "srv = socket(%s, SOCK_STREAM)"},
			{"server", "bind(srv, %s)"},
			{"server", "listen(srv, 5)"},
			{"client", "cli = socket(%s, SOCK_STREAM)"},
			{"client", i ? "bind(cli, [fd00::2]:4000)"
				     : "bind(cli, 10.0.0.2:4000)"},
			{"client", "connect(cli, %s)"},
			{"server", "conn = accept(srv)"},
			{"client", "send(cli, \"hi\")"},
		};
		for (size_t n = 0; n < COUNT(calls); n++) {
			bool family = strstr(calls[n][1], "socket");
			const char *at = strstr(calls[n][1], "%s");
			snprintf(text, sizeof(text), "%.*s%s%s",
				 at ? (int)(at - calls[n][1]) : 99, calls[n][1],
				 !at	  ? ""
				 : family ? cases[i].family
					  : cases[i].server,
				 at ? at + 2 : "");
			cr_assert(stage_value(&stage, calls[n][0], text) >= 0,
				  "%s", text);
		}
		stage_order(&stage, cases[i].inject);
		stage_call(&stage, "server", "recv(conn, 100)");
		const struct result *got =
			&stage_last(&stage, "server")->call.result;
		cr_expect(got->value == 5 &&
				  !memcmp(got->data.data, "hiodd", 5),
			  "%s: %ld", cases[i].inject, (long)got->value);
		stage_close(&stage);
	}
}

/* Into SYN_SENT: a refusal by nobody. */
Test(wire_orders, a_refusal_that_nobody_sent)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, connected, 5);
	stage_order(&stage, "hold all");
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	stage_order(&stage, "inject 127.0.0.1:12345 127.0.0.1:4000 RST-ACK");
	const struct event_call *call = stage_last(&stage, "client");
	cr_expect_eq(call->phase, CALL_RETURN);
	cr_expect_eq(call->call.result.error, ECONNREFUSED);
	stage_close(&stage);
}

/* --- much ------------------------------------------------------------------
 */

static size_t count_notes(const struct stage *stage, const char *text)
{
	size_t count = 0;
	for (size_t i = 0; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		count += event->kind == EVENT_NOTE &&
			 strstr(event->as.note, text);
	}
	return count;
}

/* Fragments of large datagrams: 41 packets with each call. */
Test(wire_orders, ten_thousand_held)
{
	enum { CALLS = 246, FRAGMENTS = 41 };
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, datagrams, COUNT(datagrams));
	stage_order(&stage, "hold udp");
	for (int i = 0; i < CALLS; i++)
		cr_assert_eq(stage_value(&stage, "client",
					 "send(cli, \"x\" * 60000)"),
			     60000);
	size_t held = 0, dropped = 0;
	unsigned least = 0;
	for (size_t i = 0; i < journal_count(stage.journal); i++) {
		const struct event *event = journal_at(stage.journal, i);
		if (event->kind != EVENT_PACKET)
			continue;
		held += event->as.packet.fate == PACKET_HELD;
		if (event->as.packet.fate == PACKET_DROPPED) {
			dropped++;
			cr_expect_eq(event->as.packet.number, least + 1,
				     "the oldest first");
			least = event->as.packet.number;
		}
	}
	cr_expect_eq(held, CALLS * FRAGMENTS, "%zu were held", held);
	cr_expect_eq(dropped, held - WIRE_HELD_MOST, "%zu were dropped",
		     dropped);
	cr_expect_eq(count_notes(&stage, "10000 packets are held"), 1);
	stage_order(&stage, "drop first");
	stage_order(&stage, "flow");
	stage_settle(&stage);
	cr_expect_eq(stage_value(&stage, "server",
				 "recv(srv, 100000, MSG_DONTWAIT)"),
		     60000);
	AUTO_FREE char *left = stage_held(&stage);
	cr_expect_str_empty(left);
	stage_close(&stage);
}

/* The number of the last segment that is told, as the wire counts packets. */
static unsigned last_segment(const struct stage *stage)
{
	for (size_t i = journal_count(stage->journal); i-- > 0;) {
		const struct event *event = journal_at(stage->journal, i);
		const struct event_packet *packet = &event->as.packet;
		if (event->kind == EVENT_PACKET &&
		    packet->packet.protocol == IPPROTO_TCP)
			return packet->number;
	}
	return 0;
}

static void turn_until_returned(struct stage *stage, const char *actor)
{
	struct err err = {0};
	while (stage_last(stage, actor)->phase != CALL_RETURN)
		cr_assert(loop_once(stage->loop, 100, &err), "%s", err.text);
}

/* A program of the lab sends as fast as it can, and does not end before the
 * lab. Meanwhile an actor's calls go on: each takes turns of the loop, as a key
 * does (the bench says how fast). Its SYNs are told whatever was told before,
 * and their numbers say how much went by; the journal may not grow with that.
 * Held packets are told once more when they are dropped for others. */
static void flood(const char *first_order, unsigned carried)
{
	enum { EVENTS_MOST = 40000 };
	static const char *const command =
		"python3 -c 'import socket\n"
		"s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
		"b = bytes(1000)\n"
		"while True: s.sendto(b, (\"127.0.0.1\", 12345))' &";
	struct stage stage;
	struct err err = {0};
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, datagrams, COUNT(datagrams));
	stage_call(&stage, "client", "tcp = socket(AF_INET, SOCK_STREAM)");
	stage_order(&stage, first_order);
	size_t place = journal_count(stage.journal);
	cr_assert(lab_run(stage.lab, NULL, command, &err), "%s", err.text);
	while (last_segment(&stage) < carried) {
		stage_ask(&stage, "client", "connect(tcp, 127.0.0.1:9)");
		turn_until_returned(&stage, "client");
		cr_assert_eq(stage_last(&stage, "client")->call.result.error,
			     ECONNREFUSED);
	}
	size_t events = journal_count(stage.journal) - place;
	cr_expect(events > 4000 && events < EVENTS_MOST, "%s: %zu events",
		  first_order, events);
	cr_expect_eq(count_notes(&stage, "packets more, with"), 0);
	lab_settle(stage.lab, NULL, NULL, NULL);
	lab_settle_cancel(stage.lab);
	cr_expect_eq(count_notes(&stage, "packets more, with"), 1,
		     "%s: what is left out is told", first_order);
	stage_close(&stage);
}

Test(wire_orders, flood_while_flowing)
{
	flood("flow", 10000);
}

Test(wire_orders, flood_while_holding)
{
	flood("hold udp", WIRE_HELD_MOST + 10000);
}
