/* journal_order: orders to the wire are read, printed and refused.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "journal/order/order.h"
#include "journal/packet/packet.h"

#include <criterion/criterion.h>
#include <string.h>

Test(order, table)
{
	size_t count;
	const struct order_row *rows = order_table(&count);
	cr_assert_eq(count, ORDER_KIND_COUNT);
	for (size_t i = 0; i < count; i++) {
		cr_assert(rows[i].word && rows[i].word[0], "row %zu", i);
		cr_expect(rows[i].arguments, "%s", rows[i].word);
		cr_expect(sentence_text(rows[i].help)[0], "%s", rows[i].word);
		for (size_t n = 0; n < i; n++)
			cr_expect_str_neq(rows[i].word, rows[n].word);
	}
}

/* What is printed in another way than it is written; NULL: the same. */
static const struct {
	const char *text, *printed;
} good[] = {
	{"hold all", NULL},
	{"hold tcp", NULL},
	{"hold udp", NULL},
	{"hold icmp", NULL},
	{"hold data", NULL},
	{"hold empty", NULL},
	{"hold SYN", NULL},
	{"hold SYN-ACK", NULL},
	{"hold none", NULL},
	{"hold URG", NULL},
	{"hold from client", NULL},
	{"hold to server", NULL},
	{"hold to 9-lives", NULL},
	{"hold from from to to", NULL},
	{"hold tcp data ACK from client to server", NULL},
	{"hold to server from client ACK data tcp",
	 "hold tcp data ACK from client to server"},
	{"hold PSH-ACK", "hold data ACK"},
	{"hold data PSH-ACK", "hold data ACK"},
	{"hold ACK-SYN", "hold SYN-ACK"},
	{"hold PSH", "hold data none"},
	{"  hold \t all  ", "hold all"},
	{"flow", NULL},
	{"deliver all", NULL},
	{"deliver first", NULL},
	{"deliver last", NULL},
	{"deliver 3", NULL},
	{"deliver 3, 5, 9", NULL},
	{"deliver 3,5 ,9", "deliver 3, 5, 9"},
	{"deliver 4294967295", NULL},
	{"deliver udp", NULL},
	{"deliver SYN from client", NULL},
	{"drop first", NULL},
	{"drop 12", NULL},
	{"duplicate last", NULL},
	{"delay 3, 4 200ms", NULL},
	{"delay all 5s", NULL},
	{"delay data from client 1500us", NULL},
	{"delay first 1000ms", "delay first 1s"},
	{"delay last 1us", NULL},
	{"delay last 3600s", NULL},
	{"swap 3 4", NULL},
	{"corrupt 3", NULL},
	{"corrupt 3 0", NULL},
	{"corrupt 3, 4 65535", NULL},
	{"corrupt data to server 7", NULL},
	{"corrupt all", NULL},
	{"cut", NULL},
	{"cut alpha", NULL},
	{"join", NULL},
	{"join beta", NULL},
	{"loss 30% seed 7", NULL},
	{"loss 0%", NULL},
	{"loss 100%", NULL},
	{"loss 5% seed 0", "loss 5%"},
	{"mtu 576", NULL},
	{"mtu 68", NULL},
	{"mtu 1500", NULL},
	{"inject 127.0.0.1:80 127.0.0.1:4000 RST", NULL},
	{"inject 127.0.0.1:80 127.0.0.1:4000 RST-ACK seq 1 ack 2", NULL},
	{"inject [::1]:80 [fd00::2]:4000 PSH-ACK seq 4294967295 \"a b\\n\\0\"",
	 NULL},
	{"inject 10.0.0.1:1 10.0.0.2:65535 PSH-ACK ack 0 \"\\\"q\\\"\"", NULL},
	{"inject 10.0.0.1:1 10.0.0.2:2 none seq 9", NULL},
	{"inject 10.0.0.1:1 10.0.0.2:2 ACK \"\"",
	 "inject 10.0.0.1:1 10.0.0.2:2 ACK"},
	{"inject 10.0.0.1:1 10.0.0.2:2 SYN-FIN",
	 "inject 10.0.0.1:1 10.0.0.2:2 FIN-SYN"},
	{"wait 5s", NULL},
	{"wait 200ms", NULL},
	{"wait 2000000us", "wait 2s"},
};

