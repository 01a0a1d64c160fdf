/* call_parse: what is read, and what is said about the rest.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/table/syscalls.h"
#include "call/whole/parse.h"
#include "call_golden.h"

#include <criterion/criterion.h>
#include <string.h>

/* What is written otherwise than it is printed. */
Test(parse, reads_what_people_write)
{
	static const struct {
		const char *text, *printed;
	} rows[] = {
		{"socket(AF_INET, SOCK_STREAM, 0);",
		 "socket(AF_INET, SOCK_STREAM, 0)"},
		{"  srv=socket( AF_INET ,SOCK_STREAM,0 ) ; ",
		 "srv = socket(AF_INET, SOCK_STREAM, 0)"},
		{"srv = socket(2, 1, 6)",
		 "srv = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)"},
		{"socket(PF_LOCAL, SOCK_DGRAM | SOCK_NONBLOCK)",
		 "socket(AF_UNIX, SOCK_DGRAM|SOCK_NONBLOCK)"},
		{"socket(AF_INET, SOCK_NONBLOCK|SOCK_CLOEXEC|SOCK_STREAM, 0)",
		 "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0)"},
		{"listen(3, 0x10)", "listen(3, 16)"},
		{"listen(3, 010)", "listen(3, 8)"},
		{"listen(3, SOMAXCONN)", "listen(3, 4096)"},
		{"recv(s, 10, 0x42)", "recv(s, 10, MSG_PEEK|MSG_DONTWAIT)"},
		{"send(s, \"h\\x41\\101\\a\")", "send(s, \"hAA\\7\")"},
		{"send(s, \"x\"*3)", "send(s, \"x\" * 3)"},
		{"send(s, \"x\" * 0)", "send(s, \"\")"},
		{"bind(s, [0:0::1]:80)", "bind(s, [::1]:80)"},
		{"bind(s,   unix:/tmp/s  )", "bind(s, unix:/tmp/s)"},
		{"bind(s, unix:\"/tmp/s\")", "bind(s, unix:/tmp/s)"},
		{"bind(s, unix:\"a,b)\")", "bind(s, unix:\"a,b)\")"},
		{"setsockopt(s, SOL_TCP, TCP_NODELAY, 1)",
		 "setsockopt(s, IPPROTO_TCP, TCP_NODELAY, 1)"},
		{"setsockopt(s, SOL_SOCKET, SO_RCVTIMEO_OLD, { 0 ,300000 })",
		 "setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, {0, 300000})"},
		{"setsockopt(s, IPPROTO_IPV6, IPV6_JOIN_GROUP, {ff02::1, 1})",
		 "setsockopt(s, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, "
		 "{ff02::1, 1})"},
		{"setsockopt(s, SOL_SOCKET, SO_MARK, 0xffffffff)",
		 "setsockopt(s, SOL_SOCKET, SO_MARK, -1)"},
		{"getsockopt(s, 1, 4)", "getsockopt(s, SOL_SOCKET, SO_ERROR)"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct buf out = {0};
		struct call call;
		struct err err;
		bool read = call_parse(str_from(rows[i].text), &arena, &call,
				       NULL, &err);
		cr_assert(read, "%s: %s", rows[i].text, err.text);
		call_print(&call, NOTATION_C, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].printed);
		buf_done(&out);
		arena_done(&arena);
	}
}

Test(parse, golden_calls_print_as_they_are_written)
{
	struct arena arena = {0};
	size_t count;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	cr_assert_gt(count, 70);
	for (size_t i = 0; i < count; i++) {
		struct call again;
		struct err err;
		struct buf out = {0}, twice = {0};
		call_print(&calls[i], NOTATION_C, &out);
		bool read = call_parse((struct str){out.data, out.len}, &arena,
				       &again, NULL, &err);
		cr_assert(read, "%s: %s", buf_text(&out), err.text);
		cr_expect(call_same(&calls[i], &again), "%s", buf_text(&out));
		call_print(&again, NOTATION_C, &twice);
		cr_expect_str_eq(buf_text(&out), buf_text(&twice));
		buf_done(&out);
		buf_done(&twice);
	}
	arena_done(&arena);
}

