/* packet_fields_ip6: the fields of IPv6 and its extensions, see RFC 8200.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/packet/packet_walk.h"

/* The fragment header. */
static void walk_fragment(struct walk *walk)
{
	unsigned word = walk_get16(walk, 2), offset = word & 0xfff8;
	walk->ip.is_later = offset > 0;
	walk->ip.is_part = offset || word & 1;
	walk_number(walk, "reserved", 1, 1, "It means nothing and is 0.");
	walk_add(walk, "fragment offset", 2, 2,
		 walk_text(walk, "%u bytes", offset))
		->meaning =
		"Where the bytes of this fragment belong in the datagram.";
	if (word & 1)
		walk_add(walk, "more fragments", 3, 1, "set")->meaning =
			"The datagram goes on in another fragment.";
	walk_number(walk, "identification", 4, 4,
		    "The fragments of one datagram share this number.");
}

/* Any other extension header, of `len` bytes. */
static void walk_extension(struct walk *walk, size_t len)
{
	walk_add(walk, "header length", 1, 1, walk_text(walk, "%zu bytes", len))
		->meaning = "Counted in words of eight bytes behind the first.";
	if (walk->ip.protocol != IPPROTO_ROUTING) {
		walk_hex(
			walk, "options", 2, len - 2,
			"Options with a kind and a length each, and what fills "
			"the header up.");
		return;
	}
	walk->ip.is_rerouted = walk->bytes[walk->at + 3] > 0;
	walk_number(walk, "routing type", 2, 1, "The form of what follows.");
	walk_number(walk, "segments left", 3, 1,
		    "How many of the listed nodes it has still to visit.");
	walk_hex(walk, "route", 4, len - 4, "The listed nodes.");
}

/* Goes over the extension headers. Returns whether all are whole. */
static bool walk_extensions(struct walk *walk)
{
	while (!walk->ip.is_later) {
		int number = walk->ip.protocol;
		bool is_fragment = number == IPPROTO_FRAGMENT;
		if (!is_fragment && number != IPPROTO_HOPOPTS &&
		    number != IPPROTO_ROUTING && number != IPPROTO_DSTOPTS)
			break;
		walk_enter(walk, walk_protocol(number));
		if (!walk_has(walk, 8))
			return false;
		size_t len = 8;
		if (!is_fragment)
			len += (size_t)walk->bytes[walk->at + 1] * 8;
		if (!walk_has(walk, len))
			return false;
		walk_add_protocol(walk, "next header", 0,
				  "What stands behind this header.");
		int next = walk->bytes[walk->at];
		if (is_fragment)
			walk_fragment(walk);
		else
			walk_extension(walk, len);
		walk->ip.protocol = next;
		walk_skip(walk, len);
	}
	return true;
}

void walk_ipv6(struct walk *walk)
{
	walk_enter(walk, "IPv6");
	if (!walk_has(walk, 40))
		return;
	const unsigned char *header = walk->bytes + walk->at;
	walk_add(walk, "version", 0, 1, "6")->meaning =
		"The form of this header is that of IPv6.";
	walk_add_class(walk, 0, 2, walk_get16(walk, 0) >> 4);
	walk_add(walk, "flow label", 1, 3,
		 walk_text(walk, "0x%05x", walk_get32(walk, 0) & 0xfffff))
		->meaning = "The packets of one connection carry the same, so "
			    "that routers keep them on one path.";
	walk_add_length(walk, "payload length", 4,
			walk->at + 40 + walk_get16(walk, 4),
			"Of all that follows this header.");
	walk_add_protocol(walk, "next header", 6,
			  "What stands behind this header.");
	walk_number(walk, "hop limit", 7, 1,
		    "Each router on the way takes one off and drops the packet "
		    "at 0.");
	walk_add_address(walk, "source", AF_INET6, 8, "The sender's address.");
	walk_add_address(walk, "destination", AF_INET6, 24,
			 "The address it is for.");
	walk->ip.protocol = header[6];
	walk->ip.source = header + 8;
	walk->ip.target = header + 24;
	walk->ip.address_len = 16;
	walk_skip(walk, 40);
	if (walk_extensions(walk))
		walk_behind_ip(walk);
}