static void expect_same_text(const char *a, const char *b, const char *text)
{
	cr_expect((!a && !b) || (a && b && !strcmp(a, b)), "%s: %s, %s", text,
		  a, b);
}

/* Compares the members one by one: printing may not hide a difference. */
static void expect_same(const struct order *a, const struct order *b,
			const char *text)
{
	cr_expect(a->kind == b->kind && a->which == b->which, "%s", text);
	cr_expect(a->filter.protocol == b->filter.protocol &&
			  a->filter.data == b->filter.data &&
			  a->filter.empty == b->filter.empty &&
			  a->filter.has_flags == b->filter.has_flags &&
			  a->filter.flags == b->filter.flags,
		  "%s", text);
	expect_same_text(a->filter.from, b->filter.from, text);
	expect_same_text(a->filter.to, b->filter.to, text);
	expect_same_text(a->host, b->host, text);
	cr_assert_eq(a->number_count, b->number_count, "%s", text);
	for (size_t i = 0; i < a->number_count; i++)
		cr_expect_eq(a->numbers[i], b->numbers[i], "%s", text);
	cr_expect(a->time == b->time && a->byte == b->byte &&
			  a->percent == b->percent && a->seed == b->seed &&
			  a->mtu == b->mtu && a->flags == b->flags,
		  "%s", text);
	cr_expect(address_same(&a->from, &b->from) &&
			  address_same(&a->to, &b->to),
		  "%s", text);
	cr_expect(a->has_seq == b->has_seq && a->has_ack == b->has_ack &&
			  a->rel_seq == b->rel_seq && a->rel_ack == b->rel_ack,
		  "%s", text);
	cr_assert_eq(a->payload_len, b->payload_len, "%s", text);
	cr_expect(!a->payload_len ||
			  !memcmp(a->payload, b->payload, a->payload_len),
		  "%s", text);
}

static void must_read(const char *text, struct arena *arena,
		      struct order *order)
{
	struct err err = {0};
	cr_assert(order_parse(str_from(text), arena, order, &err), "%s: %s",
		  text, err.text);
}

Test(order, what_is_printed_reads_back)
{
	bool seen[ORDER_KIND_COUNT] = {0};
	for (size_t i = 0; i < COUNT(good); i++) {
		struct arena arena = {0};
		struct order order, again;
		struct buf out = {0}, twice = {0};
		must_read(good[i].text, &arena, &order);
		order_print(&order, &out);
		cr_expect_str_eq(buf_text(&out), good[i].printed
							 ? good[i].printed
							 : good[i].text);
		must_read(buf_text(&out), &arena, &again);
		expect_same(&order, &again, good[i].text);
		order_print(&again, &twice);
		cr_expect_str_eq(buf_text(&out), buf_text(&twice));
		seen[order.kind] = true;
		buf_done(&out);
		buf_done(&twice);
		arena_done(&arena);
	}
	for (size_t i = 0; i < ORDER_KIND_COUNT; i++)
		cr_expect(seen[i], "no order of kind %zu was read", i);
}

Test(order, a_copy_owns_all)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		struct arena first = {0}, second = {0};
		struct order order;
		struct buf before = {0}, after = {0};
		must_read(good[i].text, &first, &order);
		order_print(&order, &before);
		struct order copy = order_copy(&order, &second);
		arena_done(&first); // what still points there is found by ASan
		order_print(&copy, &after);
		cr_expect_str_eq(buf_text(&before), buf_text(&after));
		buf_done(&before);
		buf_done(&after);
		arena_done(&second);
	}
}

Test(order, members)
{
	struct arena arena = {0};
	struct order order;
	must_read("delay 3, 5 200ms", &arena, &order);
	cr_expect_eq(order.time, 200 * UINT64_C(1000000));
	cr_expect(order.which == WHICH_NUMBERS && order.numbers[1] == 5);
	must_read("corrupt first", &arena, &order);
	cr_expect(order.which == WHICH_FIRST && order.byte == -1);
	must_read("hold PSH-ACK", &arena, &order);
	cr_expect(order.filter.data && order.filter.flags == PACKET_ACK);
	must_read("inject 10.0.0.1:1 10.0.0.2:2 RST ", &arena, &order);
	cr_expect(!order.has_seq && !order.has_ack &&
		  order.flags == PACKET_RST);
	must_read("inject 10.0.0.1:1 10.0.0.2:2 ACK seq 0 \"a\\0b\"", &arena,
		  &order);
	cr_expect(order.has_seq && order.rel_seq == 0);
	cr_expect(order.payload_len == 3 && !memcmp(order.payload, "a\0b", 3));
	arena_done(&arena);
}

