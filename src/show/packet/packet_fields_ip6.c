/* packet_fields_ip6: the fields of IPv6 and its extensions, see RFC 8200.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "show/packet/packet_walk.h"

/* The fragment header. */
static void walk_fragment(struct walk *walk)
{
	unsigned word = walk_get16(walk, 2), offset = word & 0xfff8;
	walk->ip.is_later = offset > 0;
	walk->ip.is_part = offset || word & 1;
	walk_number(walk, sentence_text("field-reserved"), 1, 1,
		    sentence_text("field-it-means-nothing-and"));
	walk_add(walk, sentence_text("field-fragment-offset"), 2, 2,
		 WORDS(walk, "field-bytes", SLOT_NUMBER("bytes", offset)))
		->meaning = sentence_text("field-where-the-bytes-of");
	if (word & 1)
		walk_add(walk, sentence_text("field-more-fragments"), 3, 1,
			 sentence_text("field-set"))
			->meaning = sentence_text("field-the-datagram-goes-on");
	walk_number(walk, sentence_text("field-identification"), 4, 4,
		    sentence_text("field-the-fragments-of-one"));
}

/* Any other extension header, of `len` bytes. */
static void walk_extension(struct walk *walk, size_t len)
{
	walk_add(walk, sentence_text("field-header-length"), 1, 1,
		 WORDS(walk, "field-bytes", SLOT_NUMBER("bytes", len)))
		->meaning = sentence_text("field-counted-in-words-of-eight");
	if (walk->ip.protocol != IPPROTO_ROUTING) {
		walk_hex(walk, sentence_text("field-options"), 2, len - 2,
			 sentence_text("field-options-with-a-kind"));
		return;
	}
	walk->ip.is_rerouted = walk->bytes[walk->at + 3] > 0;
	walk_number(walk, sentence_text("field-routing-type"), 2, 1,
		    sentence_text("field-the-form-of-what"));
	walk_number(walk, sentence_text("field-segments-left"), 3, 1,
		    sentence_text("field-how-many-of-the"));
	walk_hex(walk, sentence_text("field-route"), 4, len - 4,
		 sentence_text("field-the-listed-nodes"));
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
		walk_add_protocol(
			walk, sentence_text("field-next-header"), 0,
			sentence_text("field-what-stands-behind-this"));
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
	walk_add(walk, sentence_text("field-version"), 0, 1, "6")->meaning =
		sentence_text("field-the-form-of-this-header");
	walk_add_class(walk, 0, 2, walk_get16(walk, 0) >> 4);
	walk_add(walk, sentence_text("field-flow-label"), 1, 3,
		 walk_text(walk, "0x%05x", walk_get32(walk, 0) & 0xfffff))
		->meaning = sentence_text("field-the-packets-of-one");
	walk_add_length(walk, sentence_text("field-payload-length"), 4,
			walk->at + 40 + walk_get16(walk, 4),
			sentence_text("field-of-all-that-follows"));
	walk_add_protocol(walk, sentence_text("field-next-header"), 6,
			  sentence_text("field-what-stands-behind-this"));
	walk_number(walk, sentence_text("field-hop-limit"), 7, 1,
		    sentence_text("field-each-router-on-the"));
	walk_add_address(walk, sentence_text("field-source"), AF_INET6, 8,
			 sentence_text("field-the-senders-address"));
	walk_add_address(walk, sentence_text("field-destination"), AF_INET6, 24,
			 sentence_text("field-the-address-it-is"));
	walk->ip.protocol = header[6];
	walk->ip.source = header + 8;
	walk->ip.target = header + 24;
	walk->ip.address_len = 16;
	walk_skip(walk, 40);
	if (walk_extensions(walk))
		walk_behind_ip(walk);
}
