/* lab_wire_rules: which packets a filter means, what chance takes, and the
 * order of a queue.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/order/order.h"
#include "lab/wire/softnet.h"
#include "lab/wire/wire_queue.h"
#include "lab/wire/wire_rules.h"

#include <criterion/criterion.h>
#include <string.h>

static struct event_packet event_of(int protocol, unsigned flags, size_t len)
{
	return (struct event_packet){
		.from_actor = "client",
		.from_host = "alpha",
		.to_host = "beta",
		.packet = {.protocol = protocol,
			   .flags = (uint8_t)flags,
			   .len = len},
	};
}

static struct packet_filter filter_of(const char *text, struct arena *arena)
{
	struct order order;
	struct err err = {0};
	AUTO_FREE char *hold = xprintf("hold %s", text);
	cr_assert(order_parse(str_from(hold), arena, &order, &err), "%s: %s",
		  text, err.text);
	return order.filter;
}

Test(wire_rules, filters)
{
	enum { SYN = PACKET_SYN, ACK = PACKET_ACK, PSH = PACKET_PSH };
	// The receiver is no actor; its host is known.
	static const struct {
		const char *filter;
		int protocol;
		unsigned flags;
		size_t len;
		bool matches;
	} cases[] = {
		{"all", IPPROTO_TCP, SYN, 0, true},
		{"all", IPPROTO_IGMP, 0, 9, true},
		{"tcp", IPPROTO_TCP, SYN, 0, true},
		{"tcp", IPPROTO_UDP, 0, 1, false},
		{"udp", IPPROTO_UDP, 0, 1, true},
		{"icmp", IPPROTO_ICMP, 0, 8, true},
		{"icmp", IPPROTO_ICMPV6, 0, 8, true},
		{"icmp", IPPROTO_TCP, ACK, 8, false},
		{"data", IPPROTO_TCP, ACK, 1, true},
		{"data", IPPROTO_TCP, ACK, 0, false},
		{"empty", IPPROTO_TCP, ACK, 0, true},
		{"empty", IPPROTO_UDP, 0, 1, false},
		{"SYN", IPPROTO_TCP, SYN, 0, true},
		{"SYN", IPPROTO_TCP, SYN | ACK, 0, false},
		{"SYN-ACK", IPPROTO_TCP, SYN | ACK, 0, true},
		{"ACK", IPPROTO_TCP, ACK | PSH, 5, true},
		{"PSH-ACK", IPPROTO_TCP, ACK, 5, true},
		{"PSH-ACK", IPPROTO_TCP, ACK, 0, false},
		{"none", IPPROTO_TCP, 0, 0, true},
		{"none", IPPROTO_UDP, 0, 0, false},
		{"from client", IPPROTO_UDP, 0, 0, true},
		{"from alpha", IPPROTO_UDP, 0, 0, true},
		{"from beta", IPPROTO_UDP, 0, 0, false},
		{"to beta", IPPROTO_UDP, 0, 0, true},
		{"to server", IPPROTO_UDP, 0, 0, false},
		{"from client to beta tcp data", IPPROTO_TCP, ACK, 1, true},
		{"from client to beta tcp data", IPPROTO_TCP, ACK, 0, false},
	};
	struct arena arena = {0};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct packet_filter filter =
			filter_of(cases[i].filter, &arena);
		struct event_packet event = event_of(
			cases[i].protocol, cases[i].flags, cases[i].len);
		cr_expect_eq(wire_filter_matches(&filter, &event),
			     cases[i].matches, "%zu: %s", i, cases[i].filter);
	}
	struct packet_filter syn = filter_of("SYN", &arena);
	struct event_packet fragment = event_of(IPPROTO_TCP, SYN, 0);
	fragment.packet.fragment_offset = 1480;
	cr_expect(!wire_filter_matches(&syn, &fragment), "no header, no flags");
	arena_done(&arena);
}

Test(wire_rules, any_of_them_holds)
{
	struct arena arena = {0};
	struct wire_rules rules = {0};
	struct packet_filter udp = filter_of("udp", &arena);
	struct packet_filter server = filter_of("from client SYN", &arena);
	struct event_packet syn = event_of(IPPROTO_TCP, PACKET_SYN, 0);
	cr_expect_eq(wire_rules_decide(&rules, &syn), PACKET_DELIVERED);
	cr_expect(wire_rules_hold(&rules, &udp) && !rules.by_name);
	cr_expect_eq(wire_rules_decide(&rules, &syn), PACKET_DELIVERED);
	cr_expect(wire_rules_hold(&rules, &server) && rules.by_name);
	arena_done(&arena); // the names are the rules' own
	cr_expect_eq(wire_rules_decide(&rules, &syn), PACKET_HELD);
	wire_rules_flow(&rules);
	cr_expect_eq(wire_rules_decide(&rules, &syn), PACKET_DELIVERED);
	cr_expect(!rules.by_name);
	wire_rules_done(&rules);
}

/* Which of 1000 packets are lost, as a row of bits. */
static size_t lose(unsigned percent, unsigned seed, bool *lost)
{
	struct wire_rules rules = {0};
	struct event_packet event = event_of(IPPROTO_UDP, 0, 1);
	size_t count = 0;
	wire_rules_lose(&rules, percent, seed);
	for (size_t i = 0; i < 1000; i++) {
		lost[i] = wire_rules_decide(&rules, &event) == PACKET_DROPPED;
		count += lost[i];
	}
	wire_rules_done(&rules);
	return count;
}

