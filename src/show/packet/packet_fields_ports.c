/* packet_fields_ports: the fields of TCP and UDP.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * See RFC 9293 (TCP), 7323 (window scale, timestamps), 2018 (SACK), 768 (UDP).
 */
#include "base/sentence.h"
#include "show/packet/packet_walk.h"

#include <string.h>

static void add_ports(struct walk *walk)
{
	walk_number(walk, sentence_text("field-source-port"), 0, 2,
		    sentence_text("field-the-senders-socket"));
	walk_number(walk, sentence_text("field-destination-port"), 2, 2,
		    sentence_text("field-the-socket-it-is"));
}

/* --- UDP -------------------------------------------------------------------
 */

static void add_udp_length(struct walk *walk)
{
	size_t len = walk_get16(walk, 4), left = walk->end - walk->at;
	struct packet_field *field =
		walk_add(walk, sentence_text("field-length"), 4, 2,
			 WORDS(walk, "field-bytes", SLOT_NUMBER("bytes", len)));
	field->meaning = sentence_text("field-of-this-header-and-the");
	if (walk->ip.is_part) {
		field->meaning = sentence_text("field-of-this-header-and-all");
	} else if (len < 8 || (len > left && !walk->is_cut)) {
		field->check = PACKET_FIELD_BAD;
		field->meaning = WORDS(walk, "field-length-wrong",
				       SLOT_NUMBER("bytes", left));
	}
}

void walk_udp(struct walk *walk)
{
	walk_enter(walk, "UDP");
	if (!walk_has(walk, 8))
		return;
	size_t end = walk->end, len = walk_get16(walk, 4);
	add_ports(walk);
	add_udp_length(walk);
	if (len >= 8 && walk->at + len < end && !walk->ip.is_part)
		walk->end = walk->at + len;
	if (!walk_get16(walk, 6))
		walk_hex(walk, sentence_text("field-checksum"), 6, 2,
			 walk->ip.address_len == 4
				 ? sentence_text("field-the-sender-made-none")
				 : sentence_text(
					   "field-the-sender-made-none-which"));
	else
		walk_checksum_rest(
			walk, 6, true,
			sentence_text("field-addresses-header-and-data"));
	walk_skip(walk, 8);
	walk_data(walk, walk->ip.is_part
				? sentence_text("field-the-beginning-of-one")
				: sentence_text("field-one-datagram-as-the"));
	walk->end = end;
	walk_data(walk, sentence_text("field-bytes-behind-the-datagram"));
}

/* --- options of TCP --------------------------------------------------------
 */

/* Adds an option of `len` bytes at `offset`, whose length is right. */
typedef void option_fn(struct walk *walk, size_t offset, size_t len);

static void add_size(struct walk *walk, size_t offset, size_t len)
{
	walk_add(walk, sentence_text("field-maximum-segment-size"), offset, len,
		 WORDS(walk, "field-bytes",
		       SLOT_NUMBER("bytes", walk_get16(walk, offset + 2))))
		->meaning = sentence_text("field-the-most-data-that");
}

static void add_scale(struct walk *walk, size_t offset, size_t len)
{
	unsigned shift = walk->bytes[walk->at + offset + 2];
	// More than 14 counts as 14.
	unsigned times = 1u << (shift < 14 ? shift : 14);
	walk_add(walk, sentence_text("field-window-scale"), offset, len,
		 walk_text(walk, "%u", shift))
		->meaning =
		WORDS(walk, "field-scaled", SLOT_NUMBER("times", times));
}

static void add_sack_permitted(struct walk *walk, size_t offset, size_t len)
{
	walk_add(walk, sentence_text("field-sack-permitted"), offset, len,
		 sentence_text("field-yes"))
		->meaning = sentence_text("field-the-other-side-may");
}

static void add_sack(struct walk *walk, size_t offset, size_t len)
{
	struct buf text = {0};
	for (size_t i = 2; i + 8 <= len; i += 8)
		buf_printf(&text, "%s%u-%u", i > 2 ? ", " : "",
			   walk_get32(walk, offset + i),
			   walk_get32(walk, offset + i + 4));
	walk_add(walk, "SACK", offset, len, walk_text(walk, "%s", text.data))
		->meaning = sentence_text("field-bytes-that-came-although");
	buf_done(&text);
}

static void add_timestamps(struct walk *walk, size_t offset, size_t len)
{
	walk_add(walk, sentence_text("field-timestamps"), offset, len,
		 WORDS(walk, "field-clocks",
		       SLOT_NUMBER("value", walk_get32(walk, offset + 2)),
		       SLOT_NUMBER("echo", walk_get32(walk, offset + 6))))
		->meaning = sentence_text("field-the-senders-clock-and");
}

