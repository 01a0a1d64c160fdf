/* session_free: what the learner does that the lesson does not say.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session_stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const char text[] = SESSION_STAGE_FRONT
	"## Get ready: a listener\n\n"
	"```c server setup\n"
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"
	"bind(srv, 127.0.0.1:12345);\n"
	"```\n\n"
	"```c server\nlisten(srv, 5);\n```\n\n"
	"```expect\nsrv: LISTEN 127.0.0.1:12345 recv-q 0\n```\n\n"
	"```c client\ncli = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
	"## Reach the server: a client\n\n"
	"```c client\nconnect(cli, 127.0.0.1:12345);\n```\n\n"
	"```expect\nreturns 0\nsrv: LISTEN recv-q 1\n```\n\n"
	"```c server\nconn = accept(srv);\n```\n\n"
	"```expect\nconn: ESTAB\n```\n";

enum { BEATS = 4 };

Test(session_free, a_call_of_ones_own_is_a_move)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 2);
	cr_expect(!session_is_free(session));
	cr_assert(session_stage_call(&stage, "client", "getsockname(cli)"),
		  "%s", stage.err.text);
	cr_assert(session_stage_call(&stage, "server", "getpeername(srv)"));
	cr_expect_eq(session_stage_value(&stage, "server"), -ENOTCONN);
	cr_expect_eq(session_live(session), 4);
	cr_expect_eq(session_viewed(session), 4);
	cr_expect(session_is_free(session));
	cr_expect_eq(session_beats(session, 4), 2);
	cr_expect_eq(session_beats(session, 1), 1);
	cr_expect_eq(session_beats(session, 0), 0);
	cr_expect_eq(session_move_of(session, 2), 2);
	cr_expect_eq(session_state(session), SESSION_READY);
	session_stage_play(&stage, 2);
	cr_expect_eq(session_failures(session), 0);
	cr_expect_eq(session_state(session), SESSION_OVER);
	cr_expect_eq(session_beats(session, session_live(session)), BEATS);
	cr_assert(session_stage_call(&stage, "client", "send(cli, \"more\")"));
	cr_expect_eq(session_stage_value(&stage, "client"), 4);
	cr_expect_eq(session_state(session), SESSION_OVER);
	session_stage_close(&stage);
}

Test(session_free, looking_back_shows_it)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 1);
	AUTO_FREE char *before = session_stage_sockets(&stage);
	session_stage_call(&stage, "server", "listen(srv, 2)");
	AUTO_FREE char *after = session_stage_sockets(&stage);
	cr_expect(strstr(after, "LISTEN server fd 3 0 2"), "%s", after);
	session_stage_play(&stage, 1);
	cr_assert(session_look(session, -1, &stage.err));
	cr_expect(session_is_free(session));
	AUTO_FREE char *then = session_stage_sockets(&stage);
	cr_expect_str_eq(then, after);
	cr_assert(session_look(session, -1, &stage.err));
	cr_expect(!session_is_free(session));
	AUTO_FREE char *earlier = session_stage_sockets(&stage);
	cr_expect_str_eq(earlier, before);
	cr_expect(!session_stage_call(&stage, "server", "listen(srv, 2)"));
	cr_expect_str_eq(stage.err.text, "call: look forward to where the "
					 "kernel is first");
	session_stage_close(&stage);
}

/* The kernel does it all again, the learner's calls in their places. */
Test(session_free, a_rewind_makes_it_again)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	char *then[BEATS + 4];
	size_t count = 0;
	then[count++] = session_stage_sockets(&stage);
	session_stage_play(&stage, 1);
	then[count++] = session_stage_sockets(&stage);
	session_stage_call(&stage, "client",
			   "mine = socket(AF_INET, "
			   "SOCK_STREAM)");
	then[count++] = session_stage_sockets(&stage);
	session_stage_call(&stage, "client", "connect(mine, 127.0.0.1:12345)");
	then[count++] = session_stage_sockets(&stage);
	cr_expect(strstr(then[3], "LISTEN server fd 3 1 5"), "%s", then[3]);
	session_stage_run(&stage, "ss -tan");
	then[count++] = session_stage_sockets(&stage);
	session_stage_play(&stage, 1);
	then[count++] = session_stage_sockets(&stage);
	while (count-- > 0) {
		cr_assert(session_rewind(session, count, &stage.err), "%s",
			  stage.err.text);
		cr_expect_eq(session_live(session), count);
		AUTO_FREE char *now = session_stage_sockets(&stage);
		cr_expect_str_eq(now, then[count], "rewound to move %zu",
				 count);
		free(then[count]);
	}
	cr_expect_eq(session_beats(session, 0), 0);
	session_stage_close(&stage);
}

