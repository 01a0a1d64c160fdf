/* call_strace: our lines against those that strace printed for the same calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/raw.h"
#include "call_golden.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define LINES "tests/golden/call/strace.lines"

static struct str next_field(struct str *rest)
{
	const char *tab = memchr(rest->data, '\t', rest->len);
	struct str field = *rest;
	if (tab) {
		field.len = (size_t)(tab - rest->data);
		rest->data = tab + 1;
		rest->len -= field.len + 1;
	} else {
		rest->len = 0;
	}
	return field;
}

/* Writes what the kernel wrote, "/0200…/10000000", into the words. */
static void fill_words(struct raw_call *raw, struct str hex)
{
	int word = -1;
	size_t used = 0;
	while (hex.len) {
		if (hex.data[0] == '/') {
			word++;
			while (raw->words[word].kind != RAW_OUT &&
			       raw->words[word].kind != RAW_IN_OUT)
				word++;
			used = 0;
			hex.data++;
			hex.len--;
			continue;
		}
		char pair[3] = {hex.data[0], hex.data[1], '\0'};
		cr_assert_lt(used, raw->words[word].len);
		raw->words[word].data[used++] =
			(unsigned char)strtol(pair, NULL, 16);
		hex.data += 2;
		hex.len -= 2;
	}
}

static void check_line(struct str line)
{
	struct arena arena = {0};
	struct str value = next_field(&line), hex = next_field(&line);
	struct str text = next_field(&line);
	struct call call;
	struct raw_call raw;
	struct err err;
	struct buf out = {0};
	bool ready = call_parse(text, &arena, &call, NULL, &err) &&
		     call_to_raw(&call, &arena, &raw, &err);
	cr_assert(ready, "%.*s: %s", (int)text.len, text.data, err.text);
	fill_words(&raw, hex);
	call_take_result(&call, &raw, strtol(value.data, NULL, 10), 1, &arena);
	call_print_strace(&call, &out);
	cr_expect(str_is(line, buf_text(&out)), "strace: %.*s\nwe:     %s",
		  (int)line.len, line.data, buf_text(&out));
	buf_done(&out);
	arena_done(&arena);
}

Test(strace, lines_are_those_of_strace)
{
	AUTO_FREE char *text = golden_read(LINES);
	cr_assert(text, "%s is missing", LINES);
	struct str rest = str_from(text), line;
	size_t count = 0;
	while (str_next_line(&rest, &line)) {
		if (str_has_prefix(line, "#"))
			continue;
		check_line(line);
		count++;
	}
	cr_expect_gt(count, 150);
}

/* Calls that did not return, as strace shows them. */
Test(strace, unfinished_calls)
{
	static const struct {
		const char *text, *line;
	} rows[] = {
		{"recv(5, 10)", "recvfrom(5,  <unfinished ...>"},
		{"accept(3)", "accept(3,  <unfinished ...>"},
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
