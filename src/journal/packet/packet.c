/* packet: what a packet says, from its bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A packet is a chain of headers, each naming the next. Decoding moves a view
 * over the bytes from header to header; every read is preceded by take(),
 * which fails when the view holds fewer bytes. See RFC 791 (IPv4), 8200
 * (IPv6), 9293 (TCP), 768 (UDP), 792 and 4443 (ICMP).
 */
#include "journal/packet/packet.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

/* The bytes not decoded yet. */
struct view {
	const unsigned char *data;
	size_t len;
};

static unsigned get16(const unsigned char *data)
{
	return (unsigned)data[0] << 8 | data[1];
}

static uint32_t get32(const unsigned char *data)
{
	return (uint32_t)get16(data) << 16 | get16(data + 2);
}

/* Cuts `len` bytes off the front of the view: returns them, or NULL with a
 * sentence, of the record `part`, when there are not that many. */
static const unsigned char *take(struct view *view, size_t len,
				 const char *part, struct err *err)
{
	if (view->len < len)
		return FAILURE_NULL(err, "packet-cut",
				    SLOT_TEXT("part", sentence_text(part)),
				    SLOT_NUMBER("there", view->len),
				    SLOT_NUMBER("bytes", len));
	const unsigned char *taken = view->data;
	view->data += len;
	view->len -= len;
	return taken;
}

static void set_ports(struct packet *packet, const unsigned char *ports)
{
	// The two ports are at the same place for both families.
	memcpy(&packet->from.as.in.sin_port, ports, 2);
	memcpy(&packet->to.as.in.sin_port, ports + 2, 2);
}

static void set_payload(struct packet *packet, struct view view)
{
	packet->payload = view.data;
	packet->len = view.len;
}

static bool decode_tcp(struct view view, struct packet *packet, struct err *err)
{
	enum { TCP_LEN = 20 };
	const unsigned char *header =
		take(&view, TCP_LEN, SENTENCE_ID("packet-part-tcp"), err);
	if (!header)
		return false;
	size_t header_len = (size_t)(header[12] >> 4) * 4;
	if (header_len < TCP_LEN)
		return FAILURE(err, "packet-tcp-header",
			       SLOT_NUMBER("bytes", header_len));
	if (!take(&view, header_len - TCP_LEN,
		  SENTENCE_ID("packet-part-tcp-options"), err))
		return false;
	set_ports(packet, header);
	packet->seq = get32(header + 4);
	packet->ack = get32(header + 8);
	packet->flags = header[13] & 0x3f;
	packet->window = get16(header + 14);
	set_payload(packet, view);
	return true;
}

static bool decode_udp(struct view view, struct packet *packet, struct err *err)
{
	enum { UDP_LEN = 8 };
	const unsigned char *header =
		take(&view, UDP_LEN, SENTENCE_ID("packet-part-udp"), err);
	if (!header)
		return false;
	size_t len = get16(header + 4);
	if (len < UDP_LEN)
		return FAILURE(err, "packet-udp-length",
			       SLOT_NUMBER("bytes", len));
	len -= UDP_LEN;
	if (len > view.len && !packet->fragment)
		return FAILURE(err, "packet-cut-udp",
			       SLOT_NUMBER("there", view.len),
			       SLOT_NUMBER("bytes", len));
	set_ports(packet, header);
	if (view.len > len)
		view.len = len;
	set_payload(packet, view);
	return true;
}

static bool decode_icmp(struct view view, struct packet *packet,
			struct err *err)
{
	const unsigned char *header =
		take(&view, 8, SENTENCE_ID("packet-part-icmp"), err);
	if (!header)
		return false;
	packet->icmp_type = header[0];
	packet->icmp_code = header[1];
	set_payload(packet, view);
	return true;
}

static const struct protocol {
	int number;
	const char *word;
	bool (*decode)(struct view view, struct packet *packet,
		       struct err *err);
} protocols[] = {
	{IPPROTO_TCP, "tcp", decode_tcp},
	{IPPROTO_UDP, "udp", decode_udp},
	{IPPROTO_ICMP, "icmp", decode_icmp},
	{IPPROTO_ICMPV6, "icmp6", decode_icmp},
};

static const struct protocol *protocol_find(int number)
{
	for (size_t i = 0; i < COUNT(protocols); i++) {
		if (protocols[i].number == number)
			return &protocols[i];
	}
	return NULL;
}

/* What stands behind the IP headers. Only the first fragment of a datagram
 * has the header of the protocol. */
static bool decode_protocol(struct view view, struct packet *packet,
			    struct err *err)
{
	const struct protocol *protocol = protocol_find(packet->protocol);
	if (protocol && !packet->fragment_offset)
		return protocol->decode(view, packet, err);
	set_payload(packet, view);
	return true;
}

