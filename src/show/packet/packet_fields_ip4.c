/* packet_fields_ip4: the fields of IPv4, see RFC 791.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "journal/packet/checksum.h"
#include "show/packet/packet_walk.h"

static const struct walk_flag ipv4_flags[] = {
	{0x80, SENTENCE_ID("field-reserved"),
	 SENTENCE_ID("field-this-bit-must-be")},
	{0x40, SENTENCE_ID("field-dont-fragment"),
	 SENTENCE_ID("field-a-router-that-cannot")},
	{0x20, SENTENCE_ID("field-more-fragments"),
	 SENTENCE_ID("field-this-is-a-fragment")},
};

static const struct {
	int kind;
	const char *name, *meaning;
} ipv4_options[] = {
	{0, SENTENCE_ID("field-end-of-options"),
	 SENTENCE_ID("field-what-follows-only-fills")},
	{1, SENTENCE_ID("field-no-operation"),
	 SENTENCE_ID("field-it-only-moves-the")},
	{7, SENTENCE_ID("field-record-route"),
	 SENTENCE_ID("field-routers-on-the-way")},
	{68, SENTENCE_ID("field-timestamps"),
	 SENTENCE_ID("field-routers-on-the-way-write")},
	{131, SENTENCE_ID("field-loose-source-route"),
	 SENTENCE_ID("field-the-packet-must-pass")},
	{137, SENTENCE_ID("field-strict-source-route"),
	 SENTENCE_ID("field-the-packet-must-pass-through")},
	{148, SENTENCE_ID("field-router-alert"),
	 SENTENCE_ID("field-routers-should-look-into")},
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
			walk_hex(walk, sentence_text(ipv4_options[i].name),
				 offset, len,
				 sentence_text(ipv4_options[i].meaning));
			return;
		}
	}
	walk_hex(walk, WORDS(walk, "field-option", SLOT_NUMBER("kind", kind)),
		 offset, len, sentence_text("field-an-option-that-has"));
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
	walk_number(walk, sentence_text("field-identification"), 4, 2,
		    sentence_text("field-the-fragments-of-one"));
	walk_add(walk, sentence_text("field-flags"), 6, 1,
		 walk_text(walk, "0x%x", word >> 13))
		->meaning = sentence_text("field-three-bits-about-fragments");
	walk_flags(walk, ipv4_flags, COUNT(ipv4_flags), 6, word >> 8);
	walk_add(walk, sentence_text("field-fragment-offset"), 6, 2,
		 WORDS(walk, "field-bytes", SLOT_NUMBER("bytes", offset)))
		->meaning =
		walk->ip.is_later
			? sentence_text("field-where-the-bytes-of")
			: sentence_text("field-the-bytes-begin-where");
}

static size_t add_ipv4_header_length(struct walk *walk)
{
	size_t len = (size_t)(walk->bytes[walk->at] & 15) * 4;
	struct packet_field *field =
		walk_add(walk, sentence_text("field-header-length"), 0, 1,
			 WORDS(walk, "field-bytes", SLOT_NUMBER("bytes", len)));
	field->meaning =
		len > 20 ? sentence_text("field-options-stand-behind-the")
			 : sentence_text("field-counted-in-words-of");
	if (len >= 20)
		return len;
	field->check = PACKET_FIELD_BAD;
	field->meaning = sentence_text("field-no-ipv4-header-is");
	return 20;
}

/* It covers the header, which may be cut short. */
static void add_ipv4_checksum(struct walk *walk, size_t header_len)
{
	const unsigned char *header = walk->bytes + walk->at;
	if (header_len > walk->end - walk->at) {
		walk_hex(walk, sentence_text("field-checksum"), 10, 2,
			 sentence_text("field-it-covers-the-header"));
		return;
	}
	uint32_t sum =
		checksum_add(0, header, header_len) - walk_get16(walk, 10);
	walk_checksum(walk, 10, checksum_fold(sum),
		      sentence_text("field-this-header-alone"));
}

/* The 20 bytes that every header has. Returns its whole length. */
static size_t add_ipv4(struct walk *walk)
{
	walk_add(walk, sentence_text("field-version"), 0, 1, "4")->meaning =
		sentence_text("field-the-form-of-this");
	size_t header_len = add_ipv4_header_length(walk);
	walk_add_class(walk, 1, 1, walk->bytes[walk->at + 1]);
	size_t total = walk_get16(walk, 2);
	walk_add_length(walk, sentence_text("field-total-length"), 2,
			walk->at + (total < header_len ? header_len : total),
			sentence_text("field-of-this-header-and"));
	add_ipv4_fragment(walk);
	walk_number(walk, sentence_text("field-time-to-live"), 8, 1,
		    sentence_text("field-each-router-on-the"));
	walk_add_protocol(walk, sentence_text("field-protocol"), 9,
			  sentence_text("field-what-stands-behind-this"));
	add_ipv4_checksum(walk, header_len);
	walk_add_address(walk, sentence_text("field-source"), AF_INET, 12,
			 sentence_text("field-the-senders-address"));
	walk_add_address(walk, sentence_text("field-destination"), AF_INET, 16,
			 sentence_text("field-the-address-it-is"));
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
