/* expect_calls: expectations of the calls that a program makes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/parse.h"
#include "journal/journal.h"
#include "lesson/expect/expect.h"

#include <criterion/criterion.h>
#include <errno.h>

static const char *const actors[] = {"program", "client"};

static void add(struct journal *journal, const char *actor,
		enum call_phase phase, const char *text)
{
	struct arena arena = {0};
	struct err err = {0};
	struct event event = {.kind = EVENT_CALL};
	event.as.call = (struct event_call){.actor = actor, .phase = phase};
	cr_assert(call_parse(str_from(text), &arena, &event.as.call.call, NULL,
			     &err),
		  "%s: %s", text, err.text);
	journal_append(journal, &event);
	arena_done(&arena);
}

/* What the line finds, "" where it holds. */
static void expect_found(const struct journal *journal, const char *text,
			 const char *wanted)
{
	struct arena arena = {0};
	struct expect expect;
	struct err err = {0};
	struct buf found = {0};
	cr_assert(expect_parse(str_from(text), 1, actors, COUNT(actors), &arena,
			       &expect, &err),
		  "%s: %s", text, err.text);
	bool holds = expect_holds(&expect, journal, 0, journal_count(journal),
				  NULL, &found);
	cr_expect_eq(holds, !*wanted, "%s", text);
	cr_expect_str_eq(buf_text(&found), wanted, "%s: %s", text,
			 buf_text(&found));
	buf_done(&found);
	arena_done(&arena);
}

Test(expect_calls, begins)
{
	static const char listening[] = "program begins listen";
	static const char not_yet[] =
		"program is not at the beginning of listen";
	struct journal *journal = journal_new();
	expect_found(journal, listening, not_yet);
	add(journal, "program", CALL_ENTER, "bind(3, unix:/tmp/s)");
	add(journal, "client", CALL_ENTER, "listen(3, 5)");
	expect_found(journal, listening, not_yet);
	add(journal, "program", CALL_RETURN, "bind(3, unix:/tmp/s)");
	add(journal, "program", CALL_ENTER, "listen(3, 5)");
	add(journal, "client", CALL_RETURN, "listen(3, 5)");
	expect_found(journal, listening, "");
	expect_found(journal, "program begins bind",
		     "program is not at the beginning of bind");
	add(journal, "program", CALL_RETURN, "listen(3, 5)");
	expect_found(journal, listening, not_yet);
	journal_free(journal);
}

/* A child's call is its parent's, and write does what send does. */
Test(expect_calls, begins_what_means_the_same)
{
	struct journal *journal = journal_new();
	add(journal, "program.2", CALL_ENTER, "write(3, \"x\")");
	expect_found(journal, "program begins send", "");
	expect_found(journal, "program begins sendmsg", "");
	expect_found(journal, "program begins recv",
		     "program is not at the beginning of recv");
	journal_free(journal);
}

/* A call that came back with that error, or with that value of SO_ERROR. */
static void add_result(struct journal *journal, const char *text, int error,
		       int option)
{
	struct arena arena = {0};
	struct err err = {0};
	struct event event = {.kind = EVENT_CALL};
	struct event_call *call = &event.as.call;
	*call = (struct event_call){.actor = "program", .phase = CALL_RETURN};
	cr_assert(call_parse(str_from(text), &arena, &call->call, NULL, &err),
		  "%s: %s", text, err.text);
	call->call.result = (struct result){
		.done = true,
		.value = error ? -1 : 0,
		.error = error,
		.option = option,
	};
	journal_append(journal, &event);
	arena_done(&arena);
}

/* What came of a connect() that did not wait is asked for by SO_ERROR; what
 * became of a connection later is no result of it. */
Test(expect_calls, connect_that_does_not_wait)
{
	static const char refused[] =
		"program calls connect fails ECONNREFUSED";
	static const char on_its_way[] =
		"program calls connect, the last time with the result -1 "
		"EINPROGRESS (Operation now in progress)";
	struct journal *journal = journal_new();
	add_result(journal, "connect(3, 127.0.0.1:80)", EINPROGRESS, 0);
	expect_found(journal, refused, on_its_way);
	add_result(journal, "getsockopt(4, SOL_SOCKET, SO_ERROR)", 0,
		   ECONNREFUSED);
	expect_found(journal, refused, on_its_way);
	add_result(journal, "getsockopt(3, SOL_SOCKET, SO_ERROR)", 0,
		   ECONNREFUSED);
	expect_found(journal, refused, "");
	add_result(journal, "getsockopt(3, SOL_SOCKET, SO_ERROR)", 0,
		   ECONNRESET);
	expect_found(journal, "program calls connect fails ECONNRESET",
		     "program calls connect, the last time with the result "
		     "-1 ECONNREFUSED (Connection refused)");
	expect_found(journal, "program calls connect",
		     "program calls connect, the last time with the result "
		     "-1 ECONNREFUSED (Connection refused)");
	add_result(journal, "connect(5, 127.0.0.1:80)", EINPROGRESS, 0);
	add_result(journal, "getsockopt(5, SOL_SOCKET, SO_ERROR)", 0, 0);
	expect_found(journal, "program calls connect", "");
	journal_free(journal);
}
