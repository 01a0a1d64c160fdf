/* session_play: a lesson played, looked back through, rewound and broken.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "call/table/syscalls.h"
#include "session/session.h"
#include "show/scene.h"

#include <criterion/criterion.h>
#include <string.h>

static const char text[] =
	"---\n"
	"id: played\n"
	"title: A lesson for this test\n"
	"module: 9 Tests\n"
	"kind: extension\n"
	"objective: Be played.\n"
	"requires: []\n"
	"minutes: {demo: 1, lab: 1}\n"
	"actors: {server: {}, client: {}}\n"
	"---\n\n"
	"Words.\n\n"
	"## Get ready: a listener\n\n"
	"```c server setup\n"
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"
	"bind(srv, 127.0.0.1:12345);\n"
	"```\n\n"
	"```c server\nlisten(srv, 5);\n```\n\n"
	"```expect\nsrv: LISTEN 127.0.0.1:12345 recv-q 0\n```\n\n"
	"## Reach the server: a client\n\n"
	"```c client\ncli = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
	"```predict\nWhat does it return?\n"
	"- [x] 0\n- [ ] Nothing: it blocks. (M09)\n  It is back.\n```\n\n"
	"```c client\nconnect(cli, 127.0.0.1:12345);\n```\n\n"
	"```expect\nreturns 0\nsrv: LISTEN recv-q 1\n"
	"kernel: ESTAB 127.0.0.1:12345\n```\n\n"
	"## Ask: bytes\n\n"
	"```c client\nsend(cli, \"hello\");\n```\n\n"
	"```expect\nkernel: ESTAB 127.0.0.1:12345 recv-q 5\n"
	"cli: ESTAB send-q 0\n```\n\n"
	"```c server\nconn = accept(srv);\n```\n\n"
	"```expect\nserver fds 3, 4\n```\n\n"
	"```c server\nrecv(conn, 100);\n```\n\n"
	"```expect\nreturns 5\ndata \"hello\"\n```\n\n"
	"```c server\nrecv(conn, 100);\n```\n\n"
	"```expect\nblocks\n```\n\n"
	"```c client\nclose(cli);\n```\n\n"
	"```expect\nserver returns 0\ncli: FIN-WAIT-2\n```\n";

enum { BEATS = 8, CONNECT = 2 };

struct fixture {
	struct loop *loop;
	struct lesson *lesson;
	struct session *session;
	struct err err;
};

static void begin_as(struct fixture *fixture, const char *lesson,
		     const struct session_options *asked)
{
	struct faults faults = {0};
	struct session_options options = *asked;
	*fixture = (struct fixture){0};
	fixture->loop = loop_new(&fixture->err);
	fixture->lesson =
		lesson_parse("played.md", lesson, strlen(lesson), &faults);
	cr_assert(fixture->lesson, "line %d: %s", faults.items[0].line,
		  faults.items[0].text);
	faults_done(&faults);
	fixture->session = session_new(fixture->lesson, fixture->loop, &options,
				       &fixture->err);
	cr_assert(fixture->session, "%s", fixture->err.text);
	if (session_missing(fixture->session))
		cr_skip_test("%s", session_missing(fixture->session));
}

static void begin(struct fixture *fixture, const char *lesson)
{
	begin_as(fixture, lesson, &(struct session_options){0});
}

static void end(struct fixture *fixture)
{
	session_free(fixture->session);
	lesson_free(fixture->lesson);
	loop_free(fixture->loop);
}

static void play_one(struct fixture *fixture)
{
	struct session *session = fixture->session;
	struct err *err = &fixture->err;
	if (session_state(session) == SESSION_ASKING)
		cr_assert(session_answer(session, 0, err), "%s", err->text);
	cr_assert(session_next(session, err), "%s", err->text);
	cr_assert(session_wait(session, err), "%s", err->text);
}

/* What the sockets are at the place looked at, without what another run has
 * other numbers for: inodes, cookies, ephemeral ports. */
static char *sockets_of(const struct session *session)
{
	size_t first, last;
	session_view(session, &first, &last);
	struct snapshot snapshot = {0};
	journal_snapshot(session_journal(session), last, &snapshot);
	struct buf out = {0};
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		int port = address_port(&row->local);
		buf_printf(&out, "%s %s%s%d %u %u port %d\n",
			   socket_state_word(row),
			   row->owner_count ? row->owners[0].actor : "kernel",
			   row->owner_count ? " fd " : " ",
			   row->owner_count ? row->owners[0].fd : 0,
			   row->recv_q, row->send_q, port == 12345 ? port : 0);
	}
	snapshot_done(&snapshot);
	return buf_take(&out);
}

/* As on the screen. A check ends where it fails; a lesson goes on, whatever the
 * learner has done to it. */
