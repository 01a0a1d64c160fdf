/* show_given: what a call gave back, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/whole/parse.h"
#include "show/explain/given.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define BYTES(text)                                                            \
	{                                                                      \
		(const unsigned char *)(text), sizeof(text) - 1, 0, 0          \
	}

static const struct linger linger = {1, 30};

#define INT(number)                                                            \
	{                                                                      \
		.kind = VALUE_INT, .num = (number)                             \
	}
#define LIST(...)                                                              \
	{                                                                      \
		.kind = VALUE_LIST,                                            \
		.items = (const struct value[]){__VA_ARGS__},                  \
		.count = COUNT(((const struct value[]){__VA_ARGS__})),         \
	}
#define NONE                                                                   \
	{                                                                      \
		.kind = VALUE_LIST                                             \
	}
#define MESSAGE(flags) LIST(INT(flags), NONE, INT(0))
#define CONTROLS(flags, ...) LIST(INT(flags), LIST(__VA_ARGS__), INT(0))
#define CONTROL(type, ...) LIST(INT(SOL_SOCKET), INT(type), LIST(__VA_ARGS__))

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
	{"getsockopt(3, SOL_SOCKET, SO_LINGER)", {.value = 0, .data = {(const unsigned char *)&linger, sizeof(linger), 0, 0}}, NULL, ", the value {1, 30}"},
	{"send(3, \"hello\", 0)", {.value = 5}, NULL, ""},
	{"close(3)", {.value = 0}, NULL, ""},
	{"poll({{srv, POLLIN}, {cli, POLLIN|POLLOUT}}, -1)",
	 {.value = 2, .out = LIST(INT(POLLIN), INT(POLLIN | POLLHUP))}, NULL,
	 ", srv: POLLIN, cli: POLLIN|POLLHUP"},
	{"poll({{srv, POLLIN}, {cli, POLLIN}}, 0)", {.value = 1, .out = LIST(INT(0), INT(POLLERR))}, NULL, ", cli: POLLERR"},
	{"poll({{srv, POLLIN}}, 0)", {.value = 0, .out = LIST(INT(0))}, NULL, ""},
	{"select({3, 4}, {4}, {3}, NULL)",
	 {.value = 4, .out = LIST(LIST(INT(3), INT(4)), LIST(INT(4)), LIST(INT(3)))}, NULL,
	 ", readable: 3 and 4, writable: 4, exceptional: 3"},
	{"select({3}, {4}, NULL, NULL)", {.value = 1, .out = LIST(NONE, LIST(INT(4)), NONE)}, NULL, ", writable: 4"},
	{"epoll_wait(ep, 10, -1)",
	 {.value = 2, .out = LIST(LIST(INT(EPOLLIN), INT(4)), LIST(INT(EPOLLIN | EPOLLRDHUP), INT(77)))}, NULL,
	 ", data 4: EPOLLIN, data 77: EPOLLIN|EPOLLRDHUP"},
	{"socketpair(AF_UNIX, SOCK_STREAM, 0, {a, b})", {.value = 0, .out = LIST(INT(3), INT(4))}, NULL, ", a = 3, b = 4"},
	{"pipe2({r, w}, O_NONBLOCK)", {.value = 0, .out = LIST(INT(3), INT(4))}, NULL, ", r = 3, w = 4"},
	{"recvmsg(3, {iov={2, 2}}, 0)", {.value = 4, .data = BYTES("hell"), .out = MESSAGE(0)}, NULL, " \"hell\""},
	{"recvmsg(3, {iov={4}}, 0)", {.value = 4, .data = BYTES("hell"), .out = MESSAGE(MSG_TRUNC)}, NULL, " \"hell\", flags MSG_TRUNC"},
	{"recvmsg(3, {iov={1}, rights={got}}, 0)",
	 {.value = 1, .data = BYTES("x"), .out = CONTROLS(0, CONTROL(SCM_RIGHTS, INT(5)))}, NULL, " \"x\", rights got = 5"},
	{"recvmsg(3, {iov={1}, rights={got}}, 0)",
	 {.value = 1, .data = BYTES("x"), .out = MESSAGE(MSG_CTRUNC)}, NULL, " \"x\", rights got = nothing, flags MSG_CTRUNC"},
	{"recvmsg(3, {iov={1}, credentials}, 0)",
	 {.value = 1, .data = BYTES("x"), .out = CONTROLS(0, CONTROL(SCM_CREDENTIALS, INT(3), INT(1000), INT(100)))}, NULL,
	 " \"x\", credentials pid 3 uid 1000 gid 100"},
	{"recvmsg(3, {iov={1}, name}, 0)", {.value = 1, .data = BYTES("x"), .out = MESSAGE(0)}, "127.0.0.1:9", " \"x\" from 127.0.0.1:9"},
	{"readv(3, {2, 2})", {.value = 3, .data = BYTES("abc")}, NULL, " \"abc\""},
	{"ioctl(3, FIONREAD)", {.value = 0, .option = 5}, NULL, ", the value 5"},
	{"ioctl(3, FIONBIO, 1)", {.value = 0}, NULL, ""},
	{"fcntl(3, F_GETFL)", {.value = 2050}, NULL, ", O_RDWR|O_NONBLOCK"},
	{"fcntl(3, F_GETFD)", {.value = 1}, NULL, ", FD_CLOEXEC"},
	{"fcntl(3, F_GETFD)", {.value = 0}, NULL, ""},
	{"fcntl(3, F_SETFL, O_NONBLOCK)", {.value = 0}, NULL, ""},
	{"fcntl(3, F_DUPFD, 20)", {.value = 20}, NULL, ""},
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
		given_print(&call, NOTATION_C, &text);
		cr_expect_str_eq(buf_text(&text), rows[i].given, "%s",
				 rows[i].call);
		buf_done(&text);
		arena_done(&arena);
	}
}