Test(session_free, what_is_not_as_expected_may_come_from_it)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	session_stage_play(&stage, 2);
	session_stage_call(&stage, "client",
			   "mine = socket(AF_INET, "
			   "SOCK_STREAM)");
	session_stage_call(&stage, "client", "connect(mine, 127.0.0.1:12345)");
	session_stage_play(&stage, 1);
	cr_expect_eq(session_failures(stage.session), 1);
	const struct journal *journal = session_journal(stage.session);
	const char *note = NULL;
	for (size_t i = 0; i < journal_count(journal); i++) {
		if (journal_at(journal, i)->kind == EVENT_NOTE)
			note = journal_at(journal, i)->as.note;
	}
	cr_assert(note);
	cr_expect(strstr(note, "You made 2 moves of your own before"), "%s",
		  note);
	session_stage_close(&stage);
}

/* What the next beat needs is gone, in each of the ways it can be. */
Test(session_free, the_lesson_cannot_go_on_without_what_it_needs)
{
	static const struct {
		size_t played;
		const char *actor, *calls[3];
		const char *said; /* NULL: it goes on */
	} rows[] = {
		{3,
		 "server",
		 {"close(srv)"},
		 "accept(srv): srv was closed by your call close(srv); r "
		 "rewinds to before your own calls"},
		{3,
		 "server",
		 {"close(3)", "x = socket(AF_INET, SOCK_DGRAM)"},
		 "srv was closed by your call close(3)"},
		{3,
		 "server",
		 {"a = accept(srv)", "b = accept(srv)"},
		 "server is still inside your call accept"},
		{3, "server", {"getsockname(srv)"}, NULL},
		{2, "client", {"cli = socket(AF_INET, SOCK_STREAM)"}, NULL},
		{3, "client", {"close(cli)"}, NULL},
		{2,
		 "client",
		 {"close(cli)"},
		 "connect(cli, 127.0.0.1:12345): cli was closed by"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct session_stage stage;
		session_stage_open(&stage, text);
		struct session *session = stage.session;
		session_stage_play(&stage, rows[i].played);
		for (size_t n = 0; n < 3 && rows[i].calls[n]; n++)
			cr_assert(session_stage_call(&stage, rows[i].actor,
						     rows[i].calls[n]),
				  "%s", stage.err.text);
		struct err why = {0};
		cr_expect_eq(session_is_stuck(session, &why),
			     rows[i].said != NULL, "row %zu", i);
		if (rows[i].said) {
			cr_expect(!session_next(session, &stage.err));
			cr_expect(strstr(stage.err.text, rows[i].said), "%s",
				  stage.err.text);
			size_t move = session_move_of(session, rows[i].played);
			cr_assert(session_rewind(session, move, &stage.err));
			cr_expect(!session_is_stuck(session, &why));
		}
		session_stage_play(&stage, BEATS - rows[i].played);
		cr_expect_eq(session_state(session), SESSION_OVER);
		session_stage_close(&stage);
	}
}

/* The learner's own move ended an actor, and another's beat comes before its
 * next one. */
Test(session_free, an_actor_that_was_ended_is_missed_before_its_turn)
{
	struct session_stage stage;
	struct err why = {0};
	size_t before = 0;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 1);
	cr_assert(session_signal(session, "server", SIGKILL, &stage.err));
	cr_assert(session_wait(session, &stage.err));
	cr_expect_str_eq(session_lost_actor(session, &before), "server");
	cr_expect_eq(before, 1);
	cr_expect(!session_is_stuck(session, &why), "socket() is the client's");
	session_stage_play(&stage, 2);
	cr_expect_str_eq(session_lost_actor(session, &before), "server");
	cr_expect(session_is_stuck(session, &why));
	cr_expect(strstr(why.text, "accept(srv): server has ended"), "%s",
		  why.text);
	cr_expect(!session_next(session, &stage.err));
	cr_assert(session_rewind(session, before, &stage.err));
	cr_expect_null(session_lost_actor(session, &before));
	size_t failures = session_failures(session);
	session_stage_play(&stage, 3);
	cr_expect_eq(session_failures(session), failures);
	session_stage_close(&stage);
}