static void add_timeout(struct walk *walk, size_t offset, size_t len)
{
	unsigned word = walk_get16(walk, offset + 2);
	walk_add(walk, sentence_text("field-user-timeout"), offset, len,
		 WORDS(walk, word & 0x8000 ? "field-minutes" : "field-seconds",
		       SLOT_NUMBER("time", word & 0x7fff)))
		->meaning = sentence_text("field-how-long-the-sender");
}

static void add_cookie(struct walk *walk, size_t offset, size_t len)
{
	if (len > 2)
		walk_hex(walk, sentence_text("field-fast-open-cookie"), offset,
			 len, sentence_text("field-it-proves-that-the"));
	else
		walk_add(walk, sentence_text("field-fast-open-cookie"), offset,
			 len, sentence_text("field-asked-for"))
			->meaning = sentence_text("field-the-client-asks-for");
}

/* `least` and `most` bytes, kind and length included. */
static const struct tcp_option {
	int kind;
	size_t least, most;
	const char *name, *meaning; /* when there is no function */
	option_fn *add;
} tcp_options[] = {
	{2, 4, 4, NULL, NULL, add_size},
	{3, 3, 3, NULL, NULL, add_scale},
	{4, 2, 2, NULL, NULL, add_sack_permitted},
	{5, 10, 34, NULL, NULL, add_sack},
	{8, 10, 10, NULL, NULL, add_timestamps},
	{19, 18, 18, SENTENCE_ID("field-md5-signature"),
	 SENTENCE_ID("field-a-digest-of-the"), NULL},
	{28, 4, 4, NULL, NULL, add_timeout},
	{29, 4, 40, SENTENCE_ID("field-authentication"),
	 SENTENCE_ID("field-a-digest-of-the"), NULL},
	{30, 3, 40, SENTENCE_ID("field-multipath"),
	 SENTENCE_ID("field-one-connection-over-several"), NULL},
	{34, 2, 18, NULL, NULL, add_cookie},
};

static void add_unknown_option(struct walk *walk, size_t offset, size_t len)
{
	int kind = walk->bytes[walk->at + offset];
	walk_hex(walk, WORDS(walk, "field-option", SLOT_NUMBER("kind", kind)),
		 offset, len, sentence_text("field-an-option-that-has-no"));
}

static void add_tcp_option(struct walk *walk, size_t offset, size_t len)
{
	int kind = walk->bytes[walk->at + offset];
	for (size_t i = 0; i < COUNT(tcp_options); i++) {
		const struct tcp_option *option = &tcp_options[i];
		if (option->kind != kind || len < option->least ||
		    len > option->most)
			continue;
		if (option->add)
			option->add(walk, offset, len);
		else
			walk_hex(walk, sentence_text(option->name), offset, len,
				 sentence_text(option->meaning));
		return;
	}
	add_unknown_option(walk, offset, len);
}

static void add_tcp_options(struct walk *walk, size_t header_len)
{
	if (header_len > 20)
		walk_enter(walk, sentence_text("field-tcp-options"));
	for (size_t offset = 20, len; offset < header_len; offset += len) {
		int kind = walk->bytes[walk->at + offset];
		size_t left = header_len - offset;
		len = 1;
		if (kind == 0) {
			len = left;
			walk_hex(
				walk, sentence_text("field-end-of-options"),
				offset, len,
				sentence_text("field-what-follows-only-fills"));
			continue;
		}
		if (kind == 1) {
			walk_add(walk, sentence_text("field-no-operation"),
				 offset, len, "")
				->meaning =
				sentence_text("field-it-only-moves-the");
			continue;
		}
		len = left > 1 ? walk->bytes[walk->at + offset + 1] : 0;
		if (len < 2 || len > left) {
			len = left;
			walk_bad_option(walk, offset, len);
			continue;
		}
		add_tcp_option(walk, offset, len);
	}
}

/* --- TCP -------------------------------------------------------------------
 */

static const struct walk_flag tcp_flags[] = {
	{0x80, SENTENCE_ID("field-flag-cwr"),
	 SENTENCE_ID("field-the-sender-has-slowed")},
	{0x40, SENTENCE_ID("field-flag-ece"),
	 SENTENCE_ID("field-a-router-on-the")},
	{0x20, SENTENCE_ID("field-flag-urg"),
	 SENTENCE_ID("field-the-urgent-pointer-counts")},
	{0x10, SENTENCE_ID("field-flag-ack"),
	 SENTENCE_ID("field-the-acknowledgement-number-counts")},
	{0x08, SENTENCE_ID("field-flag-psh"),
	 SENTENCE_ID("field-the-sender-has-no")},
	{0x04, SENTENCE_ID("field-flag-rst"),
	 SENTENCE_ID("field-the-connection-is-over")},
	{0x02, SENTENCE_ID("field-flag-syn"),
	 SENTENCE_ID("field-a-side-begins-its")},
	{0x01, SENTENCE_ID("field-flag-fin"),
	 SENTENCE_ID("field-a-side-ends-it")},
};