Test(wire_rules, chance_has_a_seed)
{
	bool a[1000], b[1000], c[1000];
	cr_expect_eq(lose(0, 7, a), 0);
	cr_expect_eq(lose(100, 7, a), 1000);
	size_t count = lose(30, 7, a);
	cr_expect(count > 250 && count < 350, "%zu of 1000", count);
	lose(30, 7, b);
	cr_expect(!memcmp(a, b, sizeof(a)), "the same seed, the same ones");
	lose(30, 8, c);
	cr_expect(memcmp(a, c, sizeof(a)) != 0, "another seed, others");
}

static void add(struct wire_queue *queue, unsigned number)
{
	unsigned char byte = 0x45;
	struct wire_packet packet = {
		.number = number, .len = 1, .bytes = &byte};
	wire_queue_add(queue, wire_packet_keep(&packet));
}

static struct wire_packet *find(const struct wire_queue *queue, unsigned number)
{
	struct wire_packet *packet = queue->first;
	while (packet->number != number)
		packet = packet->next;
	return packet;
}

/* Reads the queue both ways. */
static void expect_order(const struct wire_queue *queue, const char *expected,
			 const char *about)
{
	struct buf out = {0};
	size_t count = 0;
	for (const struct wire_packet *packet = queue->first; packet;
	     packet = packet->next) {
		buf_printf(&out, "%u", packet->number);
		cr_expect(packet->next ? packet->next->before == packet
				       : queue->last == packet,
			  "%s", about);
		count++;
	}
	cr_expect_eq(count, queue->count, "%s", about);
	cr_expect_str_eq(buf_text(&out), expected, "%s: %s", about,
			 buf_text(&out));
	buf_done(&out);
}

Test(wire_queue, swap)
{
	static const struct {
		unsigned a, b;
		const char *order;
	} cases[] = {
		{1, 2, "2134"}, {2, 1, "2134"}, {2, 3, "1324"},
		{3, 4, "1243"}, {4, 3, "1243"}, {1, 4, "4231"},
		{4, 1, "4231"}, {1, 3, "3214"}, {2, 4, "1432"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wire_queue queue = {0};
		for (unsigned number = 1; number <= 4; number++)
			add(&queue, number);
		wire_queue_swap(&queue, find(&queue, cases[i].a),
				find(&queue, cases[i].b));
		expect_order(&queue, cases[i].order, cases[i].order);
		wire_queue_done(&queue);
		cr_expect(!queue.first && !queue.last && !queue.count);
	}
}

Test(wire_queue, any_can_be_taken)
{
	static const struct {
		unsigned number;
		const char *order;
	} cases[] = {{1, "23"}, {2, "13"}, {3, "12"}};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wire_queue queue = {0};
		for (unsigned number = 1; number <= 3; number++)
			add(&queue, number);
		struct wire_packet *packet = find(&queue, cases[i].number);
		wire_queue_remove(&queue, packet);
		wire_packet_free(packet);
		expect_order(&queue, cases[i].order, cases[i].order);
		add(&queue, 4);
		cr_expect_eq(queue.last->number, 4);
		wire_queue_done(&queue);
	}
}

/* As the kernel prints it: the twelfth number is what waits. */
Test(softnet, waits)
{
	static const char *zeros = "00bb25be 00000000 00000008 00000000 "
				   "00000000 00000000 00000000 00000000 "
				   "00000000 00000000 00000000";
	AUTO_FREE char *idle =
		xprintf("%s 00000000 00000001 00000000\n", zeros);
	AUTO_FREE char *busy =
		xprintf("%s 0000001f 00000001 0000001f\n", zeros);
	cr_expect_not(softnet_waits(idle));
	cr_expect(softnet_waits(busy));
	cr_expect_not(softnet_waits(zeros), "a kernel that does not say");
	cr_expect_not(softnet_waits(""));
}

static uint64_t read_at(struct softnet *softnet, const char *lines,
			uint64_t now)
{
	FILE *file = fmemopen((void *)lines, strlen(lines), "r");
	uint64_t since = softnet_read(softnet, file, now);
	fclose(file);
	return since;
}

/* The queues of a machine with other networks are never empty all at once. */
Test(softnet, each_by_itself)
{
#define ZEROS "0 0 0 0 0 0 0 0 0 0 0 "
	static const char *first = ZEROS "1f 0\n" ZEROS "0 1\n";
	static const char *second = ZEROS "0 0\n" ZEROS "2 1\n";
	static const char *none = ZEROS "0 0\n" ZEROS "0 1\n";
	struct softnet softnet = {0};
	cr_expect_eq(read_at(&softnet, first, 100), 0);
	cr_expect_eq(read_at(&softnet, first, 200), 0, "still the same");
	cr_expect_eq(read_at(&softnet, second, 300), 200,
		     "what came later waits in the second");
	cr_expect_eq(read_at(&softnet, none, 400), 400);
	cr_expect_eq(read_at(&softnet, "", 500), 500, "no processor is told");
	softnet_done(&softnet);
}
