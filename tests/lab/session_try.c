/* session_try: a call that the learner has to find.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "session_stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <time.h>

/* The client has to make a socket, then to connect it. */
static const char text[] = SESSION_STAGE_FRONT
	"## Get ready: a listener\n\n"
	"```c server setup\n"
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"
	"bind(srv, 127.0.0.1:12345);\n"
	"listen(srv, 5);\n"
	"```\n\n"
	"Let the client make a socket that can reach the server.\n\n"
	"```try client\n"
	"- What does the server have?\n"
	"- Both ends are of one type.\n"
	"cli = socket(AF_INET, SOCK_STREAM, 0);\n"
	"```\n\n"
	"```expect\nreturns at least 3\ncli: unlisted type SOCK_STREAM\n```\n\n"
	"It has one.\n\n"
	"## Reach the server: the way there\n\n"
	"Let it reach the server.\n\n"
	"```try client\n"
	"- Look at the listener's address.\n"
	"- A client names the address of the server.\n"
	"- It takes the socket and the address, as bind does.\n"
	"connect(cli, 127.0.0.1:12345);\n"
	"```\n\n"
	"```expect\n"
	"wire: SYN, SYN-ACK, ACK\n"
	"cli: ESTAB peer 127.0.0.1:12345\n"
	"srv: LISTEN recv-q 1\n"
	"```\n\n"
	"It did.\n\n"
	"```c client\nsend(cli, \"hello\");\n```\n\n"
	"```expect\nreturns 5\nkernel: ESTAB 127.0.0.1:12345 recv-q 5\n```\n";

enum { BEATS = 3 };

static uint64_t later; /* nanoseconds that the clock is put forward by */

static uint64_t put_forward(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * CLOCK_SECOND + (uint64_t)now.tv_nsec +
	       later;
}

static void use_clock(void)
{
	later = 0;
	clock_replace(put_forward);
}

TestSuite(session_try, .init = use_clock);

static void wait_long(void)
{
	later += 8 * CLOCK_SECOND;
}

/* The hints so far, joined: "1 What does …; 3 the call". */
static char *hints_of(const struct session_stage *stage)
{
	const struct journal *journal = session_journal(stage->session);
	struct buf out = {0};
	buf_puts(&out, "");
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_hint *hint = &event->as.hint;
		if (event->kind != EVENT_HINT)
			continue;
		buf_printf(&out, "%s%d.%d %d %s", out.len ? "; " : "",
			   hint->step, hint->beat, hint->level,
			   hint->done	? "done"
			   : hint->text ? hint->text
					: "the call");
	}
	return buf_take(&out);
}

static void try_call(struct session_stage *stage, const char *call)
{
	cr_assert(session_stage_call(stage, "client", call), "%s: %s", call,
		  stage->err.text);
}

Test(session_try, the_call_itself_is_right)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	cr_expect_eq(session_state(session), SESSION_TRYING);
	cr_expect(!session_next(session, &stage.err));
	cr_expect(strstr(stage.err.text, "this call is yours"), "%s",
		  stage.err.text);
	try_call(&stage, "cli = socket(AF_INET, SOCK_STREAM, 0)");
	cr_expect_eq(session_beats(session, session_live(session)), 1);
	cr_expect(!session_is_free(session), "it is the lesson's beat");
	cr_expect_eq(session_state(session), SESSION_TRYING);
	try_call(&stage, "connect(cli, 127.0.0.1:12345)");
	cr_expect_eq(session_state(session), SESSION_READY);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_state(session), SESSION_OVER);
	cr_expect_eq(session_failures(session), 0);
	cr_expect_eq(session_stage_count(&stage, EVENT_HINT), 0);
	cr_expect_eq(session_stage_count(&stage, EVENT_STEP), 2 * BEATS);
	cr_expect_eq(session_stage_count(&stage, EVENT_CHECK), 2 + 3 + 2);
	session_stage_close(&stage);
}

