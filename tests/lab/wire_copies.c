/* wire_copies: what a host sends again while it is held.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The copies are the kernel's own: the tests wait for its timers.
 */
#include "base/clock.h"
#include "journal/held.h"
#include "patience.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#define LISTENER                                                               \
	{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},       \
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},       \
		{"server", "listen(srv, 5)", 0, NULL, NULL},                   \
	{                                                                      \
		"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL  \
	}

static const struct play listening[] = {LISTENER};

static const struct play connected[] = {
	LISTENER,
	{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
	{"server", "conn = accept(srv)", 4, "conn", "ESTAB"},
};

/* The last event of packet `number`, or NULL. */
static const struct event_packet *last_of(const struct stage *stage,
					  unsigned number)
{
	for (size_t i = journal_count(stage->journal); i > 0; i--) {
		const struct event *event = journal_at(stage->journal, i - 1);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number == number)
			return &event->as.packet;
	}
	return NULL;
}

/* Goes on until packet `number` was seen, with that many copies. */
static void await_copies(struct stage *stage, unsigned number, uint32_t copies)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	const struct event_packet *packet;
	while (!(packet = last_of(stage, number)) ||
	       packet->packet.copies < copies) {
		cr_assert(clock_now() < deadline, "packet %u has no %u copies",
			  number, copies);
		stage_settle(stage);
	}
}

static void expect_held(const struct stage *stage, const char *expected)
{
	AUTO_FREE char *held = stage_held(stage);
	cr_expect_str_eq(held, expected, "%s, not %s", held, expected);
}

static unsigned last_number(const struct stage *stage)
{
	unsigned last = 0;
	for (size_t i = 0; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number > last)
			last = event->as.packet.number;
	}
	return last;
}

/* The number of the first packet with just these flags. */
static unsigned number_of(const struct stage *stage, uint8_t flags)
{
	for (unsigned number = 1; number <= last_number(stage); number++) {
		if (last_of(stage, number)->packet.flags == flags)
			return number;
	}
	return 0;
}

/* The one that `deliver first` takes, by the journal. */
static void expect_first(const struct stage *stage, unsigned number)
{
	size_t count, place = journal_count(stage->journal);
	const struct event_packet **held =
		journal_held(stage->journal, place, &count);
	cr_assert_geq(count, 1);
	size_t first = journal_first_held(stage->journal, place, held, count);
	cr_expect_eq(held[first]->number, number, "%u, not %u",
		     held[first]->number, number);
	free(held);
}

/* However long each of its packets is looked at, a handshake has three. */
Test(wire_copies, a_handshake_has_three_packets)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, listening, COUNT(listening));
	stage_order(&stage, "hold all");
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	await_copies(&stage, 1, 1);
	expect_held(&stage, "SYN #1");
	stage_order(&stage, "deliver first");
	expect_held(&stage, "SYN-ACK #2");
	cr_expect_eq(last_of(&stage, 1)->fate, PACKET_DELIVERED);
	cr_expect_geq(last_of(&stage, 1)->packet.copies, 1);
	stage_order(&stage, "deliver first");
	stage_await(&stage, "client", "cli", "ESTAB");
	stage_order(&stage, "flow");
	cr_expect_eq(stage_last(&stage, "client")->call.result.value, 0);
	cr_expect_eq(last_number(&stage), 3);
	stage_close(&stage);
}

Test(wire_copies, of_data_that_is_lost_are_packets)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, connected, COUNT(connected));
	unsigned before = last_number(&stage);
	stage_order(&stage, "hold all");
	stage_value(&stage, "client", "send(cli, \"hi\")");
	await_copies(&stage, before + 1, 2);
	cr_expect_eq(last_number(&stage), before + 1);
	stage_order(&stage, "drop first");
	cr_expect_eq(last_of(&stage, before + 1)->fate, PACKET_DROPPED);
	await_copies(&stage, before + 2, 1);
	const struct event_packet *again = last_of(&stage, before + 2);
	cr_expect_eq(again->packet.marks, PACKET_RETRANSMISSION);
	cr_expect_eq(again->packet.len, 2);
	stage_order(&stage, "flow");
	stage_await(&stage, "client", "cli", "ESTAB");
	cr_expect_eq(stage_value(&stage, "server", "recv(conn, 9)"), 2);
	stage_close(&stage);
}