static const struct {
	const char *text, *says;
} bad[] = {
	{"", "found the end, expected an order"},
	{"   ", "found the end, expected an order"},
	{"hodl all", "did you mean `hold`?"},
	{"HOLD all", "did you mean `hold`?"},
	{"#", "found `#`, expected an order"},
	{"\x01", "found \"\\1\", expected an order"},
	{"hold", "hold: found the end, expected all, tcp"},
	{"hold al", "did you mean `all`?"},
	{"hold tcpp", "did you mean `tcp`"},
	{"hold SYN-AKC", "did you mean `SYN-ACK`"},
	{"hold syn", "did you mean `SYN`"},
	{"hold SYN-", "found `SYN-`"},
	{"hold SYN-SYN", "found `SYN-SYN`"},
	{"hold SYNACK", "found `SYNACK`"},
	{"hold all tcp", "found `tcp`, expected the end"},
	{"hold tcp all", "found `all`"},
	{"hold 3", "found `3`"},
	{"hold tcp 3", "found `3`, expected the end"},
	{"hold tcp udp", "expected one protocol"},
	{"hold udp SYN", "expected no flags: only tcp has them"},
	{"hold SYN icmp", "only tcp has flags"},
	{"hold SYN ACK", "expected flags once"},
	{"hold data empty", "no packet is both"},
	{"hold empty data", "no packet is both"},
	{"hold empty PSH-ACK", "no packet is both"},
	{"hold from", "found the end, expected the name"},
	{"hold from a! data", "found `a!`, expected the name"},
	{"hold from a from b", "each of from and to once"},
	{"hold to a to b", "each of from and to once"},
	{"flow all", "flow: found `all`, expected the end"},
	{"deliver", "deliver: found the end, expected all, first, last"},
	{"deliver 0", "expected a packet number from 1"},
	{"deliver 3,", "found the end, expected a packet number"},
	{"deliver 3 4", "found `4`, expected the end"},
	{"deliver 3, x", "found `x`, expected a packet number"},
	{"deliver 3, 4, 3", "packet 3 is named twice"},
	{"deliver 4294967296", "found `4294967296`"},
	{"deliver 99999999999999999999999", "expected a packet number"},
	{"deliver 3x", "found `3x`"},
	{"deliver -1", "found `-1`"},
	{"deliver frist", "did you mean `first`"},
	{"delay 3", "found the end, expected a time such as"},
	{"delay 200ms", "found `200ms`, expected a packet number"},
	{"delay 3 200", "found `200`, expected a time"},
	{"delay 3 0ms", "found `0ms`, expected a time"},
	{"delay 3 ms", "found `ms`, expected a time"},
	{"delay 3 1m", "found `1m`, expected a time"},
	{"delay 3 1.5s", "found `1.5s`, expected a time"},
	{"delay 3 3601s", "a time of one hour at most"},
	{"delay first", "expected a time"},
	{"swap 3", "found the end, expected a packet number"},
	{"swap 3, 4", "found `,`, expected a packet number"},
	{"swap 3 3", "packet 3 is named twice"},
	{"swap 3 4 5", "found `5`, expected the end"},
	{"swap first last", "found `first`"},
	{"corrupt 3 x", "found `x`, expected a byte of the payload from 0"},
	{"corrupt 3 65536", "found `65536`"},
	{"corrupt 3 -1", "found `-1`"},
	{"cut a b", "found `b`, expected the end"},
	{"cut a/b", "found `a/b`, expected the name of a host"},
	{"join !", "found `!`, expected the name of a host"},
	{"loss", "found the end, expected a chance from 0% to 100%"},
	{"loss 30", "found `30`, expected a chance"},
	{"loss 101%", "found `101%`, expected a chance"},
	{"loss %", "found `%`, expected a chance"},
	{"loss 30%%", "found `30%%`"},
	{"loss 30% seed", "found the end, expected a number"},
	{"loss 30% seeds 7", "found `seeds`, expected the end"},
	{"loss 30% seed 4294967296", "expected a number from 0"},
	{"mtu", "expected a number of bytes from 68 to 1500"},
	{"mtu 67", "found `67`, expected a number of bytes from 68 to 1500"},
	{"mtu 1501", "found `1501`"},
	{"mtu big", "found `big`"},
	{"inject", "found the end, expected an address with a port"},
	{"inject 127.0.0.1", "found `127.0.0.1`, expected an address"},
	{"inject 127.0.0.1:0 127.0.0.1:2 RST", "found `127.0.0.1:0`"},
	{"inject unix:/tmp/s 127.0.0.1:2 RST", "found `unix:/tmp/s`"},
	{"inject 127.0.0.1:1 RST", "found `RST`, expected an address"},
	{"inject 127.0.0.1:1 [::1]:2 RST", "expected two of one family"},
	{"inject [fe80::1%2]:1 [::1]:2 RST", "without a scope"},
	{"inject 127.0.0.1:1 127.0.0.1:2", "expected flags such as RST"},
	{"inject 127.0.0.1:1 127.0.0.1:2 rst", "found `rst`, expected flags"},
	{"inject 127.0.0.1:1 127.0.0.1:2 RST seq", "expected a number"},
	{"inject 127.0.0.1:1 127.0.0.1:2 RST seq -1", "found `-1`"},
	{"inject 127.0.0.1:1 127.0.0.1:2 RST ack 1", "without the flag ACK"},
	{"inject 127.0.0.1:1 127.0.0.1:2 ACK ack 1 seq 1", "found `seq`"},
	{"inject 127.0.0.1:1 127.0.0.1:2 ACK x", "found `x`, expected seq N"},
	{"inject 127.0.0.1:1 127.0.0.1:2 ACK \"x", "no closing quote"},
	{"inject 127.0.0.1:1 127.0.0.1:2 ACK \"\\q\"", "unknown escape"},
	{"inject 127.0.0.1:1 127.0.0.1:2 ACK \"x\" y", "expected the end"},
	{"wait", "found the end, expected a time"},
	{"wait 5", "found `5`, expected a time"},
	{"wait long", "found `long`, expected a time"},
};