/* Who types `connect(cli, localhost:12345)` makes two calls. */
Test(session_try, to_look_a_name_up_is_no_wrong_try)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	try_call(&stage, "cli = socket(AF_INET, SOCK_STREAM, 0)");
	try_call(&stage, "getaddrinfo(\"localhost\", \"12345\", {AF_INET, "
			 "SOCK_STREAM})");
	cr_expect_eq(session_stage_count(&stage, EVENT_HINT), 0);
	try_call(&stage, "getsockname(cli)");
	cr_expect_eq(session_stage_count(&stage, EVENT_HINT), 1);
	try_call(&stage, "connect(cli, 127.0.0.1:12345)");
	cr_expect_eq(session_state(stage.session), SESSION_READY);
	session_stage_close(&stage);
}

/* By its effect, not by its text: other names, other calls, a detour. */
Test(session_try, any_way_there_is_right)
{
	static const struct {
		const char *calls[6];
	} rows[] = {
		{{"socket(AF_INET, SOCK_STREAM)",
		  "connect(cli, 127.0.0.1:12345)"}},
		{{"mine = socket(AF_INET, SOCK_STREAM)",
		  "connect(mine, 127.0.0.1:12345)"}},
		{{"mine = socket(AF_INET, SOCK_STREAM)",
		  "bind(mine, 127.0.0.1:0)", "connect(mine, 127.0.0.1:12345)"}},
		{{"cli = socket(AF_INET, SOCK_STREAM)",
		  "connect(cli, 127.0.0.1:9)",
		  "connect(cli, 127.0.0.1:12345)"}},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct session_stage stage;
		session_stage_open(&stage, text);
		struct session *session = stage.session;
		for (size_t n = 0; n < 6 && rows[i].calls[n]; n++)
			try_call(&stage, rows[i].calls[n]);
		cr_expect_eq(session_beats(session, session_live(session)), 2,
			     "row %zu", i);
		session_stage_play(&stage, 1);
		cr_expect_eq(session_stage_value(&stage, "client"), 5,
			     "the lesson's cli is the learner's socket");
		cr_expect_eq(session_failures(session), 0, "row %zu", i);
		session_stage_close(&stage);
	}
}

Test(session_try, a_wrong_try_is_made_and_gets_a_hint)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 1);
	try_call(&stage, "connect(cli, 127.0.0.1:9)");
	cr_expect_eq(session_stage_value(&stage, "client"), -ECONNREFUSED);
	cr_expect(session_is_free(session));
	cr_expect_eq(session_state(session), SESSION_TRYING);
	try_call(&stage, "listen(cli, 5)");
	AUTO_FREE char *one = hints_of(&stage);
	cr_expect_str_eq(one,
			 "0.0 0 done; 1.0 0 Look at the listener's "
			 "address.",
			 "there was no time to think: %s", one);
	wait_long();
	session_stage_call(&stage, "server", "getsockname(srv)");
	session_stage_run(&stage, "true");
	for (int i = 0; i < 4; i++) {
		wait_long();
		try_call(&stage, "getsockname(cli)");
	}
	AUTO_FREE char *all = hints_of(&stage);
	cr_expect_str_eq(all + strlen(one),
			 "; 1.0 1 A client names the address of the server."
			 "; 1.0 2 It takes the socket and the address, as bind "
			 "does.",
			 "the call itself is for those who ask: %s", all);
	cr_expect_eq(session_failures(session), 0, "a try is no failure");
	session_stage_close(&stage);
}

