/* packet_fields_ports: the fields of TCP and UDP.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * See RFC 9293 (TCP), 7323 (window scale, timestamps), 2018 (SACK), 768 (UDP).
 */
#include "show/packet/packet_walk.h"

#include <string.h>

static void add_ports(struct walk *walk)
{
	walk_number(walk, "source port", 0, 2, "The sender's socket.");
	walk_number(walk, "destination port", 2, 2, "The socket it is for.");
}

/* --- UDP -------------------------------------------------------------------
 */

static void add_udp_length(struct walk *walk)
{
	size_t len = walk_get16(walk, 4), left = walk->end - walk->at;
	struct packet_field *field = walk_add(
		walk, "length", 4, 2, walk_text(walk, "%zu bytes", len));
	field->meaning = "Of this header and the data.";
	if (walk->ip.is_part) {
		field->meaning = "Of this header and all the data, of which "
				 "the other fragments have the rest.";
	} else if (len < 8 || (len > left && !walk->is_cut)) {
		field->check = PACKET_FIELD_BAD;
		field->meaning = walk_text(
			walk, "It is wrong: there are %zu bytes.", left);
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
		walk_hex(walk, "checksum", 6, 2,
			 walk->ip.address_len == 4
				 ? "The sender made none, as it may over IPv4."
				 : "The sender made none, which only tunnels "
				   "may over IPv6.");
	else
		walk_checksum_rest(walk, 6, true, "addresses, header and data");
	walk_skip(walk, 8);
	walk_data(walk, walk->ip.is_part
				? "The beginning of one datagram, cut in "
				  "fragments on the way."
				: "One datagram, as the sender gave it to the "
				  "kernel in one call.");
	walk->end = end;
	walk_data(walk, "Bytes behind the datagram, which nobody reads.");
}

/* --- options of TCP --------------------------------------------------------
 */

/* Adds an option of `len` bytes at `offset`, whose length is right. */
typedef void option_fn(struct walk *walk, size_t offset, size_t len);

static void add_size(struct walk *walk, size_t offset, size_t len)
{
	walk_add(walk, "maximum segment size", offset, len,
		 walk_text(walk, "%u bytes", walk_get16(walk, offset + 2)))
		->meaning = "The most data that the sender of this takes in "
			    "one segment; only SYNs say it.";
}

static void add_scale(struct walk *walk, size_t offset, size_t len)
{
	unsigned shift = walk->bytes[walk->at + offset + 2];
	// More than 14 counts as 14.
	unsigned times = 1u << (shift < 14 ? shift : 14);
	walk_add(walk, "window scale", offset, len,
		 walk_text(walk, "%u", shift))
		->meaning = walk_text(
		walk,
		"Windows that this side announces count %u times, when both "
		"SYNs have this option.",
		times);
}

static void add_sack_permitted(struct walk *walk, size_t offset, size_t len)
{
	walk_add(walk, "SACK permitted", offset, len, "yes")->meaning =
		"The other side may tell which bytes behind a gap it has; only "
		"SYNs say it.";
}

static void add_sack(struct walk *walk, size_t offset, size_t len)
{
	struct buf text = {0};
	for (size_t i = 2; i + 8 <= len; i += 8)
		buf_printf(&text, "%s%u-%u", i > 2 ? ", " : "",
			   walk_get32(walk, offset + i),
			   walk_get32(walk, offset + i + 4));
	walk_add(walk, "SACK", offset, len, walk_text(walk, "%s", text.data))
		->meaning = "Bytes that came although some before them are "
			    "missing, from and up to before, as on the wire.";
	buf_done(&text);
}

static void add_timestamps(struct walk *walk, size_t offset, size_t len)
{
	walk_add(walk, "timestamps", offset, len,
		 walk_text(walk, "value %u, echo %u",
			   walk_get32(walk, offset + 2),
			   walk_get32(walk, offset + 6)))
		->meaning = "The sender's clock, and the latest that it saw of "
			    "the other's, from which that one measures the "
			    "round trip.";
}

static void add_timeout(struct walk *walk, size_t offset, size_t len)
{
	unsigned word = walk_get16(walk, offset + 2);
	walk_add(walk, "user timeout", offset, len,
		 walk_text(walk, "%u %s", word & 0x7fff,
			   word & 0x8000 ? "minutes" : "seconds"))
		->meaning = "How long the sender waits for an acknowledgement "
			    "before it gives up.";
}

static void add_cookie(struct walk *walk, size_t offset, size_t len)
{
	if (len > 2)
		walk_hex(walk, "fast open cookie", offset, len,
			 "It proves that the client was here before, so that "
			 "its SYN may carry data.");
	else
		walk_add(walk, "fast open cookie", offset, len, "asked for")
			->meaning = "The client asks for a cookie with which "
				    "its next SYN may carry data.";
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
	{19, 18, 18, "MD5 signature",
	 "A digest of the segment and a shared secret, as routers use.", NULL},
	{28, 4, 4, NULL, NULL, add_timeout},
	{29, 4, 40, "authentication",
	 "A digest of the segment and a shared secret, as routers use.", NULL},
	{30, 3, 40, "multipath",
	 "One connection over several paths is set up or kept.", NULL},
	{34, 2, 18, NULL, NULL, add_cookie},
};

static void add_unknown_option(struct walk *walk, size_t offset, size_t len)
{
	int kind = walk->bytes[walk->at + offset];
	walk_hex(walk, walk_text(walk, "option %d", kind), offset, len,
		 "An option that has no words here; a kernel that does not "
		 "know it skips it.");
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
			walk_hex(walk, option->name, offset, len,
				 option->meaning);
		return;
	}
	add_unknown_option(walk, offset, len);
}

