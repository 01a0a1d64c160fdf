/* lab_settle: when a step is over.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "patience.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>

enum { MOST_MS = 300 };

/* How often a condition was asked, and when it is to hold. */
struct asked {
	struct stage *stage;
	int count, holds_at;
	bool done, closes;
};

static bool holds(void *data)
{
	struct asked *asked = data;
	return ++asked->count >= asked->holds_at;
}

static void done(void *data)
{
	struct asked *asked = data;
	asked->done = true;
	if (asked->closes) {
		lab_close(asked->stage->lab);
		asked->stage->lab = NULL;
	}
}

/* Settles and gives the milliseconds that it took. */
static double settle(struct stage *stage, struct asked *asked)
{
	struct err err = {0};
	uint64_t begin = clock_now();
	asked->stage = stage;
	lab_settle(stage->lab, holds, done, asked);
	cr_expect(!asked->done, "never before the loop runs");
	while (!asked->done &&
	       clock_now() - begin < PATIENCE_SECONDS * CLOCK_SECOND)
		cr_assert(loop_once(stage->loop, 100, &err), "%s", err.text);
	cr_expect(asked->done);
	return (double)(clock_now() - begin) / CLOCK_MS;
}

Test(lab_settle, ends_when_the_condition_holds)
{
	struct stage stage;
	struct asked at_once = {.holds_at = 1}, third = {.holds_at = 3};
	stage_open(&stage, NULL, 0, false);
	settle(&stage, &at_once);
	cr_expect_eq(at_once.count, 1, "one snapshot is enough");
	settle(&stage, &third);
	cr_expect_eq(third.count, 3);
	stage_close(&stage);
}

Test(lab_settle, gives_up)
{
	struct stage stage;
	struct asked never = {.holds_at = 1000000};
	stage_open(&stage, NULL, 0, false);
	double took = settle(&stage, &never);
	cr_expect(took >= MOST_MS, "%.1f ms", took);
	cr_expect(never.count > 1, "asked %d times", never.count);
	stage_close(&stage);
}

Test(lab_settle, gives_up_when_it_is_told_to)
{
	struct stage stage;
	struct err err = {0};
	struct asked never = {.stage = &stage, .holds_at = 1000000};
	stage_open(&stage, NULL, 0, false);
	uint64_t begin = clock_now();
	lab_settle_within(stage.lab, 700 * CLOCK_MS, holds, done, &never);
	while (!never.done)
		cr_assert(loop_once(stage.loop, 1000, &err), "%s", err.text);
	double took = (double)(clock_now() - begin) / CLOCK_MS;
	cr_expect(took >= 700, "%.1f ms", took);
	stage_close(&stage);
}

static bool packet_is_delivered(void *data)
{
	struct asked *asked = data;
	const struct journal *journal = asked->stage->journal;
	const struct event *last = NULL;
	for (size_t i = 0; i < journal_count(journal); i++) {
		if (journal_at(journal, i)->kind == EVENT_PACKET)
			last = journal_at(journal, i);
	}
	return last && last->as.packet.fate == PACKET_DELIVERED;
}

/* A delayed packet is not one that moves: a step waits for it only when it is
 * asked to. */
Test(lab_settle, waits_for_a_delayed_packet_when_asked)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
	};
	struct stage stage;
	struct err err = {0};
	struct asked asked = {.stage = &stage};
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	stage_order(&stage, "hold udp");
	stage_call(&stage, "client", "send(cli, \"x\")");
	uint64_t begin = clock_now();
	stage_order(&stage, "delay first 800ms");
	bool is_early = packet_is_delivered(&asked) &&
			clock_now() - begin < 800 * CLOCK_MS;
	cr_expect(!is_early);
	lab_settle_within(stage.lab, PATIENCE_SECONDS * CLOCK_SECOND,
			  packet_is_delivered, done, &asked);
	while (!asked.done)
		cr_assert(loop_once(stage.loop, 1000, &err), "%s", err.text);
	cr_expect(packet_is_delivered(&asked));
	double took = (double)(clock_now() - begin) / CLOCK_MS;
	cr_expect(took >= 800, "%.1f ms", took);
	stage_close(&stage);
}

/* What comes late belongs to the step: the ACK of a FIN is delayed by 40 ms. */
static bool fin_is_acknowledged(void *data)
{
	struct asked *asked = data;
	struct snapshot snapshot = {0};
	struct journal *journal = asked->stage->journal;
	journal_snapshot(journal, journal_count(journal), &snapshot);
	bool found = false;
	for (size_t i = 0; i < snapshot.count; i++)
		found |= str_is(str_from(socket_state_word(&snapshot.rows[i])),
				"FIN-WAIT-2");
	snapshot_done(&snapshot);
	return found;
}

Test(lab_settle, waits_for_a_late_packet)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
		{"client", "close(cli)", 0, NULL, NULL},
	};
	struct stage stage;
	struct err err = {0};
	struct asked asked = {.stage = &stage};
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	lab_settle(stage.lab, fin_is_acknowledged, done, &asked);
	while (!asked.done)
		cr_assert(loop_once(stage.loop, 1000, &err), "%s", err.text);
	cr_expect(fin_is_acknowledged(&asked));
	stage_close(&stage);
}

Test(lab_settle, cancelled)
{
	struct stage stage;
	struct err err = {0};
	struct asked asked = {.holds_at = 1};
	stage_open(&stage, NULL, 0, false);
	lab_settle(stage.lab, holds, done, &asked);
	lab_settle_cancel(stage.lab);
	cr_assert(loop_once(stage.loop, 10, &err));
	cr_assert(loop_once(stage.loop, 10, &err));
	cr_expect(!asked.done && asked.count == 0);
	stage_close(&stage);
}

/* The rewinding session closes the lab from within `done`. */
Test(lab_settle, closing_inside_done)
{
	struct stage stage;
	struct asked asked = {.holds_at = 1, .closes = true};
	stage_open(&stage, NULL, 0, false);
	settle(&stage, &asked);
	cr_expect(!stage.lab);
	stage_close(&stage);
}

/* Nothing that did not change is told again. */
Test(lab_settle, tells_changes_only)
{
	static const struct play rows[] = {
		{"server", "s = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"server", "close(9)", -EBADF, NULL, NULL},
		{"server", "close(s)", 0, NULL, NULL},
	};
	static const size_t told[] = {1, 1, 2};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t count = 0;
		stage_play(&stage, &rows[i], 1);
		for (size_t n = 0; n < journal_count(stage.journal); n++)
			count += journal_at(stage.journal, n)->kind ==
				 EVENT_SOCKET;
		cr_expect_eq(count, told[i], "%s: %zu", rows[i].call, count);
	}
	stage_close(&stage);
}
