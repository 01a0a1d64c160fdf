/* show_pcapng: a journal as a capture file, taken apart again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/parse.h"
#include "golden.h"
#include "journal/save/save.h"
#include "show/export/pcapng.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define WALL UINT64_C(1767323045678901000)
#define MS UINT64_C(1000000)

/* --- reading ---------------------------------------------------------------
 */

struct packet_block {
	unsigned interface;
	uint64_t time;
	size_t len;
	const unsigned char *bytes;
	char comment[1024];
	unsigned flags;
};

struct file {
	struct buf bytes;
	size_t sections, interfaces, count;
	char names[8][64];
	struct packet_block packets[64];
};

static uint32_t get(const unsigned char *data, size_t len)
{
	uint32_t number = 0;
	for (size_t i = len; i > 0; i--)
		number = number << 8 | data[i - 1];
	return number;
}

/* The value of an option between `data` and `end`, with its length. */
static const unsigned char *option(const unsigned char *data,
				   const unsigned char *end, unsigned code,
				   size_t *len)
{
	while (data + 4 <= end) {
		unsigned found = get(data, 2);
		*len = get(data + 2, 2);
		if (found == code)
			return data + 4;
		if (!found)
			break;
		data += 4 + (*len + 3) / 4 * 4;
	}
	cr_assert(!get(data, 2) && data + 4 == end,
		  "the options do not end where the block does");
	return NULL;
}

static void copy_text(char *to, size_t size, const unsigned char *data,
		      size_t len)
{
	cr_assert(data && len < size);
	memcpy(to, data, len);
	to[len] = '\0';
}

static void read_interface(struct file *file, const unsigned char *block,
			   const unsigned char *end)
{
	size_t len;
	cr_expect_eq(get(block + 8, 2), 101);
	cr_assert(file->interfaces < COUNT(file->names));
	const unsigned char *name = option(block + 16, end, 2, &len);
	copy_text(file->names[file->interfaces++], sizeof(file->names[0]), name,
		  len);
	const unsigned char *resolution = option(block + 16, end, 9, &len);
	cr_assert(resolution && len == 1);
	cr_expect_eq(*resolution, 9);
}

static void read_packet(struct file *file, const unsigned char *block,
			const unsigned char *end)
{
	cr_assert(file->count < COUNT(file->packets));
	struct packet_block *packet = &file->packets[file->count++];
	size_t len;
	packet->interface = get(block + 8, 4);
	cr_expect(packet->interface < file->interfaces);
	packet->time = (uint64_t)get(block + 12, 4) << 32 | get(block + 16, 4);
	packet->len = get(block + 20, 4);
	cr_expect_eq(get(block + 24, 4), packet->len);
	packet->bytes = block + 28;
	const unsigned char *options = block + 28 + (packet->len + 3) / 4 * 4;
	const unsigned char *comment = option(options, end, 1, &len);
	copy_text(packet->comment, sizeof(packet->comment), comment, len);
	const unsigned char *flags = option(options, end, 2, &len);
	cr_assert(flags && len == 4);
	packet->flags = get(flags, 4);
}

static void read_section(struct file *file, const unsigned char *block,
			 const unsigned char *end)
{
	size_t len;
	char program[64];
	cr_expect_eq(get(block + 8, 4), 0x1a2b3c4d);
	cr_expect_eq(get(block + 12, 2), 1, "major version");
	cr_expect_eq(get(block + 14, 2), 0, "minor version");
	const unsigned char *name = option(block + 24, end, 4, &len);
	copy_text(program, sizeof(program), name, len);
	cr_expect_str_eq(program, "sockstep");
	file->sections++;
	file->interfaces = 0;
}

static void read_file(struct file *file)
{
	const unsigned char *data = (const unsigned char *)file->bytes.data;
	size_t rest = file->bytes.len;
	while (rest) {
		cr_assert(rest >= 12, "%zu bytes are left", rest);
		size_t len = get(data + 4, 4);
		cr_assert(len >= 12 && len % 4 == 0 && len <= rest,
			  "a block of %zu in %zu", len, rest);
		cr_assert_eq(get(data + len - 4, 4), len);
		const unsigned char *end = data + len - 4;
		uint32_t type = get(data, 4);
		if (type == 0x0a0d0d0a)
			read_section(file, data, end);
		else if (type == 1)
			read_interface(file, data, end);
		else if (type == 6)
			read_packet(file, data, end);
		else
			cr_assert_fail("a block of type %u", type);
		data += len;
		rest -= len;
	}
}

static void print(struct file *file, const struct journal *journal,
		  size_t begin, size_t end)
{
	pcapng_print(journal, begin, end, &file->bytes);
	read_file(file);
}

/* --- a story with two hosts ------------------------------------------------
 */

