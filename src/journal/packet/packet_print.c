/* packet: a packet in words, for a line of the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "journal/packet/packet.h"

#include <assert.h>

static const char *const fates[] = {
	[PACKET_DELIVERED] = "delivered",
	[PACKET_HELD] = "held",
	[PACKET_DROPPED] = "dropped",
};
static_assert(COUNT(fates) == PACKET_FATE_COUNT, "a fate has no word");

/* In the order of the bits. */
static const struct {
	uint8_t flag;
	const char *word;
} flags[] = {
	{PACKET_FIN, "FIN"}, {PACKET_SYN, "SYN"}, {PACKET_RST, "RST"},
	{PACKET_PSH, "PSH"}, {PACKET_ACK, "ACK"}, {PACKET_URG, "URG"},
};

static const struct {
	unsigned mark;
	const char *word, *says; /* in a log, and the id of a sentence */
} marks[] = {
	{PACKET_RETRANSMISSION, "retransmission",
	 SENTENCE_ID("mark-retransmission")},
	{PACKET_DUPLICATE_ACK, NOTATION("duplicate ack"),
	 SENTENCE_ID("mark-duplicate-ack")},
	{PACKET_OUT_OF_ORDER, NOTATION("out of order"),
	 SENTENCE_ID("mark-out-of-order")},
	{PACKET_ZERO_WINDOW, NOTATION("zero window"),
	 SENTENCE_ID("mark-zero-window")},
	{PACKET_WINDOW_UPDATE, NOTATION("window update"),
	 SENTENCE_ID("mark-window-update")},
	{PACKET_KEEPALIVE, "keepalive", SENTENCE_ID("mark-keepalive")},
	{PACKET_WINDOW_PROBE, NOTATION("window probe"),
	 SENTENCE_ID("mark-window-probe")},
	{PACKET_INJECTED, "injected", SENTENCE_ID("mark-injected")},
	{PACKET_DUPLICATE, "duplicate", SENTENCE_ID("mark-duplicate")},
	{PACKET_CORRUPTED, "corrupted", SENTENCE_ID("mark-corrupted")},
};

/* ANY stands for every code of a type. The first row that matches counts. */
enum { ANY = -1 };
/* clang-format off */
static const struct {
	int protocol, type, code;
	const char *words;
} icmp[] = {
	{IPPROTO_ICMP, 0, ANY, SENTENCE_ID("icmp-echo-reply")},
	{IPPROTO_ICMP, 3, 0, SENTENCE_ID("icmp-network-unreachable")},
	{IPPROTO_ICMP, 3, 1, SENTENCE_ID("icmp-host-unreachable")},
	{IPPROTO_ICMP, 3, 2, SENTENCE_ID("icmp-protocol-unreachable")},
	{IPPROTO_ICMP, 3, 3, SENTENCE_ID("icmp-port-unreachable")},
	{IPPROTO_ICMP, 3, 4, SENTENCE_ID("icmp-fragmentation-needed")},
	{IPPROTO_ICMP, 3, 9, SENTENCE_ID("icmp-network-prohibited")},
	{IPPROTO_ICMP, 3, 10, SENTENCE_ID("icmp-host-prohibited")},
	{IPPROTO_ICMP, 3, 13, SENTENCE_ID("icmp-communication-prohibited")},
	{IPPROTO_ICMP, 3, ANY, SENTENCE_ID("icmp-destination-unreachable")},
	{IPPROTO_ICMP, 4, ANY, SENTENCE_ID("icmp-source-quench")},
	{IPPROTO_ICMP, 5, ANY, SENTENCE_ID("icmp-redirect")},
	{IPPROTO_ICMP, 8, ANY, SENTENCE_ID("icmp-echo-request")},
	{IPPROTO_ICMP, 11, 0, SENTENCE_ID("icmp-time-to-live-exceeded")},
	{IPPROTO_ICMP, 11, 1, SENTENCE_ID("icmp-reassembly-time-exceeded")},
	{IPPROTO_ICMP, 12, ANY, SENTENCE_ID("icmp-parameter-problem")},
	{IPPROTO_ICMP, 13, ANY, SENTENCE_ID("icmp-timestamp-request")},
	{IPPROTO_ICMP, 14, ANY, SENTENCE_ID("icmp-timestamp-reply")},
	{IPPROTO_ICMPV6, 1, 0, SENTENCE_ID("icmp-no-route-to-destination")},
	{IPPROTO_ICMPV6, 1, 1, SENTENCE_ID("icmp-communication-prohibited")},
	{IPPROTO_ICMPV6, 1, 3, SENTENCE_ID("icmp-address-unreachable")},
	{IPPROTO_ICMPV6, 1, 4, SENTENCE_ID("icmp-port-unreachable")},
	{IPPROTO_ICMPV6, 1, ANY, SENTENCE_ID("icmp-destination-unreachable")},
	{IPPROTO_ICMPV6, 2, ANY, SENTENCE_ID("icmp-packet-too-big")},
	{IPPROTO_ICMPV6, 3, 0, SENTENCE_ID("icmp-hop-limit-exceeded")},
	{IPPROTO_ICMPV6, 3, 1, SENTENCE_ID("icmp-reassembly-time-exceeded")},
	{IPPROTO_ICMPV6, 4, ANY, SENTENCE_ID("icmp-parameter-problem")},
	{IPPROTO_ICMPV6, 128, ANY, SENTENCE_ID("icmp-echo-request")},
	{IPPROTO_ICMPV6, 129, ANY, SENTENCE_ID("icmp-echo-reply")},
	{IPPROTO_ICMPV6, 130, ANY, SENTENCE_ID("icmp-multicast-listener-query")},
	{IPPROTO_ICMPV6, 131, ANY, SENTENCE_ID("icmp-multicast-listener-report")},
	{IPPROTO_ICMPV6, 132, ANY, SENTENCE_ID("icmp-multicast-listener-done")},
	{IPPROTO_ICMPV6, 133, ANY, SENTENCE_ID("icmp-router-solicitation")},
	{IPPROTO_ICMPV6, 134, ANY, SENTENCE_ID("icmp-router-advertisement")},
	{IPPROTO_ICMPV6, 135, ANY, SENTENCE_ID("icmp-neighbour-solicitation")},
	{IPPROTO_ICMPV6, 136, ANY, SENTENCE_ID("icmp-neighbour-advertisement")},
	{IPPROTO_ICMPV6, 143, ANY, SENTENCE_ID("icmp-multicast-listener-report")},
};
/* clang-format on */

