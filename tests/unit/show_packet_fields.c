/* show_packet_fields: the fields of packets, captured and made by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "journal/packet/flow.h"
#include "show/packet/packet_fields.h"

#include <criterion/criterion.h>
#include <string.h>

enum { PACKET_MOST = 4096 };

/* The next packet of a .hex file: lines of digits up to an empty line; lines
 * that begin with # are comments, the last of which is `about`. Returns its
 * length, 0 at the end. */
static size_t next_packet(struct str *rest, unsigned char bytes[PACKET_MOST],
			  struct str *about)
{
	struct str line;
	size_t len = 0;
	*about = str_from("#");
	while (str_next_line(rest, &line)) {
		if (!line.len && len)
			break;
		if (line.len && line.data[0] == '#') {
			*about = line;
			continue;
		}
		for (size_t i = 0; i + 1 < line.len; i += 2) {
			char digits[] = {line.data[i], line.data[i + 1], 0};
			cr_assert_lt(len, PACKET_MOST);
			bytes[len++] = (unsigned char)strtoul(digits, NULL, 16);
		}
	}
	return len;
}

static bool is_sentence(const char *text)
{
	size_t len = strlen(text);
	return len > 10 && text[len - 1] == '.' && text[0] >= 'A' &&
	       text[0] <= 'Z';
}

/* What holds for any bytes. */
static void check_list(const struct packet_field_list *list, size_t len,
		       const char *about)
{
	AUTO_FREE bool *told = xcalloc(len + 1, 1);
	size_t last = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct packet_field *field = &list->items[i];
		cr_assert(field->offset <= len &&
				  field->len <= len - field->offset,
			  "%s: %s %s: %zu+%zu of %zu", about, field->header,
			  field->name, field->offset, field->len, len);
		cr_assert(field->offset >= last, "%s: %s %s is out of order",
			  about, field->header, field->name);
		cr_assert(field->header[0] && field->name[0] && field->value);
		cr_assert(is_sentence(field->meaning), "%s: %s: %s", about,
			  field->name, field->meaning);
		memset(told + field->offset, true, field->len);
		last = field->offset;
	}
	for (size_t i = 0; i < len; i++)
		cr_assert(told[i], "%s: byte %zu of %zu is not told of", about,
			  i, len);
}

/* Reads from memory of exactly that size, so that AddressSanitizer sees any
 * read outside it. */
static void read_exactly(const unsigned char *bytes, size_t len,
			 struct flows *flows, struct packet_field_list *list,
			 const char *about)
{
	struct event_packet event = {.len = len};
	struct err err;
	unsigned char *exact = xmalloc(len ? len : 1);
	memcpy(exact, bytes, len);
	event.bytes = exact;
	if (packet_decode(exact, len, &event.packet, &err) && flows)
		flow_note(flows, &event.packet);
	packet_fields(&event, list);
	free(exact);
	check_list(list, len, about);
}

static void print_fields(const struct packet_field_list *list, struct buf *out)
{
	static const char *const checks[] = {
		[PACKET_FIELD_PLAIN] = "",
		[PACKET_FIELD_GOOD] = " [good]",
		[PACKET_FIELD_BAD] = " [BAD]",
	};
	const char *header = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct packet_field *field = &list->items[i];
		if (field->header != header)
			buf_printf(out, "%s\n", field->header);
		header = field->header;
		buf_printf(out, "%5zu+%-3zu %s: %s%s -- %s\n", field->offset,
			   field->len, field->name, field->value,
			   checks[field->check], field->meaning);
	}
}

static const char *const files[] = {
	"tcp-conversation", "udp",    "refused", "ipv6", "fragments", "marks",
	"options",	    "broken", "fields",
};

static void check_file(const char *name)
{
	AUTO_FREE char *path = xprintf("tests/golden/packet/%s.hex", name);
	AUTO_FREE char *wanted = xprintf("tests/golden/packet/%s.fields", name);
	AUTO_FREE char *text = golden_read(path);
	cr_assert(text, "%s", path);
	struct flows *flows = flows_new();
	struct str rest = str_from(text), about;
	struct buf out = {0};
	unsigned char bytes[PACKET_MOST];
	for (size_t len; (len = next_packet(&rest, bytes, &about));) {
		struct packet_field_list list = {0};
		read_exactly(bytes, len, flows, &list, name);
		buf_printf(&out, "%.*s\n", (int)about.len, about.data);
		print_fields(&list, &out);
		buf_putc(&out, '\n');
		packet_fields_done(&list);
	}
	golden_check(wanted, buf_text(&out));
	buf_done(&out);
	flows_free(flows);
}