/* Its twins: nobody needs it any more, or it was started again. */
Test(session_free, an_actor_that_was_ended_is_not_missed)
{
	struct session_stage stage;
	size_t before = 0;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 3);
	cr_assert(session_signal(session, "client", SIGKILL, &stage.err));
	cr_assert(session_wait(session, &stage.err));
	cr_expect_null(session_lost_actor(session, &before));
	cr_assert(session_signal(session, "server", SIGKILL, &stage.err));
	cr_assert(session_wait(session, &stage.err));
	cr_expect_str_eq(session_lost_actor(session, &before), "server");
	cr_assert(session_add_actor(session, "server", NULL, &stage.err), "%s",
		  stage.err.text);
	cr_assert(session_wait(session, &stage.err));
	cr_expect_null(session_lost_actor(session, &before));
	session_stage_close(&stage);
}

Test(session_free, what_is_refused_is_no_move)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 1);
	size_t place = journal_count(session_journal(session));
	cr_expect(!session_stage_call(&stage, "client", "close(nothing)"));
	cr_expect(strstr(stage.err.text, "nothing"), "%s", stage.err.text);
	cr_expect(!session_stage_call(&stage, "nobody", "close(3)"));
	cr_expect_eq(session_live(session), 1);
	cr_expect_eq(session_state(session), SESSION_READY);
	const struct journal *journal = session_journal(session);
	for (size_t i = place; i < journal_count(journal); i++)
		cr_expect_eq(journal_at(journal, i)->kind, EVENT_MOVE);
	cr_assert_eq(journal_count(journal), place + 4);
	cr_expect_eq(journal_at(journal, place)->as.move.phase, MOVE_BEGUN);
	cr_expect_eq(journal_at(journal, place + 1)->as.move.phase,
		     MOVE_REFUSED);
	cr_expect_eq(journal_at(journal, place + 2)->as.move.number,
		     journal_at(journal, place)->as.move.number);
	session_stage_close(&stage);
}

/* Its end is the learner's doing, so the lesson waits for them to undo it. */
Test(session_free, an_actor_may_die_of_it)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	session_stage_play(&stage, 2);
	cr_assert(session_stage_call(&stage, "client", "send(cli, \"x\")"));
	cr_expect_eq(session_state(session), SESSION_READY);
	cr_expect(!session_next(session, &stage.err));
	cr_expect(strstr(stage.err.text, "client has ended"), "%s",
		  stage.err.text);
	cr_assert(session_rewind(session, session_move_of(session, 2),
				 &stage.err));
	session_stage_play(&stage, 2);
	cr_expect_eq(session_failures(session), 0);
	session_stage_close(&stage);
}

/* A lab on the machine's own loopback moves with each rewind, and the learner's
 * calls move with it. */
