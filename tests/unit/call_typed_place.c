/* call_typed_place: the place of the cursor in unfinished calls, and the line
 * that says what a call takes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "call/whole/typed.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

/* `|` is the cursor where there is no other; `word` begins at place.begin. */
Test(typed_place, finds_the_argument_under_the_cursor)
{
	static const struct {
		const char *before, *after, *call, *word;
		int arg; // -1: not in the arguments
		int64_t level;
	} rows[] = {
		{"", "", NULL, "", -1, 0},
		{"li", "", "listen", "li", -1, 0},
		{"xy", "", NULL, "xy", -1, 0},
		{"s", "", NULL, "s", -1, 0},
		{"srv = acc", "", "accept", "acc", -1, 0},
		{"srv = ", "accept(s)", "accept", "", -1, 0},
		{"bind(", "", "bind", "", 0, 0},
		{"bind(sr", "", "bind", "sr", 0, 0},
		{"bind(srv, ", "", "bind", "", 1, 0},
		{"bind(srv,", "", "bind", "", 1, 0},
		{"bind(srv, 127.0.0.1:80", "", "bind", "127.0.0.1:80", 1, 0},
		{"bind(srv, [::1]:8", "", "bind", "[::1]:8", 1, 0},
		{"bind(srv", ", 127.0.0.1:80)", "bind", "srv", 0, 0},
		{"listen srv, ", "", "listen", "", 1, 0},
		{"recv(s, 5, MSG_PEEK|MSG_D", "", "recv", "MSG_D", 2, 0},
		{"send(s, \"a, b(\", MSG", "", "send", "MSG", 2, 0},
		{"send(s, \"a, \\\"b", "", "send", "\"a, \\\"b", 1, 0},
		{"recv(s, 5, 0, ", "", "recv", "", 3, 0},
		{"recv(s, 5)", "", "recv", "", -1, 0},
		{"setsockopt(s, SOL_SOCKET, SO_", "", "setsockopt", "SO_", 2,
		 SOL_SOCKET},
		{"getsockopt(s, 6, ", "", "getsockopt", "", 2, 6},
		{"s.li", "", NULL, "li", -1, 0},
		{"s.bi", "", NULL, "bi", -1, 0},
		{"s.bind(", "", "bind", "", 1, 0},
		{"s.bind((\"127", "", "bind", "\"127", 1, 0},
		{"conn, peer = s.accept(", "", "accept", "", SYSCALL_HIDDEN, 0},
		{"s = socket.socket(socket.AF_I", "", "socket", "socket.AF_I",
		 0, 0},
		{"s = socket.socket(socket.AF_INET, ", "", "socket", "", 1, 0},
		{"s.setsockopt(socket.IPPROTO_TCP, ", "", "setsockopt", "", 2,
		 6},
		{"s.recv(16, ", "", "recv", "", 2, 0},
		{"os.read(s.fi", "", "read", "s.fi", 0, 0},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		AUTO_FREE char *text =
			xprintf("%s%s", rows[i].before, rows[i].after);
		size_t cursor = strlen(rows[i].before);
		struct typed_place place =
			call_typed_place(str_from(text), cursor);
		struct str word = {text + place.begin, cursor - place.begin};
		const char *name = place.syscall ? place.syscall->name : NULL;
		const char *wanted = rows[i].call ? rows[i].call : "nothing";
		cr_expect_str_eq(name ? name : "nothing", wanted, "%s", text);
		cr_expect(str_is(word, rows[i].word), "%s: word %.*s", text,
			  (int)word.len, word.data);
		cr_expect_eq(place.in_args, rows[i].arg >= 0, "%s", text);
		if (rows[i].arg >= 0)
			cr_expect_eq(place.arg, (size_t)rows[i].arg, "%s: %zu",
				     text, place.arg);
		cr_expect_eq(place.level, rows[i].level, "%s", text);
		bool dotted = strchr(rows[i].before, '.') &&
			      !strchr(rows[i].before, ':');
		cr_expect_eq(place.notation, dotted ? NOTATION_PYTHON : 0, "%s",
			     text);
	}
}

/* Wherever the cursor is, also behind the end, in whatever text. */
Test(typed_place, never_leaves_the_text)
{
	static const char text[] =
		"a = send(s, \"x\\\", (\", MSG_PEEK|{1, (2)}, [::1]:80)) , \\";
	for (size_t len = 0; len < sizeof(text); len++) {
		for (size_t cursor = 0; cursor <= len + 2; cursor++) {
			struct typed_place place = call_typed_place(
				(struct str){text, len}, cursor);
			cr_expect(place.begin <= len && place.begin <= cursor);
		}
	}
}

Test(typed_signature, marks_the_argument)
{
	static const struct {
		const char *name;
		int mark;
		bool ascii;
		const char *line;
	} rows[] = {
		{"recv", -1, false, "recv(sockfd, len[, flags])"},
		{"recv", 1, false, "recv(sockfd, \u00ablen\u00bb[, flags])"},
		{"recv", 2, true, "recv(sockfd, len[, <flags>])"},
		{"listen", 9, true, "listen(sockfd, backlog)"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = {0};
		call_print_signature(syscall_find(str_from(rows[i].name)),
				     rows[i].mark, rows[i].ascii, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].line);
		buf_done(&out);
	}
}
