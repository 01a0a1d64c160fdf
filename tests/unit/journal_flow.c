/* journal_flow: relative numbers and marks, from sequences of packets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "journal/packet/flow.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>

/* One packet: `from` is 'c' or 's'; numbers are relative to 7000 for c and to
 * 4294967290 for s, so that those of s pass 2^32. */
struct segment {
	char from;
	unsigned flags;
	uint32_t seq, ack;
	size_t len;
	uint32_t window;
	const char *words; /* as printed */
};

enum {
	S = PACKET_SYN,
	A = PACKET_ACK,
	F = PACKET_FIN,
	P = PACKET_PSH,
	R = PACKET_RST
};

#define HANDSHAKE                                                              \
	{'c', S, 0, 0, 0, 64240, "SYN seq 0"},                                 \
		{'s', S | A, 0, 1, 0, 65160, "SYN-ACK seq 0 ack 1"},           \
	{                                                                      \
		'c', A, 1, 1, 0, 502, "ACK ack 1"                              \
	}

struct conversation {
	const char *about;
	struct segment segments[16]; /* up to one without words */
};

/* clang-format off */
static const struct conversation conversations[] = {
	{"a whole conversation has no marks", {
		HANDSHAKE,
		{'c', P | A, 1, 1, 18, 502, "PSH-ACK seq 1 ack 1 len 18"},
		{'s', A, 1, 19, 0, 509, "ACK ack 19"},
		{'s', P | A, 1, 19, 30, 509, "PSH-ACK seq 1 ack 19 len 30"},
		{'c', A, 19, 31, 0, 502, "ACK ack 31"},
		{'c', F | A, 19, 31, 0, 502, "FIN-ACK seq 19 ack 31"},
		{'s', A, 31, 20, 0, 509, "ACK ack 20"},
		{'s', F | A, 31, 20, 0, 509, "FIN-ACK seq 31 ack 20"},
		{'c', A, 20, 32, 0, 502, "ACK ack 32"}}},
	{"a SYN sent again", {
		{'c', S, 0, 0, 0, 64240, "SYN seq 0"},
		{'c', S, 0, 0, 0, 64240, "SYN seq 0 [retransmission]"},
		{'s', S | A, 0, 1, 0, 65160, "SYN-ACK seq 0 ack 1"},
		{'s', S | A, 0, 1, 0, 65160,
		 "SYN-ACK seq 0 ack 1 [retransmission]"}}},
	{"data and a FIN sent again", {
		HANDSHAKE,
		{'c', P | A, 1, 1, 18, 502, "PSH-ACK seq 1 ack 1 len 18"},
		{'c', P | A, 1, 1, 18, 502,
		 "PSH-ACK seq 1 ack 1 len 18 [retransmission]"},
		{'c', F | A, 19, 1, 0, 502, "FIN-ACK seq 19 ack 1"},
		{'c', F | A, 19, 1, 0, 502,
		 "FIN-ACK seq 19 ack 1 [retransmission]"}}},
	{"one byte sent again is no keepalive", {
		HANDSHAKE,
		{'c', P | A, 1, 1, 1, 502, "PSH-ACK seq 1 ack 1 len 1"},
		{'c', P | A, 1, 1, 1, 502,
		 "PSH-ACK seq 1 ack 1 len 1 [retransmission]"}}},
	{"a late segment fills a gap once", {
		HANDSHAKE,
		{'c', A, 1, 1, 10, 502, "ACK seq 1 ack 1 len 10"},
		{'c', A, 21, 1, 10, 502, "ACK seq 21 ack 1 len 10"},
		{'s', A, 1, 11, 0, 509, "ACK ack 11"},
		{'s', A, 1, 11, 0, 509, "ACK ack 11 [duplicate ack]"},
		{'c', A, 11, 1, 10, 502,
		 "ACK seq 11 ack 1 len 10 [out of order]"},
		{'c', A, 11, 1, 10, 502,
		 "ACK seq 11 ack 1 len 10 [retransmission]"}}},
	{"a window closes and opens", {
		HANDSHAKE,
		{'c', A, 1, 1, 10, 502, "ACK seq 1 ack 1 len 10"},
		{'s', A, 1, 11, 0, 0, "ACK ack 11 [zero window]"},
		{'c', A, 10, 1, 0, 502, "ACK seq 10 ack 1 [window probe]"},
		{'s', A, 1, 11, 0, 0, "ACK ack 11 [zero window]"},
		{'s', A, 1, 11, 0, 64, "ACK ack 11 [window update]"},
		{'c', A, 11, 1, 10, 502, "ACK seq 11 ack 1 len 10"}}},
	{"a byte into a window of zero", {
		HANDSHAKE,
		{'s', A, 1, 1, 0, 0, "ACK ack 1 [zero window]"},
		{'c', A, 1, 1, 1, 502, "ACK seq 1 ack 1 len 1 [window probe]"}}},
	{"a keepalive and its answer", {
		HANDSHAKE,
		{'c', P | A, 1, 1, 5, 502, "PSH-ACK seq 1 ack 1 len 5"},
		{'s', A, 1, 6, 0, 509, "ACK ack 6"},
		{'c', A, 5, 1, 0, 502, "ACK seq 5 ack 1 [keepalive]"},
		{'s', A, 1, 6, 0, 509, "ACK ack 6"}}},
	{"a keepalive right after the handshake", {
		HANDSHAKE,
		{'c', A, 0, 1, 0, 502, "ACK seq 0 ack 1 [keepalive]"},
		{'s', A, 1, 1, 0, 509, "ACK ack 1"}}},
	{"refused", {
		{'c', S, 0, 0, 0, 64240, "SYN seq 0"},
		{'s', R | A, 0, 1, 0, 0, "RST-ACK seq 1 ack 1"}}},
	{"without its beginning", {
		{'c', P | A, 500, 900, 5, 502, "PSH-ACK seq 1 ack 1 len 5"},
		{'s', P | A, 900, 505, 7, 502, "PSH-ACK seq 1 ack 6 len 7"},
		{'c', A, 505, 907, 0, 502, "ACK ack 8"}}},
	{"the addresses used again", {
		HANDSHAKE,
		{'c', R | A, 1, 1, 0, 0, "RST-ACK seq 1 ack 1"},
		{'c', S, 90000, 0, 0, 64240, "SYN seq 0"},
		{'s', S | A, 70000, 90001, 0, 65160, "SYN-ACK seq 0 ack 1"},
		{'c', A, 90001, 70001, 0, 502, "ACK ack 1"}}},
};
/* clang-format on */

