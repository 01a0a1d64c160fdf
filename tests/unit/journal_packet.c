/* journal_packet: packets that were captured or made by hand, to one line each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "golden.h"
#include "journal/packet/flow.h"

#include <criterion/criterion.h>
#include <string.h>

enum { PACKET_MOST = 4096 };

/* The next packet of a .hex file: lines of digits up to an empty line; lines
 * that begin with # are comments. Returns its length, 0 at the end. */
static size_t next_packet(struct str *rest, unsigned char bytes[PACKET_MOST])
{
	struct str line;
	size_t len = 0;
	while (str_next_line(rest, &line)) {
		if (!line.len && len)
			break;
		if (line.len && line.data[0] == '#')
			continue;
		for (size_t i = 0; i + 1 < line.len; i += 2) {
			char digits[] = {line.data[i], line.data[i + 1], 0};
			cr_assert_lt(len, PACKET_MOST);
			bytes[len++] = (unsigned char)strtoul(digits, NULL, 16);
		}
	}
	return len;
}

static void print_line(const struct packet *packet, struct buf *out)
{
	address_print(&packet->from, out);
	buf_puts(out, " > ");
	address_print(&packet->to, out);
	buf_printf(out, " %s ", packet_protocol_word(packet));
	packet_print(packet, out);
	buf_putc(out, '\n');
}

/* Decodes from memory of exactly that size, so that AddressSanitizer sees any
 * read outside it. */
static bool decode_exactly(const unsigned char *bytes, size_t len,
			   struct packet *packet, struct err *err)
{
	unsigned char *exact = xmalloc(len);
	memcpy(exact, bytes, len);
	bool good = packet_decode(exact, len, packet, err);
	if (good && packet->len)
		cr_expect(packet->payload >= exact &&
			  packet->payload + packet->len <= exact + len);
	free(exact);
	return good;
}

static void check_file(const char *name)
{
	AUTO_FREE char *path = xprintf("tests/golden/packet/%s.hex", name);
	AUTO_FREE char *wanted = xprintf("tests/golden/packet/%s.out", name);
	AUTO_FREE char *text = golden_read(path);
	cr_assert(text, "%s", path);
	struct flows *flows = flows_new();
	struct str rest = str_from(text);
	struct buf out = {0};
	unsigned char bytes[PACKET_MOST];
	for (size_t len; (len = next_packet(&rest, bytes));) {
		struct packet packet;
		struct err err = {0};
		if (decode_exactly(bytes, len, &packet, &err)) {
			flow_note(flows, &packet);
			print_line(&packet, &out);
		} else {
			buf_printf(&out, "error: %s\n", err.text);
		}
	}
	golden_check(wanted, buf_text(&out));
	buf_done(&out);
	flows_free(flows);
}

static const char *const files[] = {
	"tcp-conversation", "udp",   "refused", "ipv6",
	"fragments",	    "marks", "options", "broken",
};

Test(packet, golden)
{
	for (size_t i = 0; i < COUNT(files); i++)
		check_file(files[i]);
}

Test(packet, what_is_cut_short_is_refused)
{
	AUTO_FREE char *text =
		golden_read("tests/golden/packet/tcp-conversation.hex");
	cr_assert(text);
	struct str rest = str_from(text);
	unsigned char bytes[PACKET_MOST];
	for (size_t len; (len = next_packet(&rest, bytes));) {
		for (size_t n = 0; n < len; n++) {
			struct packet packet;
			struct err err = {0};
			cr_expect(!decode_exactly(bytes, n, &packet, &err),
				  "%zu of %zu bytes", n, len);
			cr_expect(err.text[0]);
		}
	}
}

Test(packet, no_damage_makes_it_read_outside)
{
	for (size_t i = 0; i < COUNT(files); i++) {
		AUTO_FREE char *path =
			xprintf("tests/golden/packet/%s.hex", files[i]);
		AUTO_FREE char *text = golden_read(path);
		struct str rest = str_from(text);
		unsigned char bytes[PACKET_MOST];
		for (size_t len; (len = next_packet(&rest, bytes));) {
			for (size_t n = 0; n < len && n < 80; n++) {
				struct packet packet;
				struct err err = {0};
				unsigned char old = bytes[n];
				bytes[n] = (unsigned char)~old;
				decode_exactly(bytes, len, &packet, &err);
				bytes[n] = old;
			}
		}
	}
}

Test(packet, protocol_words)
{
	static const struct {
		int protocol;
		const char *word;
	} cases[] = {
		{IPPROTO_TCP, "tcp"},	{IPPROTO_UDP, "udp"},
		{IPPROTO_ICMP, "icmp"}, {IPPROTO_ICMPV6, "icmp6"},
		{IPPROTO_GRE, "47"},	{IPPROTO_SCTP, "132"},
		{IPPROTO_HOPOPTS, "0"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct packet packet = {.protocol = cases[i].protocol};
		cr_expect_str_eq(packet_protocol_word(&packet), cases[i].word);
	}
}

Test(packet, marks_read_back)
{
	unsigned mark = 1;
	for (; packet_mark_word(mark); mark *= 2) {
		struct str word = str_from(packet_mark_word(mark));
		cr_expect_eq(packet_mark_from_word(word), mark);
	}
	cr_expect_eq(mark, 2 * PACKET_CORRUPTED);
	cr_expect_eq(packet_mark_from_word(str_from("lost")), 0);
}

Test(packet, marks_stand_at_the_end)
{
	struct packet packet = {.protocol = IPPROTO_TCP,
				.flags = PACKET_PSH | PACKET_ACK,
				.rel_seq = 1,
				.rel_ack = 1,
				.len = 18,
				.marks = PACKET_RETRANSMISSION |
					 PACKET_ZERO_WINDOW};
	struct buf out = {0};
	packet_print(&packet, &out);
	cr_expect_str_eq(buf_text(&out),
			 "PSH-ACK seq 1 ack 1 len 18 [retransmission] "
			 "[zero window]");
	static const char *const counts[] = {"SYN seq 0", "SYN seq 0 [+1 copy]",
					     "SYN seq 0 [+2 copies]"};
	for (uint32_t copies = 0; copies < COUNT(counts); copies++) {
		packet = (struct packet){.protocol = IPPROTO_TCP,
					 .flags = PACKET_SYN,
					 .copies = copies};
		buf_clear(&out);
		packet_print(&packet, &out);
		cr_expect_str_eq(buf_text(&out), counts[copies]);
	}
	buf_done(&out);
}