/* What reached the server may be sent again while the answer is held; that
 * copy tells nothing new and lets others go first. */
Test(wire_copies, first_is_what_has_not_arrived)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, listening, COUNT(listening));
	stage_order(&stage, "hold all");
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	await_copies(&stage, 1, 0);
	stage_order(&stage, "deliver first");
	await_copies(&stage, 3, 0);
	expect_first(&stage, 2);
	stage_order(&stage, "deliver first");
	await_copies(&stage, 4, 0);
	// The server's clock may have sent its SYN-ACK again before this ACK.
	unsigned ack = number_of(&stage, PACKET_ACK);
	expect_first(&stage, ack);
	stage_order(&stage, "deliver first");
	cr_expect_eq(last_of(&stage, ack)->fate, PACKET_DELIVERED);
	// Nothing but copies is left, and they go on all the same.
	expect_first(&stage, 3);
	stage_order(&stage, "deliver first");
	cr_expect_eq(last_of(&stage, 3)->fate, PACKET_DELIVERED);
	stage_close(&stage);
}

/* What was changed, or goes on by itself, is not what is sent again. */
Test(wire_copies, not_of_what_was_changed)
{
	static const char *const orders[] = {"corrupt first",
					     "delay first 60s"};
	for (size_t i = 0; i < COUNT(orders); i++) {
		struct stage stage;
		stage_open_whole(&stage, NULL, 0);
		stage_play(&stage, connected, COUNT(connected));
		unsigned number = last_number(&stage) + 1;
		stage_order(&stage, "hold data");
		stage_call(&stage, "client", "send(cli, \"hi\")");
		stage_order(&stage, orders[i]);
		uint32_t before = last_of(&stage, number)->packet.copies;
		await_copies(&stage, number + 1, 1);
		cr_expect_eq(last_of(&stage, number)->packet.copies, before,
			     "%s", orders[i]);
		stage_close(&stage);
	}
}

/* Nobody listens: while the RST is held the SYN comes again by its clock, and
 * is refused again. */
Test(wire_copies, an_rst_is_given_again)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_value(&stage, "client", "cli = socket(AF_INET, SOCK_STREAM)");
	stage_order(&stage, "hold RST-ACK");
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	await_copies(&stage, 2, 1);
	expect_held(&stage, "RST-ACK #2");
	cr_expect_eq(last_of(&stage, 3)->packet.marks, PACKET_RETRANSMISSION);
	stage_order(&stage, "deliver first");
	stage_settle(&stage);
	expect_held(&stage, "");
	cr_expect_eq(stage_last(&stage, "client")->call.result.error,
		     ECONNREFUSED);
	stage_close(&stage);
}

/* Between the same addresses, but of another connection. */
Test(wire_copies, not_of_the_rst_of_another_connection)
{
	static const struct play caller[] = {
		{"client", "cli = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK)",
		 3, NULL, NULL},
		{"client", "bind(cli, 127.0.0.1:5000)", 0, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", -EINPROGRESS, NULL,
		 NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_order(&stage, "hold RST-ACK");
	stage_play(&stage, caller, COUNT(caller));
	expect_held(&stage, "RST-ACK #2");
	cr_expect_eq(stage_value(&stage, "client", "close(cli)"), 0);
	unsigned next = last_number(&stage) + 2;
	stage_play(&stage, caller, COUNT(caller));
	await_copies(&stage, next, 0);
	struct buf both = {0};
	buf_printf(&both, "RST-ACK #2, RST-ACK #%u", next);
	expect_held(&stage, buf_text(&both));
	buf_done(&both);
	stage_close(&stage);
}