static struct address address_of(const char *text)
{
	struct address address = {0};
	struct err err;
	cr_assert(address_parse(str_from(text), &address, &err), "%s",
		  err.text);
	return address;
}

static struct packet packet_of(const struct segment *segment)
{
	static const uint32_t client_base = 7000, server_base = 4294967290u;
	bool client = segment->from == 'c';
	struct packet packet = {.protocol = IPPROTO_TCP,
				.flags = (uint8_t)segment->flags,
				.window = segment->window,
				.len = segment->len};
	packet.from = address_of(client ? "127.0.0.1:40112" : "127.0.0.1:80");
	packet.to = address_of(client ? "127.0.0.1:80" : "127.0.0.1:40112");
	packet.seq = segment->seq + (client ? client_base : server_base);
	packet.ack = segment->ack + (client ? server_base : client_base);
	if (!(segment->flags & PACKET_ACK))
		packet.ack = 0;
	return packet;
}

Test(flow, conversations)
{
	for (size_t i = 0; i < COUNT(conversations); i++) {
		struct flows *flows = flows_new();
		const struct segment *segment = conversations[i].segments;
		for (; segment->words; segment++) {
			struct packet packet = packet_of(segment);
			struct buf out = {0};
			flow_note(flows, &packet);
			packet_print(&packet, &out);
			cr_expect_str_eq(buf_text(&out), segment->words,
					 "%s: \"%s\" is not \"%s\"",
					 conversations[i].about, buf_text(&out),
					 segment->words);
			buf_done(&out);
		}
		flows_free(flows);
	}
}

/* The SYN of a client with port `port` is noted. Returns its marks. */
static unsigned note_syn(struct flows *flows, unsigned port)
{
	struct packet packet = {.protocol = IPPROTO_TCP, .flags = PACKET_SYN};
	packet.from = address_of("127.0.0.1:1");
	packet.from.as.in.sin_port = htons((uint16_t)port);
	packet.to = address_of("127.0.0.1:80");
	packet.seq = 1;
	flow_note(flows, &packet);
	return packet.marks;
}

Test(flow, only_the_oldest_flows_are_forgotten)
{
	struct flows *flows = flows_new();
	for (unsigned port = 1; port <= 2000; port++)
		cr_expect_eq(note_syn(flows, port), 0);
	cr_expect_eq(note_syn(flows, 2000), PACKET_RETRANSMISSION);
	cr_expect_eq(note_syn(flows, 1900), PACKET_RETRANSMISSION);
	cr_expect_eq(note_syn(flows, 1), 0);
	flows_free(flows);
}

Test(flow, many_gaps)
{
	struct flows *flows = flows_new();
	struct segment segment = {'c', A, 0, 1, 1, 502, NULL};
	for (uint32_t i = 0; i < 100; i++) {
		segment.seq = 1 + 2 * i;
		struct packet packet = packet_of(&segment);
		flow_note(flows, &packet);
		cr_expect_eq(packet.marks, 0);
	}
	// The latest gap is known, the first long forgotten.
	segment.seq = 2 * 99;
	struct packet late = packet_of(&segment);
	flow_note(flows, &late);
	cr_expect_eq(late.marks, PACKET_OUT_OF_ORDER);
	segment.seq = 2;
	struct packet again = packet_of(&segment);
	flow_note(flows, &again);
	cr_expect_eq(again.marks, PACKET_RETRANSMISSION);
	flows_free(flows);
}

