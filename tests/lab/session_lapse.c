/* session_lapse: what the kernel's clock ends while one reads is there again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock is that of an orphan in FIN_WAIT2, which a socket can have for
 * itself (TCP_LINGER2): a few seconds, in place of a minute of TIME_WAIT; or
 * that of what is sent again, whose pauses double.
 */
#include "base/clock.h"
#include "patience.h"
#include "session_stage.h"

#include <criterion/criterion.h>
#include <string.h>

#define FRONT                                                                  \
	"---\n"                                                                \
	"id: played\n"                                                         \
	"title: A lesson for this test\n"                                      \
	"module: 9 Tests\n"                                                    \
	"kind: extension\n"                                                    \
	"objective: Be played.\n"                                              \
	"requires: []\n"                                                       \
	"minutes: {demo: 1, lab: 1}\n"                                         \
	"actors: {server: {}, client: {}}\n"                                   \
	"needs: [wire]\n"                                                      \
	"---\n\n"

#define SETUP                                                                  \
	FRONT                                                                  \
	"Words.\n\n"                                                           \
	"## Get ready: a connection\n\n"                                       \
	"```c server setup\n"                                                  \
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"                             \
	"bind(srv, 127.0.0.1:12345);\n"                                        \
	"listen(srv, 5);\n```\n\n"                                             \
	"```c client setup\n"                                                  \
	"cli = socket(AF_INET, SOCK_STREAM, 0);\n"                             \
	"connect(cli, 127.0.0.1:12345);\n```\n\n"                              \
	"```c server setup\n"                                                  \
	"conn = accept(srv);\n"                                                \
	"setsockopt(conn, IPPROTO_TCP, TCP_LINGER2, 4);\n```\n\n"              \
	"```c server\nclose(conn);\n```\n\n"                                   \
	"```expect\nkernel: FIN-WAIT-2\n```\n\n"

/* Only while the row is there does the client's FIN lead to TIME_WAIT. */
static const char lesson[] = SETUP "```c client\nclose(cli);\n```\n\n"
				   "```expect\nkernel: TIME-WAIT\n```\n\n";

/* Something stands between that expects nothing. */
static const char later[] = SETUP
	"```c client\ns = socket(AF_INET, SOCK_STREAM, 0);\n```\n\nWords.\n\n"
	"```c client\nclose(cli);\n```\n\n"
	"```expect\nkernel: TIME-WAIT\n```\n\n";

static const char waiting[] = SETUP "```wire\nwait 20s\n```\n\n"
				    "```expect\nkernel: none\n```\n\n";

#define HELD                                                                   \
	FRONT                                                                  \
	"Words.\n\n"                                                           \
	"## Get ready: a connection\n\n"                                       \
	"```c server setup\n"                                                  \
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"                             \
	"bind(srv, 127.0.0.1:12345);\n"                                        \
	"listen(srv, 5);\n```\n\n"                                             \
	"```c client setup\n"                                                  \
	"cli = socket(AF_INET, SOCK_STREAM, 0);\n"                             \
	"connect(cli, 127.0.0.1:12345);\n```\n\n"                              \
	"```wire\nhold all\n```\n\n"                                           \
	"```c client\nsend(cli, \"hello\", 0);\n```\n\n"                       \
	"```expect\nheld: PSH-ACK\n```\n\n"                                    \
	"```wire\ndrop first\n```\n\n"

/* The pause that the kernel is at by then is longer than this beat waits. */
static const char copied[] =
	HELD "```expect\nheld: PSH-ACK retransmission\nwithin 1s\n```\n\n";

static const char patient[] =
	HELD "```expect\nheld: PSH-ACK retransmission\nwithin 60s\n```\n\n";

static const char lost[] = HELD "```expect\nheld: none\n```\n\n";

/* Without Nagle's rule the second one goes at once, unless the first one is
 * being sent again: its answer stands on the wire. */
static const char second[] =
	FRONT "Words.\n\n"
	      "## Get ready: a connection\n\n"
	      "```c server setup\n"
	      "srv = socket(AF_INET, SOCK_STREAM, 0);\n"
	      "bind(srv, 127.0.0.1:12345);\n"
	      "listen(srv, 5);\n```\n\n"
	      "```c client setup\n"
	      "cli = socket(AF_INET, SOCK_STREAM, 0);\n"
	      "connect(cli, 127.0.0.1:12345);\n"
	      "setsockopt(cli, IPPROTO_TCP, TCP_NODELAY, 1);\n```\n\n"
	      "```wire\nhold to client\n```\n\n"
	      "```c client\nsend(cli, \"one\", 0);\n```\n\n"
	      "```expect\nheld: includes ACK\n```\n\n"
	      "```c client\nsend(cli, \"two\", 0);\n```\n\n"
	      "```expect\nwire: includes PSH-ACK\n```\n\n";

enum { COPIES = 5 }; /* the next one comes 6 seconds later */

static bool has_state(const struct session_stage *stage, const char *state)
{
	AUTO_FREE char *sockets = session_stage_sockets(stage);
	return strstr(sockets, state);
}