const char *packet_fate_word(enum packet_fate fate)
{
	assert(fate < PACKET_FATE_COUNT);
	return fates[fate];
}

const char *packet_mark_word(unsigned mark)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (marks[i].mark == mark)
			return marks[i].word;
	}
	return NULL;
}

unsigned packet_mark_from_word(struct str word)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (str_is(word, marks[i].word))
			return marks[i].mark;
	}
	return 0;
}

/* Whether the header of its protocol is in the packet. */
static bool has_header(const struct packet *packet)
{
	return !packet->fragment_offset;
}

void packet_print_flags(const struct packet *packet, struct buf *out)
{
	if (packet->protocol != IPPROTO_TCP || !has_header(packet))
		return;
	const char *between = "";
	for (size_t i = 0; i < COUNT(flags); i++) {
		if (!(packet->flags & flags[i].flag))
			continue;
		buf_printf(out, "%s%s", between, flags[i].word);
		between = "-";
	}
	if (!between[0])
		buf_puts(out, "none");
}

static void print_bytes(size_t len, struct buf *out)
{
	SENTENCE(out, "packet-bytes", SLOT_NUMBER("bytes", len));
}

/* A pure ACK takes no place in the sequence: its seq says nothing, unless it
 * is the odd one of a probe. */
static void print_tcp(const struct packet *packet, struct buf *out)
{
	bool probe = packet->marks & (PACKET_KEEPALIVE | PACKET_WINDOW_PROBE);
	packet_print_flags(packet, out);
	if (packet->flags != PACKET_ACK || packet->len || probe)
		buf_printf(out, NOTATION(" seq %u"), packet->rel_seq);
	if (packet->flags & PACKET_ACK)
		buf_printf(out, NOTATION(" ack %u"), packet->rel_ack);
	if (packet->len)
		buf_printf(out, NOTATION(" len %zu"), packet->len);
}

static void print_udp(const struct packet *packet, struct buf *out)
{
	buf_puts(out, "UDP ");
	print_bytes(packet->len, out);
}

static void print_icmp(const struct packet *packet, struct buf *out)
{
	buf_puts(out, packet->protocol == IPPROTO_ICMP ? "ICMP " : "ICMPv6 ");
	for (size_t i = 0; i < COUNT(icmp); i++) {
		if (icmp[i].protocol == packet->protocol &&
		    icmp[i].type == packet->icmp_type &&
		    (icmp[i].code == ANY ||
		     icmp[i].code == packet->icmp_code)) {
			buf_puts(out, sentence_text(icmp[i].words));
			return;
		}
	}
	buf_printf(out, NOTATION("type %d code %d"), packet->icmp_type,
		   packet->icmp_code);
}

static const struct {
	int protocol;
	const char *word;
	void (*print)(const struct packet *packet, struct buf *out);
} printers[] = {
	{IPPROTO_TCP, "TCP", print_tcp},
	{IPPROTO_UDP, "UDP", print_udp},
	{IPPROTO_ICMP, "ICMP", print_icmp},
	{IPPROTO_ICMPV6, "ICMPv6", print_icmp},
};

static void print_body(const struct packet *packet, struct buf *out)
{
	for (size_t i = 0; i < COUNT(printers); i++) {
		if (printers[i].protocol != packet->protocol)
			continue;
		if (has_header(packet)) {
			printers[i].print(packet, out);
			return;
		}
		buf_printf(out, "%s ", printers[i].word);
		print_bytes(packet->len, out);
		return;
	}
	SENTENCE(out, "packet-of-protocol",
		 SLOT_NUMBER("protocol", packet->protocol),
		 SLOT_NUMBER("bytes", packet->len));
}

void packet_print(const struct packet *packet, struct buf *out)
{
	print_body(packet, out);
	if (packet->fragment_offset)
		SENTENCE_LINE(out, ", ", "", "packet-fragment",
			      SLOT_NUMBER("byte", packet->fragment_offset));
	else if (packet->fragment)
		SENTENCE_LINE(out, ", ", "", "packet-first-fragment");
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (packet->marks & marks[i].mark)
			buf_printf(out, " [%s]", sentence_text(marks[i].says));
	}
	if (packet->copies)
		SENTENCE_LINE(out, " [+", "]", "packet-copies",
			      SLOT_NUMBER("count", packet->copies));
}