Test(flow, what_is_not_tcp_is_left_alone)
{
	struct flows *flows = flows_new();
	struct packet packet = {.protocol = IPPROTO_UDP, .marks = 3};
	flow_note(flows, &packet);
	cr_expect_eq(packet.marks, 0);
	struct packet fragment = {.protocol = IPPROTO_TCP,
				  .fragment_offset = 1480};
	flow_note(flows, &fragment);
	cr_expect_eq(fragment.rel_seq, 0);
	flows_free(flows);
}

/* --- what a segment into a flow would say ----------------------------------
 */

static void note(struct flows *flows, const struct segment *segment,
		 bool arrives)
{
	struct packet packet = packet_of(segment);
	flow_note(flows, &packet);
	if (arrives)
		flow_arrived(flows, &packet);
}

/* `from` is 'c' or 's'; numbers are relative as in the segments. */
static void expect_numbers(const struct flows *flows, char from, uint32_t seq,
			   uint32_t ack, const char *about)
{
	struct segment segment = {from, A, 0, 0, 0, 0, NULL};
	struct packet packet = packet_of(&segment);
	struct flow_numbers numbers;
	cr_assert(flow_numbers(flows, &packet.from, &packet.to, &numbers), "%s",
		  about);
	cr_expect_eq(numbers.seq - numbers.seq_base, seq, "%s: seq %u", about,
		     numbers.seq - numbers.seq_base);
	cr_expect_eq(numbers.ack - numbers.ack_base, ack, "%s: ack %u", about,
		     numbers.ack - numbers.ack_base);
}

Test(flow, numbers_that_the_other_end_expects)
{
	static const struct segment hello[] = {
		{'c', S, 0, 0, 0, 64240, NULL},
		{'s', S | A, 0, 1, 0, 65160, NULL},
		{'c', A, 1, 1, 0, 502, NULL},
	};
	static const struct segment first = {'c', P | A, 1, 1, 10, 502, NULL};
	static const struct segment second = {'c', P | A, 11, 1, 10, 502, NULL};
	static const struct segment answer = {'s', A, 1, 21, 0, 509, NULL};
	struct flows *flows = flows_new();
	for (size_t i = 0; i < COUNT(hello); i++)
		note(flows, &hello[i], true);
	expect_numbers(flows, 'c', 1, 1, "connected");
	expect_numbers(flows, 's', 1, 1, "connected");
	note(flows, &first, false);
	expect_numbers(flows, 'c', 1, 1, "held data has not arrived");
	note(flows, &second, true);
	expect_numbers(flows, 'c', 1, 1, "behind a hole nothing counts");
	expect_numbers(flows, 's', 1, 1, "the other way acknowledges as much");
	struct packet late = packet_of(&first);
	flow_arrived(flows, &late);
	expect_numbers(flows, 'c', 11, 1, "the hole is closed");
	note(flows, &answer, false);
	expect_numbers(flows, 'c', 21, 1, "what is acknowledged has arrived");
	expect_numbers(flows, 's', 1, 21, "and is what would be acknowledged");
	flows_free(flows);
}

/* The sender goes on probing as long as it has not heard of the room. */
Test(flow, a_window_that_was_not_told_is_closed)
{
	static const struct segment hello[] = {
		{'c', S, 0, 0, 0, 64240, NULL},
		{'s', S | A, 0, 1, 0, 65160, NULL},
		{'c', A, 1, 1, 0, 502, NULL},
		{'c', P | A, 1, 1, 10, 502, NULL},
		{'s', A, 1, 11, 0, 0, NULL},
	};
	static const struct segment update = {'s', A, 1, 11, 0, 500, NULL};
	static const struct segment probe = {'c', A, 10, 1, 0, 502, NULL};
	struct flows *flows = flows_new();
	for (size_t i = 0; i < COUNT(hello); i++)
		note(flows, &hello[i], true);
	note(flows, &update, false);
	struct packet packet = packet_of(&probe);
	flow_note(flows, &packet);
	cr_expect_eq(packet.marks, PACKET_WINDOW_PROBE);
	note(flows, &update, true);
	packet = packet_of(&probe);
	flow_note(flows, &packet);
	cr_expect_eq(packet.marks, PACKET_KEEPALIVE);
	flows_free(flows);
}

Test(flow, numbers_of_no_flow)
{
	struct flows *flows = flows_new();
	struct address a = address_of("127.0.0.1:1");
	struct address b = address_of("127.0.0.1:80");
	struct flow_numbers numbers;
	cr_expect(!flow_numbers(flows, &a, &b, &numbers));
	note_syn(flows, 1);
	cr_expect(flow_numbers(flows, &a, &b, &numbers));
	cr_expect(flow_numbers(flows, &b, &a, &numbers));
	cr_expect_eq(numbers.ack - numbers.ack_base, 1, "the SYN counts one");
	b = address_of("127.0.0.1:81");
	cr_expect(!flow_numbers(flows, &a, &b, &numbers));
	flows_free(flows);
}