static void append(struct journal *journal, uint64_t time, struct event event)
{
	event.time = time;
	journal_append(journal, &event);
}

static void bear(struct journal *journal, const char *actor, const char *host)
{
	append(journal, MS,
	       (struct event){.kind = EVENT_ACTOR,
			      .as.actor = {.actor = actor, .host = host}});
}

static void enter(struct journal *journal, const char *actor, const char *text)
{
	struct arena arena = {0};
	struct event event = {.kind = EVENT_CALL,
			      .as.call = {.actor = actor, .id = 1}};
	struct err err;
	size_t column;
	cr_assert(call_parse(str_from(text), &arena, &event.as.call.call,
			     &column, &err),
		  "%s", err.text);
	append(journal, MS, event);
	arena_done(&arena);
}

/* A whole UDP datagram of three bytes. */
static const unsigned char bytes[] = {
	0x45, 0, 0, 31, 0, 1,  0, 0, 64, 17, 0, 0, 10,	0,   0,	  1,
	10,   0, 0, 2,	0, 50, 0, 9, 0,	 11, 0, 0, 'a', 'b', 'c',
};

static void send_packet(struct journal *journal, uint64_t time, unsigned number,
			enum packet_fate fate)
{
	struct event event = {
		.kind = EVENT_PACKET,
		.as.packet = {.number = number,
			      .fate = fate,
			      .from_actor = "client",
			      .to_actor = number == 4 ? NULL : "server",
			      .from_host = number == 5 ? NULL : "beta",
			      .bytes = bytes,
			      .len = sizeof(bytes)}};
	struct err err;
	cr_assert(packet_decode(bytes, sizeof(bytes), &event.as.packet.packet,
				&err),
		  "%s", err.text);
	if (number == 3)
		event.as.packet.packet.marks =
			PACKET_RETRANSMISSION | PACKET_ZERO_WINDOW;
	append(journal, time, event);
}

static void begin_step(struct journal *journal, int step, const char *title)
{
	append(journal, MS,
	       (struct event){.kind = EVENT_STEP,
			      .as.step = {.step = step, .title = title}});
}

static struct journal *story(void)
{
	struct journal *journal = journal_new();
	journal_set_wall(journal, WALL);
	bear(journal, "server", "alpha");
	bear(journal, "client", "beta");
	send_packet(journal, 1 * MS, 1, PACKET_DELIVERED);
	begin_step(journal, 2, "ask");
	enter(journal, "client", "send(7, \"a;b\\n\", 0)");
	send_packet(journal, 2 * MS + 7, 2, PACKET_HELD);
	send_packet(journal, 3 * MS, 3, PACKET_HELD);
	send_packet(journal, 4 * MS, 4, PACKET_DROPPED);
	enter(journal, "server", "recv(4, 9)");
	append(journal, MS,
	       (struct event){.kind = EVENT_ORDER,
			      .as.order = {"hold from client"}});
	send_packet(journal, 5 * MS, 5, PACKET_HELD);
	send_packet(journal, 1503 * MS, 3, PACKET_DELIVERED);
	send_packet(journal, 1504 * MS, 2, PACKET_DROPPED);
	return journal;
}

static const struct {
	uint64_t time;
	unsigned interface;
	const char *comment;
} wanted[] = {
	{1 * MS, 1, "packet 1, client to server; setup; delivered"},
	{2 * MS + 7, 1,
	 "packet 2, client to server; step 3: ask; after client: "
	 "send(7, \"a;b\\n\", 0); held 1.501999 s, then dropped"},
	{3 * MS, 1,
	 "packet 3, client to server; step 3: ask; after client: "
	 "send(7, \"a;b\\n\", 0); held 1.500000 s, then delivered; "
	 "retransmission, zero window"},
	{4 * MS, 1,
	 "packet 4; step 3: ask; after client: send(7, \"a;b\\n\", 0); "
	 "dropped"},
	{5 * MS, 2,
	 "packet 5, client to server; step 3: ask; after server: "
	 "recv(4, 9); order: hold from client; held"},
};

Test(pcapng, tells_each_packet_once_and_what_became_of_it)
{
	struct journal *journal = story();
	struct file file = {0};
	print(&file, journal, 0, journal_count(journal));
	cr_expect_eq(file.sections, 1);
	cr_assert_eq(file.interfaces, 3);
	cr_expect_str_eq(file.names[0], "alpha");
	cr_expect_str_eq(file.names[1], "beta");
	cr_expect_str_eq(file.names[2], "wire");
	cr_assert_eq(file.count, COUNT(wanted));
	for (size_t i = 0; i < COUNT(wanted); i++) {
		const struct packet_block *packet = &file.packets[i];
		cr_expect_str_eq(packet->comment, wanted[i].comment);
		cr_expect(packet->time == WALL + wanted[i].time, "%s",
			  packet->comment);
		cr_expect_eq(packet->interface, wanted[i].interface);
		cr_expect_eq(packet->flags, 2, "outbound");
		cr_assert_eq(packet->len, sizeof(bytes));
		cr_expect(!memcmp(packet->bytes, bytes, sizeof(bytes)));
	}
	buf_done(&file.bytes);
	journal_free(journal);
}

