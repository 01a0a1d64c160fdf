/* session_trace: programs in a session are started, stepped and rewound.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "inside.h"
#include "session/program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

struct desk {
	struct loop *loop;
	struct lesson *lesson;
	struct session *session;
	struct buf *found;
};

static bool open_desk(struct desk *desk, struct buf *found)
{
	struct err err = {0};
	struct session_options options = {.whole_files = true};
	*desk = (struct desk){.found = found};
	desk->loop = loop_new(&err);
	desk->lesson = lesson_blank(NULL, 0, NULL, 0);
	desk->session = session_new(desk->lesson, desk->loop, &options, &err);
	if (desk->session)
		return true;
	buf_printf(found, "%s\n", err.text);
	return false;
}

static void close_desk(struct desk *desk)
{
	session_free(desk->session);
	lesson_free(desk->lesson);
	loop_free(desk->loop);
}

static void wait_for(struct desk *desk, bool done, const struct err *err)
{
	struct err other = {0};
	INSIDE_EXPECT(desk->found, done, "%s", err->text);
	INSIDE_EXPECT(desk->found, session_wait(desk->session, &other), "%s",
		      other.text);
}

static void start(struct desk *desk, const char *name, bool waits)
{
	struct err err = {0};
	const char *build = getenv("BUILD");
	AUTO_FREE char *path =
		xprintf("./%s/programs/%s", build ? build : "build", name);
	const char *words[] = {path, NULL};
	const struct session_program program = {
		.name = name, .words = words, .when_listening = waits};
	wait_for(desk, session_trace(desk->session, &program, NULL, &err),
		 &err);
}

static void go(struct desk *desk, const char *actor, const char *text)
{
	struct err err = {0};
	struct until until = {0};
	bool done = until_parse(str_from(text), &until, &err) &&
		    session_go(desk->session, actor, &until, &err);
	wait_for(desk, done, &err);
}

/* The text of every event of the present lab that is asked about, a line
 * each. */
static char *tell(const struct desk *desk, const char *what)
{
	struct buf out = {0};
	const struct journal *journal = session_journal(desk->session);
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (strcmp(event_word(event->kind), what) != 0)
			continue;
		if (event->kind == EVENT_TERMINAL)
			buf_add(&out, event->as.terminal.bytes,
				event->as.terminal.len);
		if (event->kind == EVENT_FINDING)
			buf_printf(&out, "%s\n", event->as.finding.text);
		if (event->kind == EVENT_ACTOR)
			buf_printf(&out, "%s %s %d\n", event->as.actor.actor,
				   event->as.actor.phase == ACTOR_BORN
					   ? "born"
					   : "ended",
				   event->as.actor.status);
		const struct event_call *call = &event->as.call;
		if (event->kind == EVENT_CALL && call->phase == CALL_ENTER)
			buf_printf(&out, "%s %s\n", call->actor,
				   call->call.syscall->name);
	}
	return buf_take(&out);
}

static void same(struct desk *desk, const char *what, const char *expected)
{
	AUTO_FREE char *told = tell(desk, what);
	const char *text = told ? told : "";
	INSIDE_EXPECT(desk->found, !strcmp(text, expected),
		      "%s:\n%s\nexpected:\n%s", what, text, expected);
}

/* --- the client begins when the server listens -----------------------------
 */

static void run_a_pair(struct buf *found)
{
	struct desk desk;
	if (!open_desk(&desk, found))
		return;
	start(&desk, "server", false);
	start(&desk, "client", true);
	same(&desk, "actor", "server born 0\n");
	go(&desk, NULL, "exit");
	INSIDE_EXPECT(found, session_programs_ended(desk.session),
		      "a program is left");
	same(&desk, "terminal", "hello\r\n");
	same(&desk, "finding", "");
	AUTO_FREE char *actors = tell(&desk, "actor");
	INSIDE_EXPECT(found, strstr(actors, "client ended 7\n"), "%s", actors);
	close_desk(&desk);
}

/* The listener is bound, but a client that comes before is refused: so it must
 * not have come before. */
Test(session_trace, a_client_waits_for_the_listener)
{
	AUTO_FREE char *found = apart(run_a_pair);
	cr_expect_str_empty(found, "%s", found);
}