Test(packet_fields, golden)
{
	for (size_t i = 0; i < COUNT(files); i++)
		check_file(files[i]);
}

static void each_packet(void (*check)(unsigned char *bytes, size_t len,
				      const char *name))
{
	for (size_t i = 0; i < COUNT(files); i++) {
		AUTO_FREE char *path =
			xprintf("tests/golden/packet/%s.hex", files[i]);
		AUTO_FREE char *text = golden_read(path);
		cr_assert(text, "%s", path);
		struct str rest = str_from(text), about;
		unsigned char bytes[PACKET_MOST];
		for (size_t len; (len = next_packet(&rest, bytes, &about));)
			check(bytes, len, files[i]);
	}
}

static void cut(unsigned char *bytes, size_t len, const char *name)
{
	// Long payloads are all alike.
	for (size_t n = 0; n < len && n < 200; n++) {
		struct packet_field_list list = {0};
		read_exactly(bytes, n, NULL, &list, name);
		packet_fields_done(&list);
	}
}

Test(packet_fields, whatever_is_cut_off_every_byte_is_told_of)
{
	each_packet(cut);
}

static void damage(unsigned char *bytes, size_t len, const char *name)
{
	static const unsigned char values[] = {0, 1, 0x40, 0x7f, 0xff};
	for (size_t n = 0; n < len && n < 120; n++) {
		unsigned char good = bytes[n];
		for (size_t i = 0; i < COUNT(values); i++) {
			struct packet_field_list list = {0};
			bytes[n] = values[i];
			read_exactly(bytes, len, NULL, &list, name);
			packet_fields_done(&list);
		}
		bytes[n] = good;
	}
}

Test(packet_fields, no_damage_makes_it_read_outside)
{
	each_packet(damage);
}

/* The checksum of `header`; NULL for none. */
static const struct packet_field *find(const struct packet_field_list *list,
				       const char *header, const char *name)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct packet_field *field = &list->items[i];
		if (!strcmp(field->header, header) &&
		    !strcmp(field->name, name))
			return field;
	}
	return NULL;
}

/* An odd number of bytes of data, so that the sum ends in half a word. */
static const unsigned char datagram[] = {
	0x45, 0, 0, 31, 0, 1,  0, 0, 64, 17, 0x66, 0xcb, 10,  0,   0,	1,
	10,   0, 0, 2,	0, 50, 0, 9, 0,	 11, 0x27, 0x38, 'a', 'b', 'c',
};

/* Each bit but those of the checksum itself changes the sum. */
Test(packet_fields, a_changed_bit_is_found_and_the_right_sum_told)
{
	for (size_t bit = 20 * 8; bit < sizeof(datagram) * 8; bit++) {
		unsigned char bytes[sizeof(datagram)];
		struct packet_field_list list = {0};
		memcpy(bytes, datagram, sizeof(bytes));
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		// The length is a fault of its own.
		if (bit / 8 == 24 || bit / 8 == 25)
			continue;
		read_exactly(bytes, sizeof(bytes), NULL, &list, "a bit");
		const struct packet_field *sum = find(&list, "UDP", "checksum");
		cr_assert(sum);
		cr_expect_eq(sum->check, PACKET_FIELD_BAD, "bit %zu", bit);
		if (bit / 8 == 26 || bit / 8 == 27)
			cr_expect(strstr(sum->meaning, "0x2738"), "%s",
				  sum->meaning);
		packet_fields_done(&list);
	}
}

Test(packet_fields, relative_numbers_come_from_the_flow)
{
	AUTO_FREE char *text =
		golden_read("tests/golden/packet/tcp-conversation.hex");
	struct str rest = str_from(text), about;
	struct flows *flows = flows_new();
	unsigned char bytes[PACKET_MOST];
	size_t len, count = 0;
	while ((len = next_packet(&rest, bytes, &about)) && count < 2) {
		struct packet_field_list list = {0};
		read_exactly(bytes, len, flows, &list, "flow");
		const struct packet_field *seq =
			find(&list, "TCP", "sequence number");
		cr_assert(seq);
		cr_expect(strstr(seq->value, " (0 relative)"), "%s",
			  seq->value);
		packet_fields_done(&list);
		count++;
	}
	cr_expect_eq(count, 2);
	flows_free(flows);
}
