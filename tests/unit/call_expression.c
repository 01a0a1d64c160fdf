/* call_expression: htons() and its family alone, and as arguments.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/expression.h"
#include "call/whole/parse.h"

#include <criterion/criterion.h>

/* On a machine that has the low byte first, as those of x86-64 and aarch64. */
static const struct {
	const char *text, *printed;
} good[] = {
	{"htons(12345)", "14640, 0x3930; in memory 30 39"},
	{"ntohs(14640)", "12345, 0x3039; in memory 39 30"},
	{" htonl( 0x7f000001 ) ",
	 "16777343, 0x0100007f; in memory 7f 00 00 01"},
	{"ntohl(htonl(5))", "5, 0x00000005; in memory 05 00 00 00"},
	{"inet_addr(\"127.0.0.1\")",
	 "16777343, 0x0100007f; in memory 7f 00 00 01"},
	{"socket.htons(80)", "20480, 0x5000; in memory 00 50"},
};

static const struct {
	const char *text, *message;
} bad[] = {
	{"htons(65536)",
	 "column 7: 65536 is out of range: expected 0 to 65535"},
	{"htons()", "column 7: expected a number for htons(), found `)`"},
	{"htons(80", "column 9: expected `)` behind the operand of htons()"},
	{"htons(80) 1", "column 11: expected nothing behind the expression"},
	{"inet_addr(127)",
	 "column 11: expected an IPv4 address in quotes such as "
	 "\"127.0.0.1\" for inet_addr()"},
	{"inet_addr(\"here\")",
	 "column 11: expected an IPv4 address in quotes such as "
	 "\"127.0.0.1\" for inet_addr()"},
	{"htons(htons(htons(htons(htons(htons(htons(htons(htons(1)))))))))",
	 "column 55: more than 8 functions in each other"},
};

Test(expression, values_are_those_of_this_machine)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		struct buf out = {0};
		struct err err = {0};
		cr_expect(expression_begins(str_from(good[i].text)));
		cr_expect(expression_print(str_from(good[i].text), &out, &err),
			  "%s: %s", good[i].text, err.text);
		cr_expect_str_eq(buf_text(&out), good[i].printed);
		buf_done(&out);
	}
}

Test(expression, faults_have_their_place)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct buf out = {0};
		struct err err = {0};
		cr_expect(!expression_print(str_from(bad[i].text), &out, &err),
			  "%s", bad[i].text);
		cr_expect_str_eq(err.text, bad[i].message);
		buf_done(&out);
	}
}

Test(expression, it_stands_where_a_number_can)
{
	struct arena arena = {0};
	struct call call;
	struct err err = {0};
	cr_assert(call_parse(str_from("listen(3, ntohs(256))"), &arena, &call,
			     NULL, &err),
		  "%s", err.text);
	cr_expect_eq(call.args[1].num, 1);
	cr_assert(call_parse(str_from("recv(3, htons(4))"), &arena, &call, NULL,
			     &err),
		  "%s", err.text);
	cr_expect_eq(call.args[1].num, 1024);
	arena_done(&arena);
}