Test(pcapng, a_range_has_what_began_in_it_as_it_was_at_its_end)
{
	struct journal *journal = story();
	struct file file = {0};
	// From the second packet to before the third one is let go.
	print(&file, journal, 5, 11);
	cr_assert_eq(file.count, 4);
	cr_expect(strstr(file.packets[0].comment, "packet 2, "));
	cr_expect(strstr(file.packets[0].comment, "; step 3: ask; after"));
	cr_expect(strstr(file.packets[0].comment, "; held"));
	cr_expect(!strstr(file.packets[0].comment, "then"));
	buf_done(&file.bytes);
	journal_free(journal);
}

Test(pcapng, a_rewound_lab_counts_anew)
{
	struct journal *journal = story();
	struct file file = {0};
	bear(journal, "server", "alpha");
	bear(journal, "client", "beta");
	send_packet(journal, 2000 * MS, 1, PACKET_DELIVERED);
	print(&file, journal, 0, journal_count(journal));
	cr_assert_eq(file.count, 6);
	cr_assert_eq(file.interfaces, 3);
	cr_expect_str_eq(file.packets[5].comment,
			 "packet 1, client to server; setup; delivered");
	cr_expect(file.packets[5].time == WALL + 2000 * MS);
	buf_done(&file.bytes);
	journal_free(journal);
}

Test(pcapng, a_long_call_is_cut)
{
	struct journal *journal = journal_new();
	struct file file = {0};
	struct buf call = {0};
	buf_puts(&call, "send(7, \"");
	for (int i = 0; i < 5000; i++)
		buf_putc(&call, 'x');
	buf_puts(&call, "\", 0)");
	enter(journal, "client", buf_text(&call));
	send_packet(journal, MS, 1, PACKET_DELIVERED);
	print(&file, journal, 0, journal_count(journal));
	cr_expect(strstr(file.packets[0].comment, "xxx...; delivered"), "%s",
		  file.packets[0].comment);
	buf_done(&call);
	buf_done(&file.bytes);
	journal_free(journal);
}

Test(pcapng, sections_follow_each_other_and_one_may_be_empty)
{
	struct journal *empty = journal_new(), *journal = story();
	struct file file = {0};
	pcapng_print(journal, 0, journal_count(journal), &file.bytes);
	pcapng_print(empty, 0, 0, &file.bytes);
	print(&file, journal, 0, journal_count(journal));
	cr_expect_eq(file.sections, 3);
	cr_expect_eq(file.count, 2 * COUNT(wanted));
	buf_done(&file.bytes);
	journal_free(journal);
	journal_free(empty);
}

/* --- golden files ----------------------------------------------------------
 */

static void dump(const struct buf *binary, struct buf *out)
{
	const unsigned char *data = (const unsigned char *)binary->data;
	for (size_t row = 0; row < binary->len; row += 16) {
		buf_printf(out, "%06zx ", row);
		for (size_t i = row; i < row + 16; i++) {
			if (i < binary->len)
				buf_printf(out, " %02x", data[i]);
			else
				buf_puts(out, "   ");
		}
		buf_puts(out, "  ");
		for (size_t i = row; i < row + 16 && i < binary->len; i++) {
			bool is_plain = data[i] >= ' ' && data[i] < 127;
			buf_putc(out, is_plain ? (char)data[i] : '.');
		}
		buf_putc(out, '\n');
	}
}

static const char *const names[] = {"tcp-conversation", "udp-unix"};

Test(pcapng, recorded_journals)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		AUTO_FREE char *from =
			xprintf("tests/golden/journal/%s.jsonl", names[i]);
		AUTO_FREE char *to =
			xprintf("tests/golden/format/%s.pcapng.hex", names[i]);
		struct journal *journal = journal_new();
		struct buf binary = {0}, text = {0};
		struct err err;
		FILE *file = fopen(from, "re");
		cr_assert(file && journal_load(journal, file, from, &err), "%s",
			  from);
		fclose(file);
		cr_expect(!journal_wall(journal), "such a log does not say");
		journal_set_wall(journal, WALL);
		pcapng_print(journal, 0, journal_count(journal), &binary);
		dump(&binary, &text);
		golden_check(to, buf_text(&text));
		buf_done(&binary);
		buf_done(&text);
		journal_free(journal);
	}
}