/* --- stepping and rewinding ------------------------------------------------
 */

static void step_and_rewind(struct buf *found)
{
	struct desk desk;
	struct err err = {0};
	if (!open_desk(&desk, found))
		return;
	start(&desk, "server", false);
	go(&desk, "server", "listen");
	same(&desk, "call",
	     "server socket\nserver setsockopt\nserver bind\n"
	     "server listen\n");
	const struct journal *journal = session_journal(desk.session);
	const struct event_call *last =
		journal_open_call(journal, journal_count(journal), "server");
	INSIDE_EXPECT(found,
		      last && last->source.line > 0 &&
			      strstr(last->source.file, "/net.h"),
		      "listen() stands in %s, line %d",
		      last ? last->source.file : "nothing",
		      last ? last->source.line : 0);
	INSIDE_EXPECT(
		found,
		session_rewind(desk.session, session_live(desk.session), &err),
		"%s", err.text);
	same(&desk, "call",
	     "server socket\nserver setsockopt\nserver bind\n"
	     "server listen\nserver socket\nserver setsockopt\n"
	     "server bind\nserver listen\n");
	INSIDE_EXPECT(found, session_is_program(desk.session, "server"),
		      "the program is not there");
	close_desk(&desk);
}

Test(session_trace, a_rewind_starts_the_program_anew)
{
	AUTO_FREE char *found = apart(step_and_rewind);
	cr_expect_str_empty(found, "%s", found);
}

/* --- faults and findings ---------------------------------------------------
 */

/* Whether a send that was cut is found; the fault may be taken back before. */
static void cut_send(struct buf *found, bool taken_back)
{
	struct desk desk;
	struct err err = {0};
	struct arena arena = {0};
	struct call_faults faults;
	if (!open_desk(&desk, found))
		return;
	start(&desk, "server", false);
	start(&desk, "client", true);
	bool read =
		call_faults_parse(str_from("send:short=3:when=1:actor=client"),
				  &arena, &faults, &err);
	wait_for(&desk,
		 read && session_fault(desk.session, &faults.items[0], &err),
		 &err);
	// A move outlives what it was read from.
	arena_done(&arena);
	if (taken_back)
		wait_for(&desk, session_fault(desk.session, NULL, &err), &err);
	go(&desk, NULL, "exit");
	AUTO_FREE char *told = tell(&desk, "finding");
	INSIDE_EXPECT(found,
		      !taken_back ==
			      (told && strstr(told, "took 3 of 5 bytes")),
		      "%s", told);
	close_desk(&desk);
}

static void cut_a_send(struct buf *found)
{
	cut_send(found, false);
}

static void cut_no_send(struct buf *found)
{
	cut_send(found, true);
}

Test(session_trace, a_short_send_that_is_ignored_is_found)
{
	AUTO_FREE char *found = apart(cut_a_send);
	cr_expect_str_empty(found, "%s", found);
}

Test(session_trace, faults_are_taken_back)
{
	AUTO_FREE char *found = apart(cut_no_send);
	cr_expect_str_empty(found, "%s", found);
}

/* --- bad programs ----------------------------------------------------------
 */

static void refuse(struct buf *found)
{
	struct desk desk;
	struct err err = {0};
	if (!open_desk(&desk, found))
		return;
	const char *words[] = {"./no-such-program", NULL};
	const struct session_program program = {.name = "x", .words = words};
	bool refused = true;
	INSIDE_EXPECT(found,
		      !session_trace(desk.session, &program, &refused, &err),
		      "it started");
	INSIDE_EXPECT(found, !refused, "tracing was refused");
	INSIDE_EXPECT(found, session_live(desk.session) == 0, "it is a move");
	const struct until until = {0};
	INSIDE_EXPECT(found,
		      !session_go(desk.session, NULL, &until, &err) ||
			      session_wait(desk.session, &err),
		      "%s", err.text);
	close_desk(&desk);
}

Test(session_trace, a_program_that_is_not_there_is_no_move)
{
	AUTO_FREE char *found = apart(refuse);
	cr_expect_str_empty(found, "%s", found);
}
