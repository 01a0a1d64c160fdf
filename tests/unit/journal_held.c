/* journal_held: the packets on the wire, folded from their events.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/held.h"

#include <criterion/criterion.h>

/* A number is a packet and its sign what became of it: 3 is held, -3 goes on,
 * 100 is a new lab. */
enum { BIRTH = 100, MOST = 8 };

static void tell(struct journal *journal, int what)
{
	struct event event = {.kind = EVENT_PACKET, .time = 1};
	event.as.packet.number = (unsigned)(what < 0 ? -what : what);
	event.as.packet.fate = what < 0 ? PACKET_DELIVERED : PACKET_HELD;
	if (what == BIRTH) {
		event.kind = EVENT_ACTOR;
		event.as.actor = (struct event_actor){
			.phase = ACTOR_BORN, .actor = "server", .host = "host"};
	}
	journal_append(journal, &event);
}

Test(held, folds)
{
	static const struct {
		const char *text;
		int events[MOST];
		unsigned held[MOST];
	} cases[] = {
		{"nothing", {0}, {0}},
		{"one", {1}, {1}},
		{"delivered at once", {-1}, {0}},
		{"held, then delivered", {1, -1}, {0}},
		{"one between others", {1, -2, 3}, {1, 3}},
		{"the middle one goes on", {1, 2, 3, -2}, {1, 3}},
		{"out of order", {3, 1, 2}, {1, 2, 3}},
		{"held again", {1, 2, -1, 1}, {1, 2}},
		{"a new lab", {1, 2, BIRTH}, {0}},
		{"in a new lab", {1, 2, BIRTH, 3}, {3}},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct journal *journal = journal_new();
		for (size_t n = 0; n < MOST && cases[i].events[n]; n++)
			tell(journal, cases[i].events[n]);
		size_t count, n = 0;
		const struct event_packet **held =
			journal_held(journal, journal_count(journal), &count);
		while (n < MOST && cases[i].held[n])
			n++;
		cr_assert(count == n, "%s: %zu are held", cases[i].text, count);
		for (n = 0; n < count; n++)
			cr_expect(held[n]->number == cases[i].held[n], "%s",
				  cases[i].text);
		free(held);
		journal_free(journal);
	}
}

Test(held, as_of_a_place)
{
	struct journal *journal = journal_new();
	size_t count;
	tell(journal, 1);
	tell(journal, 2);
	tell(journal, -1);
	static const size_t counts[] = {0, 1, 2, 1};
	for (size_t place = 0; place < COUNT(counts); place++) {
		free(journal_held(journal, place, &count));
		cr_expect(count == counts[place], "place %zu", place);
	}
	journal_free(journal);
}

Test(held, by_the_last_order)
{
	static const struct {
		const char *text;
		bool holding;
	} orders[] = {
		{"wait 1s", false}, {"hold SYN", true}, {"deliver all", true},
		{"flow", false},    {"hold all", true}, {"drop first", true},
	};
	struct journal *journal = journal_new();
	cr_expect(!journal_is_holding(journal, 0));
	for (size_t i = 0; i < COUNT(orders); i++) {
		struct event event = {.kind = EVENT_ORDER,
				      .time = 1,
				      .as.order.text = orders[i].text};
		journal_append(journal, &event);
		cr_expect(journal_is_holding(journal, i + 1) ==
				  orders[i].holding,
			  "%s", orders[i].text);
	}
	tell(journal, BIRTH);
	cr_expect(!journal_is_holding(journal, journal_count(journal)));
	journal_free(journal);
}