static void add_tcp_options(struct walk *walk, size_t header_len)
{
	if (header_len > 20)
		walk_enter(walk, "TCP options");
	for (size_t offset = 20, len; offset < header_len; offset += len) {
		int kind = walk->bytes[walk->at + offset];
		size_t left = header_len - offset;
		len = 1;
		if (kind == 0) {
			len = left;
			walk_hex(walk, "end of options", offset, len,
				 "What follows only fills the header up.");
			continue;
		}
		if (kind == 1) {
			walk_add(walk, "no operation", offset, len, "")
				->meaning = "It only moves the next option "
					    "into place.";
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
	{0x80, "CWR", "The sender has slowed down, as it was told by ECE."},
	{0x40, "ECE",
	 "A router on the way marked congestion; in a SYN, the sender "
	 "understands such marks."},
	{0x20, "URG", "The urgent pointer counts."},
	{0x10, "ACK", "The acknowledgement number counts."},
	{0x08, "PSH",
	 "The sender has no more data at the moment: the receiver need not "
	 "wait for more."},
	{0x04, "RST", "The connection is over at once, and is forgotten."},
	{0x02, "SYN", "A side begins: its sequence numbers count from here."},
	{0x01, "FIN", "A side ends: it sends no more data."},
};

/* "1234567 (0 relative)"; inside a quotation only what is on the wire. */
static const char *sequence_text(struct walk *walk, size_t offset,
				 uint32_t relative)
{
	uint32_t number = walk_get32(walk, offset);
	if (walk->is_quoted)
		return walk_text(walk, "%u", number);
	return walk_text(walk, "%u (%u relative)", number, relative);
}

static void add_sequence(struct walk *walk)
{
	const struct packet *packet = &walk->packet->packet;
	bool is_ack = walk->bytes[walk->at + 13] & PACKET_ACK;
	walk_add(walk, "sequence number", 4, 4,
		 sequence_text(walk, 4, packet->rel_seq))
		->meaning =
		"The number of the first byte here; a SYN and a FIN count as "
		"one byte each.";
	if (is_ack)
		walk_add(walk, "acknowledgement", 8, 4,
			 sequence_text(walk, 8, packet->rel_ack))
			->meaning = "The number of the next byte that the "
				    "sender expects: all before it came.";
	else
		walk_number(walk, "acknowledgement", 8, 4,
			    "It means nothing without the flag ACK.");
}

static void add_tcp_flags(struct walk *walk)
{
	unsigned value = walk_get16(walk, 12) & 0x0fff;
	walk_add(walk, "flags", 12, 2, walk_text(walk, "0x%03x", value))
		->meaning = "What kind of segment it is.";
	if (value & 0x100)
		walk_add(walk, "AE", 12, 1, "set")->meaning =
			"Part of a finer account of congestion marks.";
	walk_flags(walk, tcp_flags, COUNT(tcp_flags), 13, value & 0xff);
}

static void add_window(struct walk *walk)
{
	bool is_syn = walk->bytes[walk->at + 13] & PACKET_SYN;
	unsigned window = walk_get16(walk, 14);
	const char *meaning =
		is_syn ? "Bytes that the sender has room for; in a SYN it is "
			 "never scaled."
		       : "Bytes that the sender has room for, times its window "
			 "scale, if its SYN had one.";
	if (!window)
		meaning = "The sender has no room: the other side must wait.";
	walk_number(walk, "window", 14, 2, meaning);
}

/* What stands in front of the options. */
static void add_tcp_header(struct walk *walk, size_t header_len)
{
	add_ports(walk);
	add_sequence(walk);
	struct packet_field *field =
		walk_add(walk, "header length", 12, 1,
			 walk_text(walk, "%zu bytes", header_len));
	field->meaning = header_len > 20 ? "Options stand behind the usual 20."
					 : "Counted in words of four bytes; "
					   "without options it is 20.";
	if (header_len < 20) {
		field->check = PACKET_FIELD_BAD;
		field->meaning = "No TCP header is that short.";
	}
	add_tcp_flags(walk);
	add_window(walk);
	walk_checksum_rest(walk, 16, true, "addresses, header and data");
	bool is_urgent = walk->bytes[walk->at + 13] & PACKET_URG;
	walk_number(walk, "urgent pointer", 18, 2,
		    is_urgent ? "Where the urgent data ends, counted from the "
				"sequence number."
			      : "It means nothing without the flag URG.");
}

/* A quotation may have the first 8 bytes only. */
static void walk_tcp_beginning(struct walk *walk)
{
	add_ports(walk);
	walk_add(walk, "sequence number", 4, 4, sequence_text(walk, 4, 0))
		->meaning = "The number of the first byte here; a SYN and a "
			    "FIN count as one byte each.";
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
	walk_data(walk, "Bytes of the stream; where one call's end and "
			"another's begin is not told.");
}
