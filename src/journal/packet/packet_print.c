/* packet: a packet in words, for a line of the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/count.h"
#include "base/mem.h"
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
	const char *word;
} marks[] = {
	{PACKET_RETRANSMISSION, "retransmission"},
	{PACKET_DUPLICATE_ACK, "duplicate ack"},
	{PACKET_OUT_OF_ORDER, "out of order"},
	{PACKET_ZERO_WINDOW, "zero window"},
	{PACKET_WINDOW_UPDATE, "window update"},
	{PACKET_KEEPALIVE, "keepalive"},
	{PACKET_WINDOW_PROBE, "window probe"},
	{PACKET_INJECTED, "injected"},
	{PACKET_DUPLICATE, "duplicate"},
	{PACKET_CORRUPTED, "corrupted"},
};

/* ANY stands for every code of a type. The first row that matches counts. */
enum { ANY = -1 };
/* clang-format off */
static const struct {
	int protocol, type, code;
	const char *words;
} icmp[] = {
	{IPPROTO_ICMP, 0, ANY, "echo reply"},
	{IPPROTO_ICMP, 3, 0, "network unreachable"},
	{IPPROTO_ICMP, 3, 1, "host unreachable"},
	{IPPROTO_ICMP, 3, 2, "protocol unreachable"},
	{IPPROTO_ICMP, 3, 3, "port unreachable"},
	{IPPROTO_ICMP, 3, 4, "fragmentation needed"},
	{IPPROTO_ICMP, 3, 9, "network prohibited"},
	{IPPROTO_ICMP, 3, 10, "host prohibited"},
	{IPPROTO_ICMP, 3, 13, "communication prohibited"},
	{IPPROTO_ICMP, 3, ANY, "destination unreachable"},
	{IPPROTO_ICMP, 4, ANY, "source quench"},
	{IPPROTO_ICMP, 5, ANY, "redirect"},
	{IPPROTO_ICMP, 8, ANY, "echo request"},
	{IPPROTO_ICMP, 11, 0, "time to live exceeded"},
	{IPPROTO_ICMP, 11, 1, "reassembly time exceeded"},
	{IPPROTO_ICMP, 12, ANY, "parameter problem"},
	{IPPROTO_ICMP, 13, ANY, "timestamp request"},
	{IPPROTO_ICMP, 14, ANY, "timestamp reply"},
	{IPPROTO_ICMPV6, 1, 0, "no route to destination"},
	{IPPROTO_ICMPV6, 1, 1, "communication prohibited"},
	{IPPROTO_ICMPV6, 1, 3, "address unreachable"},
	{IPPROTO_ICMPV6, 1, 4, "port unreachable"},
	{IPPROTO_ICMPV6, 1, ANY, "destination unreachable"},
	{IPPROTO_ICMPV6, 2, ANY, "packet too big"},
	{IPPROTO_ICMPV6, 3, 0, "hop limit exceeded"},
	{IPPROTO_ICMPV6, 3, 1, "reassembly time exceeded"},
	{IPPROTO_ICMPV6, 4, ANY, "parameter problem"},
	{IPPROTO_ICMPV6, 128, ANY, "echo request"},
	{IPPROTO_ICMPV6, 129, ANY, "echo reply"},
	{IPPROTO_ICMPV6, 130, ANY, "multicast listener query"},
	{IPPROTO_ICMPV6, 131, ANY, "multicast listener report"},
	{IPPROTO_ICMPV6, 132, ANY, "multicast listener done"},
	{IPPROTO_ICMPV6, 133, ANY, "router solicitation"},
	{IPPROTO_ICMPV6, 134, ANY, "router advertisement"},
	{IPPROTO_ICMPV6, 135, ANY, "neighbour solicitation"},
	{IPPROTO_ICMPV6, 136, ANY, "neighbour advertisement"},
	{IPPROTO_ICMPV6, 143, ANY, "multicast listener report"},
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
	buf_printf(out, "%zu byte%s", len, count_s(len));
}

/* A pure ACK takes no place in the sequence: its seq says nothing, unless it
 * is the odd one of a probe. */
static void print_tcp(const struct packet *packet, struct buf *out)
{
	bool probe = packet->marks & (PACKET_KEEPALIVE | PACKET_WINDOW_PROBE);
	packet_print_flags(packet, out);
	if (packet->flags != PACKET_ACK || packet->len || probe)
		buf_printf(out, " seq %u", packet->rel_seq);
	if (packet->flags & PACKET_ACK)
		buf_printf(out, " ack %u", packet->rel_ack);
	if (packet->len)
		buf_printf(out, " len %zu", packet->len);
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
			buf_puts(out, icmp[i].words);
			return;
		}
	}
	buf_printf(out, "type %d code %d", packet->icmp_type,
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
	buf_printf(out, "protocol %d, ", packet->protocol);
	print_bytes(packet->len, out);
}

void packet_print(const struct packet *packet, struct buf *out)
{
	print_body(packet, out);
	if (packet->fragment_offset)
		buf_printf(out, ", fragment from byte %u",
			   packet->fragment_offset);
	else if (packet->fragment)
		buf_puts(out, ", first fragment");
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (packet->marks & marks[i].mark)
			buf_printf(out, " [%s]", marks[i].word);
	}
	if (packet->copies)
		buf_printf(out, " [+%u cop%s]", packet->copies,
			   count_word(packet->copies, "y", "ies"));
}
