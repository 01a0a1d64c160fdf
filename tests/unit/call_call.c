/* call_call: copying, comparing and binding calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/call.h"

#include "call/table/syscalls.h"
#include "call_golden.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <string.h>

Test(call, copy_lives_on_its_own)
{
	struct arena arena = {0}, other = {0};
	size_t count;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	AUTO_FREE struct call *copies = xcalloc(count, sizeof(*copies));
	for (size_t i = 0; i < count; i++) {
		calls[i].result.data =
			(struct bytes){arena_copy(&arena, "data", 4), 4, 0, 0};
		copies[i] = call_copy(&calls[i], &other);
		cr_expect(call_same(&copies[i], &calls[i]), "call %zu", i);
	}
	arena_done(&arena);
	struct arena again = {0};
	AUTO_FREE struct call *fresh =
		golden_calls(GOLDEN_CALLS, &again, &count);
	for (size_t i = 0; i < count; i++) {
		cr_expect(call_same(&copies[i], &fresh[i]), "call %zu", i);
		cr_expect(!memcmp(copies[i].result.data.data, "data", 4));
	}
	arena_done(&again);
	arena_done(&other);
}

Test(call, differs_where_something_is_written_otherwise)
{
	static const char *const texts[] = {
		"send(a, \"x\")",
		"send(b, \"x\")",
		"send(3, \"x\")",
		"send(a, \"y\")",
		"send(a, \"xx\")",
		"send(a, \"x\" * 2)",
		"send(a, \"x\", 0)",
		"send(a, \"x\", MSG_OOB)",
		"n = send(a, \"x\")",
		"m = send(a, \"x\")",
		"write(a, \"x\")",
		"bind(a, 127.0.0.1:1)",
		"bind(a, 127.0.0.1:2)",
		"bind(a, unix:/x)",
		"bind(a, unix:@x)",
		"getsockopt(a, 1, 2)",
		"setsockopt(a, 1, 13, {1, 2})",
		"setsockopt(a, 1, 13, {1, 3})",
	};
	struct arena arena = {0};
	struct call calls[COUNT(texts)];
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct err err;
		cr_assert(call_parse(str_from(texts[i]), &arena, &calls[i],
				     NULL, &err),
			  "%s: %s", texts[i], err.text);
	}
	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t k = 0; k < COUNT(texts); k++)
			cr_expect_eq(call_same(&calls[i], &calls[k]), i == k,
				     "%s and %s", texts[i], texts[k]);
	arena_done(&arena);
}

static bool only_srv(void *data, struct value *name)
{
	name->num = *(int *)data;
	return !strcmp(name->name, "srv");
}

Test(call, names_are_bound)
{
	struct arena arena = {0};
	struct call call;
	struct err err;
	int number = 7;
	cr_assert(call_parse(str_from("listen(srv, 5)"), &arena, &call, NULL,
			     &err));
	cr_expect(call_bind(&call, &arena, only_srv, &number, &err));
	cr_expect_eq(call.args[0].num, 7);
	cr_expect_eq(call.args[0].kind, VALUE_NAME);
	cr_assert(call_parse(str_from("listen(cli, 5)"), &arena, &call, NULL,
			     &err));
	cr_expect(!call_bind(&call, &arena, only_srv, &number, &err));
	cr_expect_str_eq(err.text,
			 "listen: `cli` has no value yet: a call such "
			 "as `cli = socket(...)` must come before");
	arena_done(&arena);
}

Test(call, knows_its_socket)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		struct call call = {.syscall = &table[i]};
		bool has_socket = table[i].parameters[0].kind == &kind_fd;
		cr_expect_eq(call_fd_arg(&call), has_socket ? 0 : -1, "%s",
			     table[i].name);
	}
}

/* A call whose result is the line of GOLDEN_LINES that has `text`. */
static struct call traced(const char *text, struct arena *arena)
{
	AUTO_FREE char *lines = golden_read(GOLDEN_LINES);
	struct str rest = str_from(lines), line;
	struct call call;
	while (golden_traced(&rest, arena, &call, &line))
		if (memmem(line.data, line.len, text, strlen(text)))
			return call;
	cr_assert_fail("no line has %s", text);
	return call;
}

Test(call, descriptors_are_given_to_variables)
{
	struct arena arena = {0};
	struct call call = traced("socketpair(AF_UNIX", &arena);
	const char *name;
	int64_t a = 0, b = 0, num;
	cr_assert(call_gives(&call, "a", &a) && call_gives(&call, "b", &b));
	cr_expect_eq(b, a + 1);
	cr_expect(!call_gives(&call, "c", &num));
	cr_expect(call_makes_fd(&call, a) && call_makes_fd(&call, b));
	cr_expect(!call_makes_fd(&call, 0), "0 is its result");
	cr_expect(call_given(&call, 1, &name, &num) && num == b);
	cr_expect(!call_given(&call, 2, &name, &num));
	call = traced("EOPNOTSUPP", &arena);
	cr_expect(!call_gives(&call, "a", &num) && !call_makes_fd(&call, 7));

	call = traced("type=SCM_RIGHTS, cmsg_data=[1", &arena);
	cr_expect(call_gives(&call, "got", &num) && num == 11);
	cr_expect(call_makes_fd(&call, 11));
	call = traced("fcntl(5, F_DUPFD, 30)", &arena);
	cr_expect(call_makes_fd(&call, 30));
	call = traced("fcntl(5, F_GETOWN)", &arena);
	cr_expect(!call_makes_fd(&call, call.result.value));
	arena_done(&arena);
}

Test(call, says_what_it_sent_and_where)
{
	static const struct {
		const char *text, *sent, *address;
	} rows[] = {
		{"send(3, \"ab\")", "ab", NULL},
		{"writev(3, {\"ab\", \"\", \"cd\" * 2})", "abcdcd", NULL},
		{"sendmsg(3, {iov={\"ab\", \"c\"}, name=127.0.0.1:9})", "abc",
		 "127.0.0.1:9"},
		{"connect(3, 127.0.0.1:9)", NULL, "127.0.0.1:9"},
		{"recv(3, 9)", NULL, NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct call call;
		struct err err;
		struct bytes sent = {0};
		struct buf out = {0};
		cr_assert(call_parse(str_from(rows[i].text), &arena, &call,
				     NULL, &err),
			  "%s", err.text);
		cr_expect_eq(call_sent(&call, &arena, &sent), !!rows[i].sent);
		if (rows[i].sent)
			cr_expect(sent.len == strlen(rows[i].sent) &&
				  !memcmp(sent.data, rows[i].sent, sent.len));
		call.result = (struct result){.done = true, .value = 1};
		cr_expect(!rows[i].sent ||
			  (call_sent(&call, &arena, &sent) && sent.len == 1));
		const struct address *address = call_address(&call);
		cr_expect_eq(!address, !rows[i].address);
		if (address)
			address_print(address, &out);
		cr_expect_str_eq(buf_text(&out),
				 rows[i].address ? rows[i].address : "");
		buf_done(&out);
		arena_done(&arena);
	}
}
