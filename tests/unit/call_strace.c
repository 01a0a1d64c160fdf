/* call_strace: our lines against those that strace printed for the same calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call_golden.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>

Test(strace, lines_are_those_of_strace)
{
#ifndef __GLIBC__
	cr_skip_test("recorded with glibc, whose words for errors these are");
#endif
	struct arena arena = {0};
	AUTO_FREE char *text = golden_read(GOLDEN_LINES);
	cr_assert(text, "%s is missing", GOLDEN_LINES);
	struct str rest = str_from(text), line;
	size_t count = 0;
	struct call call;
	while (golden_traced(&rest, &arena, &call, &line)) {
		struct buf out = {0};
		call_print_strace(&call, &out);
		cr_expect(str_is(line, buf_text(&out)),
			  "strace: %.*s\nwe:     %s", (int)line.len, line.data,
			  buf_text(&out));
		buf_done(&out);
		count++;
	}
	cr_expect_gt(count, 250);
	arena_done(&arena);
}

/* Calls that did not return, as strace shows them. */
Test(strace, unfinished_calls)
{
	static const struct {
		const char *text, *line;
	} rows[] = {
		{"recv(5, 10)", "recvfrom(5,  <unfinished ...>"},
		{"accept(3)", "accept(3,  <unfinished ...>"},
#ifdef SYS_poll
		{"poll({{3, POLLIN}}, -1)",
		 "poll([{fd=3, events=POLLIN}], 1, -1 <unfinished ...>"},
		{"dup2(3, 7)", "dup2(3, 7 <unfinished ...>"},
		{"epoll_wait(5, 10, -1)", "epoll_wait(5,  <unfinished ...>"},
#else
		{"poll({{3, POLLIN}}, -1)",
		 "ppoll([{fd=3, events=POLLIN}], 1, NULL, NULL, 8 "
		 "<unfinished ...>"},
		{"poll({{3, POLLIN}}, 1500)",
		 "ppoll([{fd=3, events=POLLIN}], 1, {tv_sec=1, "
		 "tv_nsec=500000000}, NULL, 8 <unfinished ...>"},
		{"dup2(3, 7)", "dup3(3, 7, 0 <unfinished ...>"},
		{"epoll_wait(5, 10, -1)", "epoll_pwait(5,  <unfinished ...>"},
#endif
		{"select({3}, NULL, NULL, {1, 0})",
		 "pselect6(4, [3], NULL, NULL, {tv_sec=1, tv_nsec=0}, NULL "
		 "<unfinished ...>"},
		{"recvmsg(5, {iov={1}})", "recvmsg(5,  <unfinished ...>"},
		{"readv(5, {1})", "readv(5,  <unfinished ...>"},
		{"send(5, \"x\" * 40)",
		 "sendto(5, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., 40, 0, "
		 "NULL, 0 <unfinished ...>"},
		{"connect(6, 127.0.0.1:34567)",
		 "connect(6, {sa_family=AF_INET, sin_port=htons(34567), "
		 "sin_addr=inet_addr(\"127.0.0.1\")}, 16 <unfinished ...>"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct call call;
		struct err err;
		struct buf out = {0}, killed = {0};
		cr_assert(call_parse(str_from(rows[i].text), &arena, &call,
				     NULL, &err));
		call_print_strace(&call, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].line);
		call.result = (struct result){.done = true, .signal = SIGKILL};
		call_print_strace(&call, &killed);
		buf_puts(&out, ") = ?");
		cr_expect_str_eq(buf_text(&killed), buf_text(&out));
		buf_done(&out);
		buf_done(&killed);
		arena_done(&arena);
	}
}

Test(strace, arguments_one_by_one)
{
	static const char *const args[] = {"7",	      "\"hi\"", "2",
					   "MSG_OOB", "NULL",	"0"};
	struct arena arena = {0};
	struct call call;
	struct err err;
	cr_assert(call_parse(str_from("send(7, \"hi\", MSG_OOB)"), &arena,
			     &call, NULL, &err));
	cr_assert_eq(call_strace_args(&call), COUNT(args));
	for (size_t i = 0; i < COUNT(args); i++) {
		struct buf out = {0};
		call_print_strace_arg(&call, i, &out);
		cr_expect_str_eq(buf_text(&out), args[i]);
		buf_done(&out);
	}
	arena_done(&arena);
}

Test(strace, results)
{
	static const struct {
		struct result result;
		const char *text;
	} rows[] = {
		{{.done = true}, "0"},
		{{.done = true, .value = 65536}, "65536"},
		{{.done = true, .value = -1, .error = ECONNREFUSED},
		 "-1 ECONNREFUSED (Connection refused)"},
		{{.done = true, .value = -1, .error = EPIPE, .signal = SIGPIPE},
		 "-1 EPIPE (Broken pipe)"},
		{{.done = true, .value = -1, .error = 530}, "-1 (errno 530)"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = {0};
		result_print(&rows[i].result, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].text);
		buf_done(&out);
	}
}
