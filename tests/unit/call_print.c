/* call_print: the golden calls in each notation; and the printed C compiles,
 * the printed Python too.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/table/symbol.h"
#include "call/whole/parse.h"
#include "call_golden.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(print, golden_calls_in_every_notation)
{
#ifndef __GLIBC__
	cr_skip_test("written with glibc's size of struct tcp_info");
#endif
	struct arena arena = {0};
	struct buf out = {0};
	size_t count;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	for (size_t i = 0; i < count; i++) {
		call_print(&calls[i], NOTATION_C, &out);
		buf_puts(&out, "\n\n");
		call_print(&calls[i], NOTATION_PYTHON, &out);
		buf_puts(&out, "\n\n");
		call_print_program_c(&calls[i], &out);
		buf_puts(&out, "\n---\n\n");
	}
	golden_check("tests/golden/call/calls.out", buf_text(&out));
	buf_done(&out);
	arena_done(&arena);
}

/* 32 and 34 bytes of letters. */
#define A32 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A34 A32 "aa"

/* What fits is written whole, and so is what is written by a number. */
Test(print, shows_the_first_of_many_bytes)
{
	static const struct {
		const char *text, *in_c, *in_python;
	} cases[] = {
		{"send(3, \"" A32 A32 "\")", "send(3, \"" A32 A32 "\")",
		 "fd3.send(b\"" A32 A32 "\")"},
		{"send(3, \"" A34 A34 "\")",
		 "send(3, \"" A32 "\"... (68 bytes))",
		 "fd3.send(b\"" A32 "\"... (68 bytes))"},
		{"send(3, \"ab\" * 500)", "send(3, \"ab\" * 500)",
		 "fd3.send(b\"ab\" * 500)"},
		{"writev(3, {\"ab\", \"" A34 A34 "\"})",
		 "writev(3, {\"ab\", \"" A32 "\"... (68 bytes)})", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = {0};
		struct call call;
		struct err err;
		struct buf out = {0};
		cr_assert(call_parse(str_from(cases[i].text), &arena, &call,
				     NULL, &err),
			  "%s", err.text);
		call_print_shown(&call, NOTATION_C, &out);
		cr_expect_str_eq(buf_text(&out), cases[i].in_c);
		buf_clear(&out);
		call_print_shown(&call, NOTATION_PYTHON, &out);
		cr_expect(!cases[i].in_python ||
				  strstr(buf_text(&out),
					 strchr(cases[i].in_python, '.')),
			  "%s", buf_text(&out));
		// The call itself is as it was.
		buf_clear(&out);
		call_print(&call, NOTATION_C, &out);
		cr_expect_str_eq(buf_text(&out), cases[i].text);
		buf_done(&out);
		arena_done(&arena);
	}
}

/* Gives `text` to `command` on its standard input; its exit status. */
static int feed(const char *command, const struct buf *text)
{
	FILE *pipe = popen(command, "w");
	cr_assert(pipe, "cannot run %s", command);
	fwrite(text->data, 1, text->len, pipe);
	return pclose(pipe);
}

static const char c_head[] =
	"#define _GNU_SOURCE\n"
	"#include <arpa/inet.h>\n#include <netinet/in.h>\n"
	"#include <netinet/tcp.h>\n#include <netinet/udp.h>\n"
	"#include <signal.h>\n"
	"#include <fcntl.h>\n#include <linux/sockios.h>\n#include <poll.h>\n"
	"#include <netdb.h>\n#include <pthread.h>\n#include <signal.h>\n"
	"#include <stddef.h>\n#include <stdio.h>\n#include <string.h>\n"
	"#include <sys/epoll.h>\n#include <sys/ioctl.h>\n"
	"#include <sys/select.h>\n"
	"#include <sys/socket.h>\n#include <sys/time.h>\n"
	"#include <sys/types.h>\n#include <sys/uio.h>\n"
	"#include <sys/un.h>\n#include <sys/wait.h>\n#include <unistd.h>\n"
	"static void handler(int number)\n{\n(void)number;\n}\n"
	"static void *serve(void *data)\n{\nreturn data;\n}\n"
	"pid_t child, pid;\nunsigned left, before;\n"
	"int srv, cli, conn, s, raw, odd, mp, size, a, b, ep, t, got,\n"
	"flags, r, w;\n";

/* One function for each call, so that what it declares is its own. */
Test(print, program_c_compiles)
{
	struct arena arena = {0};
	struct buf out = {0};
	size_t count;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	buf_puts(&out, c_head);
	for (size_t i = 0; i < count; i++) {
		buf_printf(&out, "void f%zu(void);\nvoid f%zu(void)\n{\n", i,
			   i);
		bool sends = calls[i].into && strchr("dn", calls[i].into[0]);
		if (sends)
			buf_printf(&out, "ssize_t %s;\n", calls[i].into);
		call_print_program_c(&calls[i], &out);
		buf_puts(&out, "}\n");
	}
	int status = feed("cc -std=gnu11 -Wall -Wextra -Werror -fsyntax-only "
			  "-x c -",
			  &out);
	cr_expect_eq(status, 0, "cc says no to:\n%s", buf_text(&out));
	buf_done(&out);
	arena_done(&arena);
}

/* Python compiles each line, and every socket.NAME in it exists. */
static const char python_tail[] =
	"import ast\n"
	"for line in calls:\n"
	"    for node in ast.walk(ast.parse(line)):\n"
	"        if (isinstance(node, ast.Attribute) and\n"
	"                isinstance(node.value, ast.Name) and\n"
	"                node.value.id in ('socket', 'os', 'struct', 'fcntl',\n"
	"                                  'select', 'signal', 'termios',\n"
	"                                  'time')):\n"
	"            module = __import__(node.value.id)\n"
	"            assert hasattr(module, node.attr), line\n";

/* The line as a raw string that no call can end: by its bytes. */
static void add_line(struct buf *out, const struct buf *line)
{
	buf_puts(out, "bytes([");
	for (size_t i = 0; i < line->len; i++)
		buf_printf(out, "%u,", (unsigned char)line->data[i]);
	buf_puts(out, "]).decode(),\n");
}

Test(print, python_parses_and_its_constants_exist)
{
	struct arena arena = {0};
	struct buf out = {0};
	size_t count;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	buf_puts(&out, "calls = [\n");
	for (size_t i = 0; i < count; i++) {
		struct buf line = {0};
		call_print(&calls[i], NOTATION_PYTHON, &line);
		add_line(&out, &line);
		buf_done(&line);
	}
	buf_puts(&out, "]\n");
	buf_puts(&out, python_tail);
	cr_expect_eq(feed("python3 -", &out), 0, "python3 says no");
	buf_done(&out);
	arena_done(&arena);
}

/* The names that the table says Python has, it has, with the same values. */
Test(print, python_has_the_names_of_the_table)
{
	struct buf out = {0};
	size_t count, named = 0;
	const struct symbol *table = symbol_table(&count);
	buf_puts(&out, "import fcntl, os, select, socket, termios\n"
		       "bad = []\n");
	for (size_t i = 0; i < count; i++) {
		if (table[i].group >= SYMBOL_ERRNO || !table[i].in_python)
			continue;
		named++;
		buf_printf(&out,
			   "if getattr(%s, '%s', None) != %lld: "
			   "bad.append('%s')\n",
			   symbol_module(table[i].group), table[i].name,
			   (long long)table[i].value, table[i].name);
	}
	buf_puts(&out, "assert not bad, bad\n");
	cr_assert_gt(named, 150);
	cr_expect_eq(feed("python3 -", &out), 0, "python3 says no");
	buf_done(&out);
}