Test(session, goes_on_from_what_was_not_expected)
{
	static const char front[] =
		"---\n"
		"id: unmet\n"
		"title: A lesson that is not as its words say\n"
		"module: 9 Tests\n"
		"kind: extension\n"
		"objective: Go on.\n"
		"requires: []\n"
		"minutes: {demo: 1, lab: 1}\n"
		"actors: {server: {}}\n"
		"---\n\n"
		"## Get ready: a socket\n\n"
		"```c server\ns = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
		"```expect\nfails EBADF\n```\n\n"
		"```c server\nlisten(s, 5);\n```\n\n"
		"```expect\nreturns 0\n```\n";
	struct fixture fixture;
	begin_as(&fixture, front, &(struct session_options){.by_calls = true});
	struct session *session = fixture.session;
	play_one(&fixture);
	cr_expect_eq(session_failures(session), 1);
	cr_expect_eq(session_state(session), SESSION_READY, "it goes on");
	play_one(&fixture);
	cr_expect_eq(session_failures(session), 1);
	cr_expect_eq(session_state(session), SESSION_OVER);
	end(&fixture);
}

Test(session, plays_to_the_end)
{
	struct fixture fixture;
	begin(&fixture, text);
	struct session *session = fixture.session;
	for (size_t i = 0; i < BEATS; i++) {
		cr_expect_eq(session_live(session), i);
		cr_expect_eq(session_state(session),
			     i == CONNECT ? SESSION_ASKING : SESSION_READY);
		play_one(&fixture);
	}
	cr_expect_eq(session_state(session), SESSION_OVER);
	cr_expect_eq(session_failures(session), 0);
	cr_expect(!session_next(session, &fixture.err));
	end(&fixture);
}

Test(session, looking_back_shows_what_was)
{
	struct fixture fixture;
	begin(&fixture, text);
	struct session *session = fixture.session;
	char *then[BEATS + 1];
	then[0] = sockets_of(session);
	for (size_t i = 0; i < BEATS; i++) {
		play_one(&fixture);
		then[i + 1] = sockets_of(session);
	}
	for (size_t i = BEATS; i > 0; i--) {
		cr_expect_eq(session_viewed(session), i);
		char *now = sockets_of(session);
		cr_expect_str_eq(now, then[i], "after beat %zu", i);
		free(now);
		cr_assert(session_look(session, -1, &fixture.err));
	}
	cr_expect(!session_look(session, -1, &fixture.err));
	cr_assert(session_next(session, &fixture.err));
	cr_expect_eq(session_viewed(session), 1);
	cr_expect_eq(session_live(session), BEATS);
	cr_expect(!session_look(session, BEATS, &fixture.err));
	for (size_t i = 0; i <= BEATS; i++)
		free(then[i]);
	end(&fixture);
}

Test(session, a_rewind_brings_the_kernel_there_again)
{
	struct fixture fixture;
	begin(&fixture, text);
	struct session *session = fixture.session;
	char *then[BEATS + 1];
	then[0] = sockets_of(session);
	for (size_t i = 0; i < BEATS; i++) {
		play_one(&fixture);
		then[i + 1] = sockets_of(session);
	}
	for (size_t i = BEATS + 1; i-- > 0;) {
		cr_assert(session_rewind(session, i, &fixture.err), "%s",
			  fixture.err.text);
		cr_expect_eq(session_live(session), i);
		char *now = sockets_of(session);
		cr_expect_str_eq(now, then[i], "rewound to %zu", i);
		free(now);
		free(then[i]);
	}
	cr_expect_eq(session_failures(session), 0);
	cr_expect(!session_rewind(session, 1, &fixture.err));
	end(&fixture);
}

/* Calls are made again at once; what has a clock is waited for again. */
Test(session, tells_what_a_rewind_waits_for)
{
	static const char front[] =
		"---\n"
		"id: waits\n"
		"title: A lesson that waits\n"
		"module: 9 Tests\n"
		"kind: extension\n"
		"objective: Wait.\n"
		"requires: []\n"
		"needs: [wire]\n"
		"minutes: {demo: 1, lab: 1}\n"
		"actors: {server: {}}\n"
		"---\n\n"
		"## Get ready: a socket\n\n"
		"```c server\ns = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
		"## Look around: waits\n\n"
		"```sh\nsleep 0.6\n```\n\n"
		"```wire\nwait 900ms\n```\n\n"
		"```c server\nlisten(s, 5);\n```\n";
	struct fixture fixture;
	begin(&fixture, front);
	struct session *session = fixture.session;
	for (size_t i = 0; i < 4; i++)
		play_one(&fixture);
	struct rewind_wait longest;
	cr_expect_eq(session_waits_before(session, 1, &longest), 0);
	cr_expect_eq(longest.time, 0, "a call waits for no clock");
	uint64_t one = session_waits_before(session, 2, &longest);
	cr_expect_geq(one, 600 * CLOCK_MS);
	cr_expect_str_eq(longest.command, "sleep 0.6");
	cr_expect_eq(longest.step, 1);
	uint64_t both = session_waits_before(session, 3, &longest);
	cr_expect_geq(both, one + 900 * CLOCK_MS);
	cr_expect_eq(session_waits_before(session, 4, &longest), both,
		     "nor does the call behind them");
	cr_assert(session_rewind(session, 4, &fixture.err));
	cr_expect_geq(session_waits_before(session, 4, &longest),
		      1500 * CLOCK_MS, "the new lab has waited as well");
	cr_assert(session_run(session, NULL, "sleep 0.7", &fixture.err) &&
		  session_wait(session, &fixture.err));
	cr_expect_geq(session_waits_before(session, 5, &longest),
		      2200 * CLOCK_MS, "so does what the learner ran");
	end(&fixture);
}