/* Reads for as long as the row lasts. */
static void read_on(struct session_stage *stage)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (has_state(stage, "FIN-WAIT-2")) {
		cr_assert(clock_now() < deadline, "the row stays");
		cr_assert(loop_once(stage->loop, 100, &stage->err));
	}
}

/* Reads until the kernel has sent the bytes again so often. */
static void read_copies(struct session_stage *stage, uint32_t wanted)
{
	const struct journal *journal = session_journal(stage->session);
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	size_t seen = 0;
	uint32_t copies = 0;
	while (copies < wanted) {
		cr_assert(clock_now() < deadline, "%u copies", copies);
		cr_assert(loop_once(stage->loop, 100, &stage->err));
		for (; seen < journal_count(journal); seen++) {
			const struct event *event = journal_at(journal, seen);
			uint32_t told = event->as.socket.state.retransmits;
			if (event->kind == EVENT_SOCKET && told > copies)
				copies = told;
		}
	}
}

/* The labs that were begun, and whether a note says why. */
static void expect_labs(const struct session_stage *stage, size_t labs)
{
	const struct journal *journal = session_journal(stage->session);
	size_t begun = 0, told = 0;
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		begun += event->kind == EVENT_LAB &&
			 event->as.lab.phase == LAB_BEGUN;
		told += event->kind == EVENT_NOTE &&
			(strstr(event->as.note, "Time was up for FIN-WAIT-2") ||
			 strstr(event->as.note, "longer and longer pauses") ||
			 strstr(event->as.note, "holds back new ones"));
	}
	cr_expect_eq(begun, labs, "%zu labs", begun);
	cr_expect_eq(told, labs - 1, "told %zu times", told);
}

Test(session_lapse, is_made_again)
{
	struct session_stage stage;
	session_stage_open(&stage, lesson);
	session_stage_play(&stage, 1);
	read_on(&stage);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 0);
	cr_expect(has_state(&stage, "TIME-WAIT"));
	expect_labs(&stage, 2);
	session_stage_close(&stage);
}

Test(session_lapse, a_beat_that_expects_nothing_puts_it_off)
{
	struct session_stage stage;
	session_stage_open(&stage, later);
	session_stage_play(&stage, 1);
	read_on(&stage);
	session_stage_play(&stage, 1);
	expect_labs(&stage, 1);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 0);
	cr_expect(has_state(&stage, "TIME-WAIT"));
	expect_labs(&stage, 2);
	session_stage_close(&stage);
}

Test(session_lapse, not_for_who_is_in_time)
{
	struct session_stage stage;
	session_stage_open(&stage, lesson);
	session_stage_play(&stage, 2);
	expect_labs(&stage, 1);
	session_stage_close(&stage);
}

Test(session_lapse, not_for_a_beat_that_waits)
{
	struct session_stage stage;
	session_stage_open(&stage, waiting);
	session_stage_play(&stage, 1);
	read_on(&stage);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 0);
	expect_labs(&stage, 1);
	session_stage_close(&stage);
}

/* Whoever lets the learner's own `wait` pass wants the row to go. */
Test(session_lapse, not_for_who_waits)
{
	struct session_stage stage;
	struct arena arena = {0};
	struct order order;
	session_stage_open(&stage, lesson);
	session_stage_play(&stage, 1);
	cr_assert(
		order_parse(str_from("wait 10ms"), &arena, &order, &stage.err));
	cr_assert(session_order(stage.session, &order, &stage.err));
	cr_assert(session_wait(stage.session, &stage.err));
	read_on(&stage);
	session_stage_play(&stage, 1);
	cr_expect(!has_state(&stage, "TIME-WAIT"));
	expect_labs(&stage, 1);
	arena_done(&arena);
	session_stage_close(&stage);
}

Test(session_lapse, a_copy_that_is_too_far_off)
{
	struct session_stage stage;
	session_stage_open(&stage, copied);
	session_stage_play(&stage, 2);
	read_copies(&stage, COPIES);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 0);
	expect_labs(&stage, 2);
	session_stage_close(&stage);
}

Test(session_lapse, not_for_a_copy_that_comes_in_time)
{
	struct session_stage stage;
	session_stage_open(&stage, patient);
	session_stage_play(&stage, 2);
	read_copies(&stage, 2);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 0);
	expect_labs(&stage, 1);
	session_stage_close(&stage);
}

Test(session_lapse, not_for_a_beat_that_expects_no_copy)
{
	struct session_stage stage;
	session_stage_open(&stage, lost);
	session_stage_play(&stage, 2);
	read_copies(&stage, COPIES);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 0);
	expect_labs(&stage, 1);
	session_stage_close(&stage);
}

Test(session_lapse, a_copy_that_holds_back_what_is_new)
{
	struct session_stage stage;
	session_stage_open(&stage, second);
	session_stage_play(&stage, 2);
	read_copies(&stage, 2);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 0);
	expect_labs(&stage, 2);
	session_stage_close(&stage);
}