Test(session_free, is_made_again_at_another_address)
{
	struct session_options options = {.no_namespaces = true};
	struct session_stage stage = {0};
	struct faults faults = {0};
	char path[] = "/tmp/sockstep-free-XXXXXX";
	AUTO_CLOSE int fd = mkstemp(path);
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	stage.loop = loop_new(&stage.err);
	stage.lesson = lesson_parse(path, text, strlen(text), &faults);
	stage.session =
		session_new(stage.lesson, stage.loop, &options, &stage.err);
	cr_assert(stage.session, "%s", stage.err.text);
	session_stage_play(&stage, 2);
	const struct beat *connecting =
		&session_lesson(stage.session)->steps[1].beats[0];
	struct call call = call_copy(&connecting->call, &stage.arena);
	call.args[0] = (struct value){.kind = VALUE_NAME, .name = "cli"};
	struct in_addr before = call.args[1].address->as.in.sin_addr;
	cr_assert(session_call(stage.session, "client", &call, &stage.err));
	cr_assert(session_wait(stage.session, &stage.err));
	cr_expect_eq(session_stage_value(&stage, "client"), 0);
	cr_assert(session_rewind(stage.session, 3, &stage.err), "%s",
		  stage.err.text);
	cr_expect_eq(session_stage_value(&stage, "client"), 0);
	connecting = &session_lesson(stage.session)->steps[1].beats[0];
	struct in_addr after = connecting->call.args[1].address->as.in.sin_addr;
	cr_expect_neq(before.s_addr, after.s_addr, "the lab has moved");
	unlink(path);
	session_stage_close(&stage);
}

/* --- a free lab ------------------------------------------------------------
 */

static const struct actor_spec two[] = {{"server", NULL}, {"client", NULL}};

Test(session_free, a_free_lab_has_only_free_moves)
{
	struct session_stage stage;
	session_stage_open_lesson(&stage,
				  lesson_blank(two, COUNT(two), NULL, 0));
	struct session *session = stage.session;
	cr_expect_eq(session_state(session), SESSION_FREE);
	cr_expect(!session_next(session, &stage.err));
	cr_expect(strstr(stage.err.text, "type a call"), "%s", stage.err.text);
	static const char *const calls[] = {
		"s = socket(AF_INET, SOCK_STREAM)",
		"bind(s, 127.0.0.1:12345)",
		"listen(s, 1)",
	};
	for (size_t i = 0; i < COUNT(calls); i++) {
		cr_assert(session_stage_call(&stage, "server", calls[i]), "%s",
			  stage.err.text);
		cr_expect_eq(session_state(session), SESSION_FREE);
	}
	AUTO_FREE char *sockets = session_stage_sockets(&stage);
	cr_expect_str_eq(sockets, "LISTEN server fd 3 0 1 port 12345\n");
	cr_assert(session_rewind(session, 3, &stage.err), "%s", stage.err.text);
	AUTO_FREE char *again = session_stage_sockets(&stage);
	cr_expect_str_eq(again, sockets);
	cr_assert(session_stage_call(&stage, "client",
				     "s = socket(AF_INET, "
				     "SOCK_STREAM)"));
	cr_assert(session_stage_call(&stage, "client", "send(s, \"x\")"));
	cr_expect_eq(session_state(session), SESSION_FREE,
		     "an actor that ends does not end a free lab");
	cr_expect(!session_stage_call(&stage, "client", "close(s)"));
	session_stage_close(&stage);
}

static void settle(struct session_stage *stage, bool began)
{
	cr_assert(began, "%s", stage->err.text);
	cr_assert(session_wait(stage->session, &stage->err));
}

/* An actor comes, is interrupted, and is killed: all of it moves, so a new lab
 * has it again. */
Test(session_free, actors_come_and_go)
{
	struct session_stage stage;
	session_stage_open_lesson(&stage,
				  lesson_blank(two, COUNT(two), NULL, 0));
	struct session *session = stage.session;
	struct err *err = &stage.err;
	settle(&stage, session_add_actor(session, "third", NULL, err));
	settle(&stage, session_stage_call(&stage, "third",
					  "s = socket(AF_INET, SOCK_DGRAM)"));
	settle(&stage, session_stage_call(&stage, "third", "recv(s, 10)"));
	settle(&stage, session_interrupt(session, "third", err));
	cr_expect_eq(session_stage_value(&stage, "third"), -EINTR);
	AUTO_FREE char *before = session_stage_sockets(&stage);
	settle(&stage, session_signal(session, "third", SIGKILL, err));
	AUTO_FREE char *after = session_stage_sockets(&stage);
	cr_expect_str_eq(after, "");
	cr_expect_eq(session_state(session), SESSION_FREE);
	cr_assert(session_rewind(session, 4, err), "%s", err->text);
	AUTO_FREE char *again = session_stage_sockets(&stage);
	cr_expect_str_eq(again, before);
	cr_expect_eq(session_stage_value(&stage, "third"), -EINTR);
	cr_expect(!session_add_actor(session, "third", NULL, err));
	cr_expect(!session_interrupt(session, "server", err));
	cr_expect(!session_signal(session, "nobody", SIGTERM, err));
	cr_expect_eq(session_live(session), 4, "what is refused is no move");
	session_stage_close(&stage);
}