/* It is a word of other orders, and no slip. */
Test(order, what_is_spelled_right_is_not_offered)
{
	struct arena arena = {0};
	struct order order;
	struct err err;
	cr_expect(!order_parse(str_from("hold first"), &arena, &order, &err));
	cr_expect(strstr(err.text, "found `first`, expected all") &&
			  !strstr(err.text, "did you mean"),
		  "%s", err.text);
	arena_done(&arena);
}

Test(order, says_what_is_wrong)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct arena arena = {0};
		struct order order;
		struct err err = {0};
		cr_expect(!order_parse(str_from(bad[i].text), &arena, &order,
				       &err),
			  "%s", bad[i].text);
		cr_expect(strstr(err.text, bad[i].says), "%s: %s", bad[i].text,
			  err.text);
		cr_expect(!strchr(err.text, '\n'), "%s: one line", bad[i].text);
		arena_done(&arena);
	}
}

Test(order, what_is_too_long_is_refused)
{
	struct arena arena = {0};
	struct buf numbers = {0}, data = {0};
	struct order order;
	struct err err = {0};
	buf_puts(&numbers, "drop 1");
	for (unsigned i = 2; i <= 256; i++)
		buf_printf(&numbers, ",%u", i);
	must_read(buf_text(&numbers), &arena, &order);
	cr_expect_eq(order.number_count, 256);
	buf_puts(&numbers, ",257");
	cr_expect(!order_parse(str_from(buf_text(&numbers)), &arena, &order,
			       &err));
	cr_expect(strstr(err.text, "at most 256"), "%s", err.text);
	buf_puts(&data, "inject 127.0.0.1:1 127.0.0.1:2 PSH-ACK \"");
	for (int i = 0; i < 1401; i++)
		buf_putc(&data, 'x');
	buf_puts(&data, "\"");
	cr_expect(
		!order_parse(str_from(buf_text(&data)), &arena, &order, &err));
	cr_expect(strstr(err.text, "1400 at most"), "%s", err.text);
	buf_done(&numbers);
	buf_done(&data);
	arena_done(&arena);
}
