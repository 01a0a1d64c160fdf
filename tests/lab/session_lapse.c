/* session_lapse: what the kernel's clock ends while one reads is there again.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock is that of an orphan in FIN_WAIT2, which a socket can have for
 * itself (TCP_LINGER2): a few seconds, in place of a minute of TIME_WAIT.
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

static const char waiting[] = SETUP "```wire\nwait 20s\n```\n\n"
				    "```expect\nkernel: none\n```\n\n";

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
			strstr(event->as.note, "Time was up for FIN-WAIT-2");
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