static const char forking[] = SESSION_STAGE_FRONT
	"## Get ready: two processes with one socket\n\n"
	"```c server setup\n"
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"
	"bind(srv, 127.0.0.1:12345);\n"
	"listen(srv, 5);\n"
	"```\n\n"
	"```c server\nchild = fork();\n```\n\n"
	"```expect\nreturns at least 3\nchild fds 3\n```\n\n"
	"```c child\nconn = accept(srv);\n```\n\n"
	"```expect\nblocks\n```\n\n"
	"```c server\nclose(srv);\n```\n\n"
	"```expect\nsrv: LISTEN\nserver fds none\nchild fds 3\n```\n\n"
	"```c client\ncli = socket(AF_INET, SOCK_STREAM, 0);\n"
	"connect(cli, 127.0.0.1:12345);\n```\n\n"
	"```expect\nchild returns 4\nchild.conn: ESTAB\n```\n\n"
	"```c child\n_exit(3);\n```\n\n"
	"```expect\nchild fds none\n```\n\n"
	"```c server\nwaitpid(child);\n```\n\n"
	"```expect\nreturns at least 3\n```\n";

Test(session_free, a_lesson_can_fork)
{
	struct session_stage stage;
	session_stage_open(&stage, forking);
	struct session *session = stage.session;
	session_stage_play(&stage, 5);
	cr_assert(session_stage_call(&stage, "child", "send(conn, \"hello\")"),
		  "%s", stage.err.text);
	AUTO_FREE char *before = session_stage_sockets(&stage);
	cr_assert(session_rewind(session, 6, &stage.err), "%s", stage.err.text);
	AUTO_FREE char *again = session_stage_sockets(&stage);
	cr_expect_str_eq(again, before);
	session_stage_play(&stage, 2);
	cr_expect_eq(session_state(session), SESSION_OVER);
	cr_expect_eq(session_failures(session), 0);
	session_stage_close(&stage);
}

Test(session_free, a_host_is_added_in_a_new_lab)
{
	struct session_stage stage;
	session_stage_open_lesson(&stage,
				  lesson_blank(two, COUNT(two), NULL, 0));
	struct session *session = stage.session;
	struct err *err = &stage.err;
	session_stage_call(&stage, "server",
			   "s = socket(AF_INET, "
			   "SOCK_STREAM)");
	AUTO_FREE char *before = session_stage_sockets(&stage);
	cr_assert(session_add_host(session, "alpha", "10.0.0.3/24", err), "%s",
		  err->text);
	AUTO_FREE char *after = session_stage_sockets(&stage);
	cr_expect_str_eq(after, before, "the call was made again");
	cr_assert(session_run(session, "alpha", "ip -brief address", err), "%s",
		  err->text);
	cr_assert(session_wait(session, err));
	const struct journal *journal = session_journal(session);
	const char *found = "";
	for (size_t i = 0; i < journal_count(journal); i++) {
		if (journal_at(journal, i)->kind == EVENT_OUTPUT)
			found = journal_at(journal, i)->as.output.text;
	}
	cr_expect(strstr(found, "10.0.0.3/24"), "%s", found);
	cr_expect(!session_add_host(session, "alpha", NULL, err));
	cr_expect_str_eq(err->text, "host alpha: there is one of that name");
	cr_expect(!session_add_host(session, "Beta!", NULL, err));
	cr_expect(!session_add_host(session, "beta", "nonsense", err));
	cr_expect_eq(session_state(session), SESSION_FREE, "%s", err->text);
	cr_expect_eq(session_live(session), 2);
	session_stage_close(&stage);
}