/* "1234567 (0 relative)"; inside a quotation only what is on the wire. */
static const char *sequence_text(struct walk *walk, size_t offset,
				 uint32_t relative)
{
	uint32_t number = walk_get32(walk, offset);
	if (walk->is_quoted)
		return walk_text(walk, "%u", number);
	return WORDS(walk, "field-relative", SLOT_NUMBER("number", number),
		     SLOT_NUMBER("relative", relative));
}

static void add_sequence(struct walk *walk)
{
	const struct packet *packet = &walk->packet->packet;
	bool is_ack = walk->bytes[walk->at + 13] & PACKET_ACK;
	walk_add(walk, sentence_text("field-sequence-number"), 4, 4,
		 sequence_text(walk, 4, packet->rel_seq))
		->meaning = sentence_text("field-the-number-of-the");
	if (is_ack)
		walk_add(walk, sentence_text("field-acknowledgement"), 8, 4,
			 sequence_text(walk, 8, packet->rel_ack))
			->meaning =
			sentence_text("field-the-number-of-the-next");
	else
		walk_number(walk, sentence_text("field-acknowledgement"), 8, 4,
			    sentence_text("field-it-means-nothing-without"));
}

static void add_tcp_flags(struct walk *walk)
{
	unsigned value = walk_get16(walk, 12) & 0x0fff;
	walk_add(walk, sentence_text("field-flags"), 12, 2,
		 walk_text(walk, "0x%03x", value))
		->meaning = sentence_text("field-what-kind-of-segment");
	if (value & 0x100)
		walk_add(walk, "AE", 12, 1, sentence_text("field-set"))
			->meaning = sentence_text("field-part-of-a-finer");
	walk_flags(walk, tcp_flags, COUNT(tcp_flags), 13, value & 0xff);
}

static void add_window(struct walk *walk)
{
	bool is_syn = walk->bytes[walk->at + 13] & PACKET_SYN;
	unsigned window = walk_get16(walk, 14);
	const char *meaning =
		is_syn ? sentence_text("field-bytes-that-the-sender")
		       : sentence_text("field-bytes-that-the-sender-has");
	if (!window)
		meaning = sentence_text("field-the-sender-has-no-room");
	walk_number(walk, sentence_text("field-window"), 14, 2, meaning);
}

/* What stands in front of the options. */
static void add_tcp_header(struct walk *walk, size_t header_len)
{
	add_ports(walk);
	add_sequence(walk);
	struct packet_field *field = walk_add(
		walk, sentence_text("field-header-length"), 12, 1,
		WORDS(walk, "field-bytes", SLOT_NUMBER("bytes", header_len)));
	field->meaning =
		header_len > 20
			? sentence_text("field-options-stand-behind-the")
			: sentence_text("field-counted-in-words-of");
	if (header_len < 20) {
		field->check = PACKET_FIELD_BAD;
		field->meaning = sentence_text("field-no-tcp-header-is");
	}
	add_tcp_flags(walk);
	add_window(walk);
	walk_checksum_rest(walk, 16, true,
			   sentence_text("field-addresses-header-and-data"));
	bool is_urgent = walk->bytes[walk->at + 13] & PACKET_URG;
	walk_number(walk, sentence_text("field-urgent-pointer"), 18, 2,
		    is_urgent ? sentence_text("field-where-the-urgent-data")
			      : sentence_text(
					"field-it-means-nothing-without-the"));
}

/* A quotation may have the first 8 bytes only. */
static void walk_tcp_beginning(struct walk *walk)
{
	add_ports(walk);
	walk_add(walk, sentence_text("field-sequence-number"), 4, 4,
		 sequence_text(walk, 4, 0))
		->meaning = sentence_text("field-the-number-of-the");
	walk_skip(walk, 8);
	walk_has(walk, 12);
}

void walk_tcp(struct walk *walk)
{
	walk_enter(walk, "TCP");
	size_t left = walk->end - walk->at;
	if (walk->is_quoted && left >= 8 && left < 20) {
		walk_tcp_beginning(walk);
		return;
	}
	if (!walk_has(walk, 20))
		return;
	size_t header_len = (size_t)(walk->bytes[walk->at + 12] >> 4) * 4;
	add_tcp_header(walk, header_len);
	if (header_len < 20)
		header_len = 20;
	if (header_len > left) {
		walk_skip(walk, 20);
		walk_has(walk, header_len - 20);
		return;
	}
	add_tcp_options(walk, header_len);
	walk_skip(walk, header_len);
	walk_data(walk, sentence_text("field-bytes-of-the-stream"));
}