Test(session_try, hints_are_asked_for_and_thought_about)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	struct err *err = &stage.err;
	size_t live = session_live(session);
	cr_assert(session_hint(session, err), "%s", err->text);
	cr_expect(!session_hint(session, err));
	cr_expect(strstr(err->text, "another one in 8 seconds"), "%s",
		  err->text);
	later += 7 * CLOCK_SECOND;
	cr_expect(!session_hint(session, err));
	later += CLOCK_SECOND;
	cr_assert(session_hint(session, err), "%s", err->text);
	wait_long();
	cr_expect(!session_hint(session, err), "it is to be thought about");
	cr_expect(strstr(err->text, "in your own words"), "%s", err->text);
	cr_assert(session_hint(session, err), "%s", err->text);
	wait_long();
	cr_expect(!session_hint(session, err));
	cr_expect(strstr(err->text, "the call itself was shown"), "%s",
		  err->text);
	AUTO_FREE char *hints = hints_of(&stage);
	cr_expect_str_eq(hints,
			 "0.0 0 What does the server have?; "
			 "0.0 1 Both ends are of one type.; 0.0 2 the call");
	cr_expect_eq(session_live(session), live, "a hint is no move");
	try_call(&stage, "cli = socket(AF_INET, SOCK_STREAM)");
	cr_expect_eq(session_beats(session, 1), 1);
	session_stage_play(&stage, 1);
	cr_expect(!session_hint(session, err), "nothing is to be typed");
	cr_expect(!session_do_it(session, err));
	session_stage_close(&stage);
}

/* After wrong tries as well; they are seen, and the call is the lesson's. */
Test(session_try, it_is_made_for_the_learner)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	try_call(&stage, "socket(AF_INET, SOCK_DGRAM)");
	cr_assert(session_stage_call(&stage, "client", "getsockname(cli)"));
	cr_assert(session_do_it(session, &stage.err), "%s", stage.err.text);
	cr_assert(session_wait(session, &stage.err));
	cr_expect_eq(session_beats(session, session_live(session)), 1);
	cr_expect_eq(session_live(session), 3);
	session_stage_play(&stage, 2);
	cr_expect_eq(session_state(session), SESSION_OVER);
	cr_expect_eq(session_failures(session), 0);
	AUTO_FREE char *hints = hints_of(&stage);
	cr_expect(strstr(hints, "0.0 1 done"), "%s", hints);
	session_stage_close(&stage);
}

Test(session_try, a_rewind_tries_again)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	static const char *const calls[] = {
		"udp = socket(AF_INET, SOCK_DGRAM)",
		"mine = socket(AF_INET, SOCK_STREAM)",
		"connect(mine, 127.0.0.1:9)",
		"connect(mine, 127.0.0.1:12345)",
	};
	char *then[COUNT(calls) + 2];
	size_t beats[COUNT(calls) + 2], count = 0;
	for (size_t i = 0; i < COUNT(then); i++) {
		then[count] = session_stage_sockets(&stage);
		beats[count++] = session_beats(session, session_live(session));
		if (i < COUNT(calls))
			try_call(&stage, calls[i]);
		else if (i == COUNT(calls))
			session_stage_play(&stage, 1);
	}
	size_t hints = session_stage_count(&stage, EVENT_HINT);
	while (count-- > 0) {
		cr_assert(session_rewind(session, count, &stage.err), "%s",
			  stage.err.text);
		AUTO_FREE char *now = session_stage_sockets(&stage);
		cr_expect_str_eq(now, then[count], "rewound to move %zu",
				 count);
		cr_expect_eq(session_beats(session, count), beats[count],
			     "move %zu", count);
		free(then[count]);
	}
	cr_expect_eq(session_stage_count(&stage, EVENT_HINT), hints,
		     "what was known needs no hint");
	cr_expect_eq(session_state(session), SESSION_TRYING);
	session_stage_close(&stage);
}

/* What the try needs can be lost by it. */
Test(session_try, it_can_become_impossible)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 1);
	try_call(&stage, "close(cli)");
	cr_expect(!session_do_it(session, &stage.err));
	cr_expect(strstr(stage.err.text, "cli was closed by your call"), "%s",
		  stage.err.text);
	cr_assert(session_rewind(session, session_move_of(session, 1),
				 &stage.err));
	session_stage_play(&stage, 2);
	cr_expect_eq(session_failures(session), 0);
	session_stage_close(&stage);
}
