/* call_call: copying, comparing and binding calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/call.h"

#include "call/syscalls.h"
#include "call_golden.h"

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
			(struct bytes){arena_copy(&arena, "data", 4), 4, 0};
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

static bool only_srv(void *data, const char *name, int64_t *num)
{
	*num = *(int *)data;
	return !strcmp(name, "srv");
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
		bool has_socket = table[i].parameters[0].kind == KIND_FD;
		cr_expect_eq(call_fd_arg(&call), has_socket ? 0 : -1, "%s",
			     table[i].name);
	}
}
