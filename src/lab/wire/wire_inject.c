/* wire_inject: a TCP segment that nobody sent.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The learner writes relative numbers, as they are shown; the flow knows what
 * they are on the wire. The segment has no options: Linux takes one without a
 * timestamp from a peer that agreed on them (it is lenient where RFC 7323, 3.2
 * allows to drop), and a SYN without options asks for nothing.
 *
 * Left out, seq is the next number that the receiver expects, because Linux
 * obeys a RST only then (RFC 5961, 3.2), and ack the next one that the sender
 * would expect. The segment does not count as sent: the flow's numbers stay
 * those of the hosts.
 */
#include "base/sentence.h"
#include "journal/packet/checksum.h"
#include "lab/wire/wire_parts.h"

#include <arpa/inet.h>
#include <string.h>

enum { IPV4_LEN = 20, IPV6_LEN = 40, TCP_LEN = 20, TTL = 64, ROOM = 1600 };

static void put16(unsigned char *at, unsigned value)
{
	at[0] = (unsigned char)(value >> 8);
	at[1] = (unsigned char)value;
}

static void put32(unsigned char *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

/* The addresses, protocol and length that TCP's checksum covers too. */
static uint32_t pseudo_sum(const struct address *from, const struct address *to,
			   size_t len)
{
	uint32_t sum = IPPROTO_TCP + (uint32_t)len;
	if (address_family(from) == AF_INET6) {
		sum = checksum_add(sum, from->as.in6.sin6_addr.s6_addr, 16);
		return checksum_add(sum, to->as.in6.sin6_addr.s6_addr, 16);
	}
	const struct in_addr *source = &from->as.in.sin_addr;
	const struct in_addr *target = &to->as.in.sin_addr;
	sum = checksum_add(sum, (const unsigned char *)source, 4);
	return checksum_add(sum, (const unsigned char *)target, 4);
}

static void write_tcp(unsigned char *at, const struct order *order,
		      const struct flow_numbers *numbers)
{
	size_t len = TCP_LEN + order->payload_len;
	uint32_t seq = order->has_seq ? numbers->seq_base + order->rel_seq
				      : numbers->seq;
	uint32_t ack = order->has_ack ? numbers->ack_base + order->rel_ack
				      : numbers->ack;
	put16(at, (unsigned)address_port(&order->from));
	put16(at + 2, (unsigned)address_port(&order->to));
	put32(at + 4, seq);
	put32(at + 8, order->flags & PACKET_ACK ? ack : 0);
	at[12] = TCP_LEN / 4 << 4;
	at[13] = order->flags;
	put16(at + 14, order->flags & PACKET_RST ? 0 : numbers->window);
	if (order->payload_len)
		memcpy(at + TCP_LEN, order->payload, order->payload_len);
	uint32_t sum = pseudo_sum(&order->from, &order->to, len);
	put16(at + 16, checksum_fold(checksum_add(sum, at, len)));
}

/* Writes the IP header in front of `len` bytes. Returns its length. */
static size_t write_ip(unsigned char *at, const struct order *order, size_t len)
{
	if (address_family(&order->from) == AF_INET6) {
		at[0] = 6 << 4;
		put16(at + 4, (unsigned)len);
		at[6] = IPPROTO_TCP;
		at[7] = TTL;
		memcpy(at + 8, &order->from.as.in6.sin6_addr, 16);
		memcpy(at + 24, &order->to.as.in6.sin6_addr, 16);
		return IPV6_LEN;
	}
	at[0] = 4 << 4 | IPV4_LEN / 4;
	put16(at + 2, (unsigned)(IPV4_LEN + len));
	at[6] = 0x40; // don't fragment
	at[8] = TTL;
	at[9] = IPPROTO_TCP;
	memcpy(at + 12, &order->from.as.in.sin_addr, 4);
	memcpy(at + 16, &order->to.as.in.sin_addr, 4);
	put16(at + 10, checksum_fold(checksum_add(0, at, IPV4_LEN)));
	return IPV4_LEN;
}

/* The flow between the addresses of the order: the hosts at its ends, and its
 * numbers. */
static bool find_flow(const struct wire *wire, const struct order *order,
		      struct wire_packet *packet, struct flow_numbers *numbers)
{
	for (size_t i = 0; i < wire->count; i++) {
		packet->from = packet->to = i;
		if (flow_numbers(wire->ends[i].flows, &order->from, &order->to,
				 numbers))
			return true;
	}
	packet->from = wire_owner(wire, &order->from);
	packet->to = wire_owner(wire, &order->to);
	return packet->from != WIRE_NOWHERE && packet->to != WIRE_NOWHERE &&
	       flow_numbers(wire->between, &order->from, &order->to, numbers);
}

static bool fail_flow(const struct order *order, struct err *err)
{
	struct buf from = {0}, to = {0}, ends = {0};
	address_print(&order->from, &from);
	address_print(&order->to, &to);
	SENTENCE(&ends, "flow-ends", SLOT_TEXT("from", buf_text(&from)),
		 SLOT_TEXT("to", buf_text(&to)));
	FAILURE(err, "no-flow", SLOT_TEXT("ends", buf_text(&ends)));
	buf_done(&from);
	buf_done(&to);
	buf_done(&ends);
	return false;
}

bool wire_inject(struct wire *wire, const struct order *order, struct err *err)
{
	unsigned char bytes[ROOM] = {0};
	struct flow_numbers numbers;
	struct wire_packet packet = {.bytes = bytes, .fate = PACKET_DELIVERED};
	if (!find_flow(wire, order, &packet, &numbers))
		return fail_flow(order, err);
	size_t len = TCP_LEN + order->payload_len;
	size_t ip_len = write_ip(bytes, order, len);
	write_tcp(bytes + ip_len, order, &numbers);
	packet.len = ip_len + len;
	if (packet.len > wire->mtu)
		return FAILURE(err, "segment-too-long",
			       SLOT_NUMBER("bytes", packet.len),
			       SLOT_NUMBER("mtu", wire->mtu));
	if (!packet_decode(bytes, packet.len, &packet.packet, err))
		return false;
	packet.packet.rel_seq = packet.packet.seq - numbers.seq_base;
	if (order->flags & PACKET_ACK)
		packet.packet.rel_ack = packet.packet.ack - numbers.ack_base;
	packet.packet.marks = PACKET_INJECTED;
	wire_accept(wire, order);
	packet.number = ++wire->last_number;
	wire_leave(wire, wire_packet_keep(&packet));
	return true;
}
