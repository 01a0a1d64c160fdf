/* journal_until: how far a program is to go is read, printed and refused.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/until.h"

#include <criterion/criterion.h>

static const struct {
	const char *text, *printed;
} good[] = {
	{"", "next"},
	{"next", "next"},
	{"blocked", "blocked"},
	{"exit", "exit"},
	{" accept ", "accept"},
	{"ECONNRESET", "ECONNRESET"},
	{"fd 4", "fd 4"},
	{"fd  12", "fd 12"},
	{"CLOSE-WAIT", "CLOSE-WAIT"},
	{"SYN_RECV", "SYN-RECV"},
	{"ESTABLISHED", "ESTAB"},
};

static const char *const bad[] = {"acept", "fd", "fd x",       "fd 99999999999",
				  "EFOO",  "4",	 "next accept"};

Test(until, good_ones_are_read_and_printed)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		struct until until, again;
		struct err err;
		struct buf out = {0};
		cr_assert(until_parse(str_from(good[i].text), &until, &err),
			  "%s: %s", good[i].text, err.text);
		until_print(&until, &out);
		cr_expect_str_eq(buf_text(&out), good[i].printed);
		cr_assert(until_parse(str_from(buf_text(&out)), &again, &err));
		cr_expect(until.kind == again.kind &&
			  until.name == again.name &&
			  until.number == again.number);
		buf_done(&out);
	}
}

Test(until, bad_ones_are_refused)
{
	struct err err;
	struct until until;
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect(!until_parse(str_from(bad[i]), &until, &err), "%s",
			  bad[i]);
	until_parse(str_from("acept"), &until, &err);
	cr_expect_str_eq(err.text,
			 "until acept: expected next, blocked, exit, a call "
			 "such as accept, an errno such as ECONNRESET, fd and "
			 "a number, or a TCP state such as CLOSE-WAIT; the "
			 "nearest is accept");
}