static void set_in(struct address *address, const unsigned char *data)
{
	address->len = sizeof(address->as.in);
	address->as.in.sin_family = AF_INET;
	memcpy(&address->as.in.sin_addr, data, 4);
}

static void set_in6(struct address *address, const unsigned char *data)
{
	address->len = sizeof(address->as.in6);
	address->as.in6.sin6_family = AF_INET6;
	memcpy(&address->as.in6.sin6_addr, data, 16);
}

static bool decode_ipv4(struct view view, struct packet *packet,
			struct err *err)
{
	enum { IPV4_LEN = 20 };
	size_t there = view.len;
	const unsigned char *header =
		take(&view, IPV4_LEN, SENTENCE_ID("packet-part-ipv4"), err);
	if (!header)
		return false;
	size_t header_len = (size_t)(header[0] & 15) * 4;
	size_t total = get16(header + 2);
	if (header_len < IPV4_LEN || total < header_len)
		return FAILURE(err, "packet-ipv4-header",
			       SLOT_NUMBER("bytes", header_len),
			       SLOT_NUMBER("most", total));
	if (total > there)
		return FAILURE(err, "packet-cut-ipv4",
			       SLOT_NUMBER("there", there),
			       SLOT_NUMBER("bytes", total));
	view.len = total - IPV4_LEN;
	if (!take(&view, header_len - IPV4_LEN,
		  SENTENCE_ID("packet-part-ipv4-options"), err))
		return false;
	unsigned fragment = get16(header + 6);
	packet->fragment_offset = (uint16_t)((fragment & 0x1fff) * 8);
	packet->fragment = packet->fragment_offset || (fragment & 0x2000);
	packet->protocol = header[9];
	set_in(&packet->from, header + 12);
	set_in(&packet->to, header + 16);
	return decode_protocol(view, packet, err);
}

/* Skips the extension headers of IPv6 up to the one of the protocol. */
static bool skip_extensions(struct view *view, struct packet *packet,
			    struct err *err)
{
	for (;;) {
		int number = packet->protocol;
		bool fragment = number == IPPROTO_FRAGMENT;
		if (!fragment && number != IPPROTO_HOPOPTS &&
		    number != IPPROTO_ROUTING && number != IPPROTO_DSTOPTS)
			return true;
		const unsigned char *header = take(
			view, 8, SENTENCE_ID("packet-part-extension"), err);
		if (!header)
			return false;
		packet->protocol = header[0];
		if (!fragment) {
			if (!take(view, (size_t)header[1] * 8,
				  SENTENCE_ID("packet-part-extension"), err))
				return false;
			continue;
		}
		unsigned offset = get16(header + 2);
		packet->fragment_offset = (uint16_t)(offset & 0xfff8);
		packet->fragment = packet->fragment ||
				   packet->fragment_offset || (offset & 1);
		// Behind it stands the datagram's middle, not a header.
		if (packet->fragment_offset)
			return true;
	}
}

static bool decode_ipv6(struct view view, struct packet *packet,
			struct err *err)
{
	const unsigned char *header =
		take(&view, 40, SENTENCE_ID("packet-part-ipv6"), err);
	if (!header)
		return false;
	size_t len = get16(header + 4);
	if (len > view.len)
		return FAILURE(err, "packet-cut-ipv6",
			       SLOT_NUMBER("there", view.len),
			       SLOT_NUMBER("bytes", len));
	view.len = len;
	packet->protocol = header[6];
	set_in6(&packet->from, header + 8);
	set_in6(&packet->to, header + 24);
	return skip_extensions(&view, packet, err) &&
	       decode_protocol(view, packet, err);
}

bool packet_decode(const unsigned char *bytes, size_t len,
		   struct packet *packet, struct err *err)
{
	*packet = (struct packet){0};
	struct view view = {bytes, len};
	if (!len)
		return FAILURE(err, "packet-empty");
	int version = bytes[0] >> 4;
	if (version == 4)
		return decode_ipv4(view, packet, err);
	if (version == 6)
		return decode_ipv6(view, packet, err);
	return FAILURE(err, "packet-ip-version",
		       SLOT_NUMBER("version", version));
}

const char *packet_protocol_word(const struct packet *packet)
{
	// A number has at most three digits, and there are 256 of them.
	static char numbers[256][4];
	const struct protocol *protocol = protocol_find(packet->protocol);
	if (protocol)
		return protocol->word;
	unsigned number = (unsigned)packet->protocol & 255;
	char *text = numbers[number];
	if (!text[0]) {
		struct buf digits = {0};
		buf_printf(&digits, "%u", number);
		memcpy(text, digits.data, digits.len);
		buf_done(&digits);
	}
	return text;
}
