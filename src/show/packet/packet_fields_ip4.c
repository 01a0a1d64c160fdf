/* packet_fields_ip4: the fields of IPv4, see RFC 791.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/packet/checksum.h"
#include "show/packet/packet_walk.h"

static const struct walk_flag ipv4_flags[] = {
	{0x80, "reserved", "This bit must be 0."},
	{0x40, "don't fragment",
	 "A router that cannot send it in one piece drops it and sends back an "
	 "ICMP error."},
	{0x20, "more fragments",
	 "This is a fragment, and the datagram goes on in another one."},
};

static const struct {
	int kind;
	const char *name, *meaning;
} ipv4_options[] = {
	{0, "end of options", "What follows only fills the header up."},
	{1, "no operation", "It only moves the next option into place."},
	{7, "record route", "Routers on the way write their addresses here."},
	{68, "timestamps", "Routers on the way write the time here."},
	{131, "loose source route",
	 "The packet must pass through these addresses, among others."},
	{137, "strict source route",
	 "The packet must pass through exactly these addresses."},
	{148, "router alert",
	 "Routers should look into the packet although it is for another."},
};

static void add_ipv4_option(struct walk *walk, size_t offset, size_t len)
{
	const unsigned char *option = walk->bytes + walk->at + offset;
	int kind = option[0];
	// Behind the length stands where the next address of a route is.
	if ((kind == 131 || kind == 137) && len > 2 && option[2] < len)
		walk->ip.is_rerouted = true;
	for (size_t i = 0; i < COUNT(ipv4_options); i++) {
		if (ipv4_options[i].kind == kind) {
			walk_hex(walk, ipv4_options[i].name, offset, len,
				 ipv4_options[i].meaning);
			return;
		}
	}
	walk_hex(walk, walk_text(walk, "option %d", kind), offset, len,
		 "An option that has no words here.");
}

static void add_ipv4_options(struct walk *walk, size_t header_len)
{
	for (size_t offset = 20; offset < header_len;) {
		int kind = walk->bytes[walk->at + offset];
		size_t left = header_len - offset, len = 1;
		if (kind == 0)
			len = left;
		else if (kind != 1 && left > 1)
			len = walk->bytes[walk->at + offset + 1];
		if (len > left || (kind > 1 && len < 2)) {
			walk_bad_option(walk, offset, left);
			return;
		}
		add_ipv4_option(walk, offset, len);
		offset += len;
	}
}

static void add_ipv4_fragment(struct walk *walk)
{
	unsigned word = walk_get16(walk, 6), offset = (word & 0x1fff) * 8;
	walk->ip.is_later = offset > 0;
	walk->ip.is_part = offset || word & 0x2000;
	walk_number(walk, "identification", 4, 2,
		    "The fragments of one datagram share this number.");
	walk_add(walk, "flags", 6, 1, walk_text(walk, "0x%x", word >> 13))
		->meaning = "Three bits about fragments.";
	walk_flags(walk, ipv4_flags, COUNT(ipv4_flags), 6, word >> 8);
	walk_add(walk, "fragment offset", 6, 2,
		 walk_text(walk, "%u bytes", offset))
		->meaning =
		walk->ip.is_later
			? "Where the bytes of this fragment belong in the "
			  "datagram."
			: "The bytes begin where the datagram does.";
}

static size_t add_ipv4_header_length(struct walk *walk)
{
	size_t len = (size_t)(walk->bytes[walk->at] & 15) * 4;
	struct packet_field *field = walk_add(
		walk, "header length", 0, 1, walk_text(walk, "%zu bytes", len));
	field->meaning = len > 20 ? "Options stand behind the usual 20."
				  : "Counted in words of four bytes; "
				    "without options it is 20.";
	if (len >= 20)
		return len;
	field->check = PACKET_FIELD_BAD;
	field->meaning = "No IPv4 header is that short.";
	return 20;
}

/* It covers the header, which may be cut short. */
static void add_ipv4_checksum(struct walk *walk, size_t header_len)
{
	const unsigned char *header = walk->bytes + walk->at;
	if (header_len > walk->end - walk->at) {
		walk_hex(walk, "checksum", 10, 2,
			 "It covers the header, which is not all here, so it "
			 "cannot be verified.");
		return;
	}
	uint32_t sum =
		checksum_add(0, header, header_len) - walk_get16(walk, 10);
	walk_checksum(walk, 10, checksum_fold(sum), "this header alone");
}

/* The 20 bytes that every header has. Returns its whole length. */
static size_t add_ipv4(struct walk *walk)
{
	walk_add(walk, "version", 0, 1, "4")->meaning =
		"The form of this header is that of IPv4.";
	size_t header_len = add_ipv4_header_length(walk);
	walk_add_class(walk, 1, 1, walk->bytes[walk->at + 1]);
	size_t total = walk_get16(walk, 2);
	walk_add_length(walk, "total length", 2,
			walk->at + (total < header_len ? header_len : total),
			"Of this header and all that follows.");
	add_ipv4_fragment(walk);
	walk_number(walk, "time to live", 8, 1,
		    "Each router on the way takes one off and drops the packet "
		    "at 0.");
	walk_add_protocol(walk, "protocol", 9,
			  "What stands behind this header.");
	add_ipv4_checksum(walk, header_len);
	walk_add_address(walk, "source", AF_INET, 12, "The sender's address.");
	walk_add_address(walk, "destination", AF_INET, 16,
			 "The address it is for.");
	return header_len;
}

void walk_ipv4(struct walk *walk)
{
	walk_enter(walk, "IPv4");
	if (!walk_has(walk, 20))
		return;
	const unsigned char *header = walk->bytes + walk->at;
	size_t header_len = add_ipv4(walk);
	walk->ip.protocol = header[9];
	walk->ip.source = header + 12;
	walk->ip.target = header + 16;
	walk->ip.address_len = 4;
	if (header_len > walk->end - walk->at) {
		walk_skip(walk, 20);
		walk_has(walk, header_len - 20);
		return;
	}
	add_ipv4_options(walk, header_len);
	walk_skip(walk, header_len);
	walk_behind_ip(walk);
}