Test(parse, points_at_the_fault_and_says_what_was_expected)
{
	static const struct {
		const char *text;
		size_t column;
		const char *says;
	} rows[] = {
		{"", 1,
		 "expected a call such as bind(srv, 127.0.0.1:12345), "
		 "found the end"},
		{"5", 1, "found `5`"},
		{"\033[2J", 1, "found the byte \"\\33\""},
		{"lisen(srv, 5)", 1,
		 "unknown call `lisen`: did you mean `listen`?"},
		{"srv = sokcet(AF_INET, SOCK_STREAM)", 7,
		 "unknown call `sokcet`: did you mean `socket`"},
		{"recvform(s, 5)", 1, "did you mean `recvfrom`?"},
		{"xyzzy(1)", 1, "unknown call `xyzzy`"},
		{"srv = ", 7, "found the end"},
		{"srv", 1, "unknown call `srv`"},
		{"listen", 7, "expected `(`, found the end"},
		{"listen srv", 8, "expected `(`, found `srv`"},
		{"listen(srv", 11, "expected `,` or `)`, found the end"},
		{"listen(srv 5)", 12,
		 "expected `,` or `)`, found `5`: listen takes "
		 "listen(sockfd, backlog)"},
		{"listen(srv)", 11,
		 "listen needs `backlog`, a number of connections that may "
		 "wait: it takes listen(sockfd, backlog)"},
		{"listen(srv, 5, 6)", 16, "expected `)`, found `6`"},
		{"listen(srv, 5) x", 16,
		 "expected nothing behind the call, found `x`"},
		{"send(cli, \"x\", 0, 0)", 19,
		 "send takes send(sockfd, buf[, flags])"},
		{"listen(, 5)", 8,
		 "expected a descriptor (a variable or a number) for "
		 "`sockfd`, found `,`"},
		{"socket(AF_INTE, SOCK_STREAM)", 8,
		 "unknown constant `AF_INTE` for `domain`: did you mean "
		 "`AF_INET`"},
		{"socket(AF_INET, SOCK_STREM)", 17,
		 "did you mean `SOCK_STREAM`"},
		{"socket(SOCK_STREAM, AF_INET)", 8,
		 "unknown constant `SOCK_STREAM` for `domain`: expected an "
		 "address family such as AF_INET"},
		{"socket(AF_INET|AF_INET6, 1)", 15,
		 "expected `,` or `)`, found `|`"},
		{"recv(s, 10, MSG_PEEK|MSG_PEK)", 22,
		 "did you mean `MSG_PEEK`"},
		{"recv(s, many)", 9,
		 "expected a number of bytes for `len`, found `many`"},
		{"recv(s, -1)", 9, "-1 is out of range: expected 0 to"},
		{"recv(s, 99999999999999999999)", 9, "is out of range"},
		{"recv(s, 12ab)", 9, "`12a` is no number"},
		{"recv(s, 0x)", 9, "is no number"},
		{"recv(s, 08)", 9, "is no number"},
		{"listen(-, 3)", 8, "is no number"},
		{"bind(s, localhost:80)", 9, "`localhost:80` is no address"},
		{"bind(s, 127.0.0.1:99999)", 9, "does not fit in 16 bits"},
		{"bind(s, )", 9, "expected an address such as"},
		{"bind(s, 127.0.0.1:80\033)", 9, "expected an address such as"},
		{"send(s, hello)", 9,
		 "expected bytes in quotes such as \"hello\" or \"x\" * 65536 "
		 "for `buf`, found `hello`"},
		{"send(s, \"hello)", 9, "the string has no closing quote"},
		{"send(s, \"\\q\")", 9, "unknown escape \\q"},
		{"send(s, \"x\" * 99999999)", 15, "99999999 is out of range"},
		{"send(s, \"x\" * y)", 15, "is no number"},
		{"getsockopt(s, SOL_SOCKET, TCP_NODELAY)", 27,
		 "`TCP_NODELAY` is an option of the level IPPROTO_TCP"},
		{"setsockopt(s, SO_REUSEADDR, 1)", 15,
		 "`SO_REUSEADDR` is an option of the level SOL_SOCKET, which "
		 "stands before it"},
		{"socket(INET, STREAM)", 8, "did you mean `AF_INET`?"},
		{"socket(AF_INET, stream)", 17, "did you mean `SOCK_STREAM`?"},
		{"socket(AF_INET, 1, tcp)", 20, "did you mean `IPPROTO_TCP`?"},
		{"setsockopt(s, SOL_SOCKET, SO_REUSEADR, 1)", 27,
		 "did you mean `SO_REUSEADDR`"},
		{"setsockopt(s, SOL_SOCKET, SO_REUSEADDR, on)", 41,
		 "expected a number for the option's value, found `on`"},
		{"setsockopt(s, SOL_SOCKET, SO_LINGER, 1)", 38,
		 "expected {l_onoff, l_linger} for the option's value, found "
		 "`1`"},
		{"setsockopt(s, SOL_SOCKET, SO_LINGER, {1})", 40,
		 "expected `,`: struct linger has 2 fields"},
		{"setsockopt(s, SOL_SOCKET, SO_LINGER, {1, 0, 2})", 43,
		 "expected `}`"},
		{"setsockopt(s, SOL_SOCKET, SO_BINDTODEVICE, lo)", 44,
		 "expected bytes in quotes"},
		{"setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, {1, 2})", 47,
		 "expected the IPv4 address of `imr_multiaddr`"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct call call;
		struct err err = {0};
		size_t column = 0;
		bool read = call_parse(str_from(rows[i].text), &arena, &call,
				       &column, &err);
		cr_expect(!read && strstr(err.text, rows[i].says), "%s: %s",
			  rows[i].text, err.text);
		AUTO_FREE char *place = xprintf("column %zu: ", column);
		cr_expect(str_has_prefix(str_from(err.text), place), "%s: %s",
			  rows[i].text, err.text);
		cr_expect_eq(column, rows[i].column, "%s: column %zu, not %zu",
			     rows[i].text, column, rows[i].column);
		arena_done(&arena);
	}
}

Test(parse, leaves_out_what_was_left_out)
{
	struct arena arena = {0};
	struct call call;
	struct err err;
	cr_assert(
		call_parse(str_from("recv(s, 5)"), &arena, &call, NULL, &err));
	cr_expect_eq(call.argc, 2);
	cr_expect_eq(call.args[2].kind, VALUE_NONE);
	cr_expect_null(call.into);
	cr_assert(call_parse(str_from("n = recv(s, 5, 0)"), &arena, &call, NULL,
			     &err));
	cr_expect_eq(call.argc, 3);
	cr_expect_str_eq(call.into, "n");
	cr_expect_str_eq(call.args[0].name, "s");
	arena_done(&arena);
}
