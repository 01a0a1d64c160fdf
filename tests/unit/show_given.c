/* show_given: what a call gave back, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/parse.h"
#include "show/given.h"

#include <criterion/criterion.h>
#include <sys/socket.h>

#define BYTES(text)                                                            \
	{                                                                      \
		(const unsigned char *)(text), sizeof(text) - 1, 0             \
	}

static const struct linger linger = {1, 30};

static const struct {
	const char *call;
	struct result result;
	const char *address, *given;
} rows[] = {
	/* clang-format off */
	{"recv(3, 1024, 0)", {.value = 5, .data = BYTES("hello")}, NULL, " \"hello\""},
	{"recv(3, 1024, 0)", {.value = 4, .data = BYTES("a\n\"\1")}, NULL, " \"a\\n\\\"\\x01\""},
	{"recv(3, 1024, 0)", {.value = 36, .data = BYTES("0123456789abcdefghijklmnopqrstuvwxyz")}, NULL, " \"0123456789abcdefghijklm\"…"},
	{"recv(3, 1024, 0)", {.value = 0}, NULL, ""},
	{"recv(3, 1024, 0)", {.value = -1, .error = 11}, NULL, ""},
	{"recvfrom(3, 1024, 0)", {.value = 2, .data = BYTES("hi")}, "127.0.0.1:9", " \"hi\" from 127.0.0.1:9"},
	{"accept(3)", {.value = 4}, "127.0.0.1:40112", " from 127.0.0.1:40112"},
	{"getsockname(3)", {.value = 0}, "[::1]:80", ", the address [::1]:80"},
	{"getsockopt(3, SOL_SOCKET, SO_RCVBUF)", {.value = 0, .option = 131072}, NULL, ", the value 131072"},
	{"getsockopt(3, SOL_SOCKET, SO_LINGER)", {.value = 0, .data = {(const unsigned char *)&linger, sizeof(linger), 0}}, NULL, ", the value {1, 30}"},
	{"send(3, \"hello\", 0)", {.value = 5}, NULL, ""},
	{"close(3)", {.value = 0}, NULL, ""},
	/* clang-format on */
};

Test(given, each_sort_of_call)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct call call;
		struct err err;
		size_t column;
		struct buf text = {0};
		cr_assert(call_parse(str_from(rows[i].call), &arena, &call,
				     &column, &err),
			  "%s: %s", rows[i].call, err.text);
		call.result = rows[i].result;
		call.result.done = true;
		if (rows[i].address)
			address_parse(str_from(rows[i].address),
				      &call.result.address, &err);
		given_print(&call, &text);
		cr_expect_str_eq(buf_text(&text), rows[i].given, "%s",
				 rows[i].call);
		buf_done(&text);
		arena_done(&arena);
	}
}
