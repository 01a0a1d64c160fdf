/* ui_say: what a typed line means.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/table/syscalls.h"
#include "ui/command/command.h"
#include "ui/command/say.h"

#include <criterion/criterion.h>
#include <string.h>

Test(say, sorts_lines)
{
	static const struct {
		const char *line;
		enum say_kind kind;
		const char *actor, *text;
	} cases[] = {
		/* clang-format off */
		{"", SAY_NOTHING, "", ""},
		{"  ", SAY_NOTHING, "", ""},
		{"# a word", SAY_NOTHING, "", ""},
		{":", SAY_NOTHING, "", ""},
		{"next", SAY_COMMAND, "", "next"},
		{": next ", SAY_COMMAND, "", "next"},
		{"hold SYN from client", SAY_COMMAND, "", "hold SYN from client"},
		{"wire: hold SYN", SAY_COMMAND, "wire", "hold SYN"},
		{"server: accept(srv)", SAY_CALL, "server", "accept(srv)"},
		{"server:accept(srv)", SAY_CALL, "server", "accept(srv)"},
		{"server: next", SAY_CALL, "server", "next"},
		{"close", SAY_COMMAND, "", "close"},
		{"?", SAY_COMMAND, "", "help"},
		{": ?", SAY_COMMAND, "", "help"},
		{"from = socket()", SAY_CALL, "", "from = socket()"},
		{"close srv", SAY_CALL, "", "close srv"},
		{"close(srv)", SAY_CALL, "", "close(srv)"},
		{"close (srv)", SAY_CALL, "", "close (srv)"},
		{"srv.close()", SAY_CALL, "", "srv.close()"},
		{"next.close", SAY_CALL, "", "next.close"},
		{"s = socket()", SAY_CALL, "", "s = socket()"},
		{"next = socket()", SAY_CALL, "", "next = socket()"},
		{"conn, peer = srv.accept()", SAY_CALL, "", "conn, peer = srv.accept()"},
		{"(conn, peer) = srv.accept()", SAY_CALL, "", "(conn, peer) = srv.accept()"},
		{"int s = socket();", SAY_CALL, "", "s = socket();"},
		{"server: ssize_t n = recv(s)", SAY_CALL, "server", "n = recv(s)"},
		{"int server", SAY_COMMAND, "", "int server"},
		{"accept", SAY_CALL, "", "accept"},
		{"acc", SAY_CALL, "", "acc"},
		{"recv", SAY_CALL, "", "recv"},
		{"rew", SAY_COMMAND, "", "rew"},
		{"re", SAY_COMMAND, "", "re"},
		{"deliver 3, 4", SAY_COMMAND, "", "deliver 3, 4"},
		{"sh ss -tan", SAY_COMMAND, "", "sh ss -tan"},
		{"sh echo (a)", SAY_COMMAND, "", "sh echo (a)"},
		/* clang-format on */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct said said;
		struct err err = {0};
		bool ok = say_read(str_from(cases[i].line), &said, &err);
		cr_expect(ok, "'%s': %s", cases[i].line, err.text);
		cr_expect(said.kind == cases[i].kind, "'%s': %d", cases[i].line,
			  said.kind);
		cr_expect(str_is(said.actor, cases[i].actor) &&
				  str_is(said.text, cases[i].text),
			  "'%s': '%.*s' '%.*s'", cases[i].line,
			  (int)said.actor.len, said.actor.data,
			  (int)said.text.len, said.text.data);
	}
}

Test(say, names_the_nearest)
{
	static const struct {
		const char *line, *wrong;
	} cases[] = {
		{"nxet", "nxet is no command and no call; the nearest is next"},
		{"qqqqqqqq", "qqqqqqqq is no command and no call; help lists "
			     "them"},
		{"lisen srv",
		 "lisen is no command and no call; the nearest are "
		 "listen and live"},
		{"import socket", "import begins a statement of a program; a "
				  "line here is one call or one command, and "
				  "nothing has to be declared or imported"},
		{"%s", "%s is no command and no call; help lists them"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct said said;
		struct err err = {0};
		cr_expect(!say_read(str_from(cases[i].line), &said, &err));
		cr_expect(!strcmp(err.text, cases[i].wrong), "'%s': %s",
			  cases[i].line, err.text);
	}
}

/* Every command is one, and every call with a parenthesis is a call, however
 * much they are alike. */
Test(say, knows_all_names)
{
	size_t count;
	struct said said;
	struct err err;
	const struct command *commands = command_table(&count);
	for (size_t i = 0; i < count; i++) {
		cr_expect(say_read(str_from(commands[i].name), &said, &err) &&
				  said.kind == SAY_COMMAND,
			  "%s", commands[i].name);
	}
	const struct syscall *calls = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		AUTO_FREE char *line = xprintf("%s(", calls[i].name);
		cr_expect(say_read(str_from(line), &said, &err) &&
				  said.kind == SAY_CALL,
			  "%s", line);
	}
}