/* A call that slept until it gave up has a clock; one that sleeps on, or whose
 * answer was at hand, has none. */
Test(session, tells_which_calls_a_rewind_waits_for)
{
	static const char front[] =
		"---\n"
		"id: sleeps\n"
		"title: A call that gives up\n"
		"module: 9 Tests\n"
		"kind: extension\n"
		"objective: Wait.\n"
		"requires: []\n"
		"minutes: {demo: 1, lab: 1}\n"
		"actors: {server: {}, other: {}}\n"
		"---\n\n"
		"## Get ready: limits\n\n"
		"```c server\ns = socket(AF_INET, SOCK_DGRAM, 0);\n```\n\n"
		"```c server\nsetsockopt(s, SOL_SOCKET, SO_RCVTIMEO, "
		"{0, 700000});\n```\n\n"
		"```c other\no = socket(AF_INET, SOCK_DGRAM, 0);\n```\n\n"
		"```c other\nrecv(o, 10, 0);\n```\n\n"
		"```expect\nblocks\n```\n\n"
		"## Answer: none comes\n\n"
		"```c server\nrecv(s, 10, 0);\n```\n\n"
		"```expect\nfails EAGAIN\nwithin 10s\n```\n";
	struct fixture fixture;
	begin(&fixture, front);
	struct session *session = fixture.session;
	struct rewind_wait longest;
	for (size_t i = 0; i < 5; i++)
		play_one(&fixture);
	cr_expect_eq(session_waits_before(session, 4, &longest), 0,
		     "it sleeps on");
	cr_expect_geq(session_waits_before(session, 5, &longest),
		      500 * CLOCK_MS);
	cr_expect_str_eq(longest.actor, "server");
	cr_expect_str_eq(longest.call->syscall->name, "recv");
	cr_expect_eq(longest.step, 1);
	end(&fixture);
}

Test(session, an_answer_is_asked_once_and_kept)
{
	struct fixture fixture;
	begin(&fixture, text);
	struct session *session = fixture.session;
	struct err *err = &fixture.err;
	cr_expect(!session_answer(session, 0, err), "nothing is asked yet");
	play_one(&fixture);
	play_one(&fixture);
	cr_expect_eq(session_state(session), SESSION_ASKING);
	cr_expect(!session_next(session, err), "the question comes first");
	cr_expect(!session_answer(session, 2, err), "there are two options");
	cr_assert(session_answer(session, 1, err));
	cr_expect_eq(session_state(session), SESSION_READY);
	cr_expect(!session_answer(session, 0, err), "it is answered");
	play_one(&fixture);
	cr_assert(session_rewind(session, 1, err));
	play_one(&fixture);
	cr_expect_eq(session_state(session), SESSION_READY);
	play_one(&fixture);
	const struct scene scene =
		scene_at(session_course(session), session_lesson(session),
			 session_live(session));
	cr_expect_eq(scene.answer, 1);
	end(&fixture);
}

/* The command kills the server's process; nothing in the lesson expects it. */
static const char killing[] =
	"\n## Look around: a command\n\n```c client\nsocket(AF_INET, "
	"SOCK_STREAM, 0);\n```\n\n"
	"```sh\nkill -KILL 2\n```\n\n";

Test(session, a_killed_actor_breaks_it_and_a_rewind_mends_it)
{
	struct fixture fixture;
	struct buf both = {0};
	buf_puts(&both, text);
	buf_puts(&both, killing);
	begin(&fixture, buf_text(&both));
	buf_done(&both);
	struct session *session = fixture.session;
	const struct event *born = journal_at(session_journal(session), 1);
	cr_assert_eq(born->kind, EVENT_ACTOR);
	cr_assert_eq(born->as.actor.pid, 2);
	for (size_t i = 0; i < BEATS + 2; i++)
		play_one(&fixture);
	cr_expect_eq(session_state(session), SESSION_BROKEN);
	cr_expect_str_eq(session_loss(session), "server was killed by SIGKILL");
	cr_expect(!session_next(session, &fixture.err));
	cr_expect(strstr(fixture.err.text, "rewind"), "%s", fixture.err.text);
	cr_assert(session_rewind(session, BEATS + 1, &fixture.err), "%s",
		  fixture.err.text);
	cr_expect_eq(session_state(session), SESSION_READY);
	end(&fixture);
}
