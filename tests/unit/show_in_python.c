/* show_in_python: the words of a lesson for who reads its calls in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/table/syscalls.h"
#include "call/whole/parse.h"
#include "show/view/in_python.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct syscall *call_named(const char *name)
{
	return name ? syscall_find(str_from(name)) : NULL;
}

Test(show_in_python, results_are_those_of_python)
{
	static const struct {
		const char *text, *subject, *expected;
	} cases[] = {
		{"0: it is free", "bind", "None: it is free"},
		{"0, the end of file", "recv", "b'', the end of file"},
		{"0: nothing new", "epoll_wait", "[]: nothing new"},
		{"It returns 0.", "connect", "It returns None."},
		{"At once, it returns 0", "listen", "At once, it returns None"},
		{"Their recv returns 0.", "close", "Their recv returns b''."},
		{"`connect` has returned 0", NULL,
		 "`connect` has returned None"},
		{"-1 with EAGAIN", "recv", "BlockingIOError (EAGAIN)"},
		{"it fails: -1 with ENOTCONN.", NULL,
		 "it fails: OSError (ENOTCONN)."},
		{"-1: the message is too long", "recv",
		 "OSError: the message is too long"},
		{"-1", "send", "OSError"},
		{"The result is -1, and no row came.", NULL,
		 "The result is an exception, and no row came."},
		{"What listen says to a socket: it returns 0", NULL,
		 "What listen says to a socket: it returns None"},
		// Whole calls, in a line and in a listing.
		{"Call `listen(srv, 0)` again", NULL,
		 "Call `srv.listen(0)` again"},
		{"`send(c,\n\"a\", 0)`", NULL, "`c.send(b\"a\")`"},
		{"`listen` and `0.0.0.0`: `listen(`", NULL, NULL},
		{"So:\n\n    for ever:\n        close(conn);\n    serve(a);\n",
		 NULL,
		 "So:\n\n    for ever:\n        conn.close()\n    serve(a);\n"},
		{"then close(conn); and on", NULL, NULL},
		// What is a number in Python, too.
		{"0: it is off", "getsockopt", NULL},
		{"It returns 5.", "send", NULL},
		{"It returns 0.", "send", NULL},
		// What may not be a result, or of whom nobody says.
		{"0, the end of file: the loop goes on", "close", NULL},
		{"recv would not wait, and it returns 0.", "poll",
		 "recv would not wait, and it returns b''."},
		{"-1 with EAGAIN or EWOULDBLOCK", NULL, NULL},
		{"0 bytes are waiting", "recv", NULL},
		{"0.5 seconds", "recv", NULL},
		{"10: the backlog", "listen", NULL},
		{"It returns 0.", NULL, NULL},
		{"The program returns 0.", "close", NULL},
		{"close comes. The shell returns 0.", "close", NULL},
		{"It returns 0x7f.", "recv", NULL},
		{"a timeout of -1", "poll", NULL},
		{"-1 with patience", "poll", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = {0};
		const char *text = cases[i].text;
		const char *said =
			in_python(&arena, text, call_named(cases[i].subject));
		const char *expected =
			cases[i].expected ? cases[i].expected : text;
		cr_expect_str_eq(said, expected, "%s: %s, not %s", text, said,
				 expected);
		arena_done(&arena);
	}
	cr_expect_null(in_python(NULL, NULL, NULL));
}

/* What the words say is what the call itself is shown with. */
Test(show_in_python, zero_is_what_the_call_prints)
{
	static const char *const calls[] = {
		"bind(s, 127.0.0.1:80)",
		"close(s)",
		"connect(s, 127.0.0.1:80)",
		"epoll_wait(e, 4, 0)",
		"kill(1, SIGTERM)",
		"listen(s, 5)",
		"poll({{s, POLLIN}}, 0)",
		"read(s, 9)",
		"recv(s, 9)",
		"setsockopt(s, SOL_SOCKET, SO_REUSEADDR, 1)",
		"shutdown(s, SHUT_WR)",
	};
	for (size_t i = 0; i < COUNT(calls); i++) {
		struct arena arena = {0};
		struct buf shown = {0};
		struct call call;
		struct err err;
		cr_assert(call_parse(str_from(calls[i]), &arena, &call, NULL,
				     &err),
			  "%s: %s", calls[i], err.text);
		call.result = (struct result){.done = true};
		call_print_answer(&call, NOTATION_PYTHON, true, &shown);
		const char *zero = in_python_zero(call.syscall);
		cr_expect_str_eq(buf_text(&shown), zero ? zero : "nothing",
				 "%s", calls[i]);
		buf_done(&shown);
		arena_done(&arena);
	}
}

/* A beat is copied for Python only, and what is no choice keeps its items. */
Test(show_in_python, beats_are_copied)
{
	struct arena arena = {0};
	const struct prediction asked = {
		.question = "What does bind say?",
		.options = {{.text = "0: it is free", .reply = "It returns 0"}},
		.option_count = 1,
		.why = "It returns 0.",
	};
	struct beat beat = {
		.kind = BEAT_WIRE, .prediction = &asked, .after = "0: no"};
	cr_expect_eq(in_notation(&arena, NOTATION_C, &beat), &beat);
	const struct beat *told = in_notation(&arena, NOTATION_PYTHON, &beat);
	const struct prediction *said = told->prediction;
	cr_expect_str_eq(said->options[0].text, "None: it is free");
	cr_expect_str_eq(said->options[0].reply, "It returns None");
	cr_expect_str_eq(said->why, "It returns None.");
	cr_expect_str_eq(told->after, "0: no");
	arena_done(&arena);
}

/* A call that is named before what is asked is not what is asked about. */
Test(show_in_python, options_are_of_what_is_asked)
{
	static const struct {
		const char *question, *expected;
	} cases[] = {
		{"The client calls bind. What does connect say?",
		 "None: it is"},
		{"Without connect, and without bind. Which port?", "0: it is"},
		{"What does recv give?", "b'': it is"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = {0};
		const struct prediction asked = {
			.question = cases[i].question,
			.options = {{.text = "0: it is"}},
			.option_count = 1,
		};
		struct beat beat = {.kind = BEAT_WIRE, .prediction = &asked};
		const struct beat *told =
			in_notation(&arena, NOTATION_PYTHON, &beat);
		cr_expect_str_eq(told->prediction->options[0].text,
				 cases[i].expected);
		arena_done(&arena);
	}
}
