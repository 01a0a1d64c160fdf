/* ui_programs: the programs of a command line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "ui/file/programs.h"

#include <criterion/criterion.h>
#include <string.h>

/* What comes of a line, each program as "NAME[@HOST][ when[:PORT]]: WORDS". */
static const struct {
	const char *line, *when, *read;
} cases[] = {
	{"nc -l 80", NULL, "nc: nc -l 80"},
	{"python3 server.py :: python3 client.py 80", NULL,
	 "server: python3 server.py; client: python3 client.py 80"},
	{"python3.11 -u /home/me/echo.v2.py", NULL,
	 "echo: python3.11 -u /home/me/echo.v2.py"},
	{"python3 -m http.server 80", NULL,
	 "http.server: python3 -m http.server 80"},
	{"./a.out :: ./a.out :: ./a.out", NULL,
	 "a.out: ./a.out; a.out-2: ./a.out; a.out-3: ./a.out"},
	{"s= @h1 ./x :: @h2 c= ./x -v", NULL, "s@h1: ./x; c@h2: ./x -v"},
	{"./s :: --when=listening:80 ./c", NULL, "s: ./s; c when:80: ./c"},
	{"./s :: --when=listening:/tmp/s ./c", NULL,
	 "s: ./s; c when:/tmp/s: ./c"},
	{"./s :: --when=listening:@s ./c", NULL, "s: ./s; c when:@s: ./c"},
	{"./s :: ./c :: --when=listening:9 ./d", "listening",
	 "s: ./s; c when: ./c; d when:9: ./d"},
	{"env A=b ./x", NULL, "env: env A=b ./x"},
	{"sh -c true", NULL, "sh: sh -c true"},
	{"./7up", NULL, "_up: ./7up"},
	// What fails.
	{"", NULL,
	 "program 1 is missing: expected its name and arguments, as in "
	 "`python3 server.py`"},
	{"./s ::", NULL,
	 "program 2 is missing: expected its name and arguments, as in "
	 "`python3 server.py`"},
	{"a= :: ./c", NULL,
	 "program 1 is missing: expected its name and arguments, as in "
	 "`python3 server.py`"},
	{"a= ./x :: a= ./y", NULL, "two programs are named a"},
	{"@ ./x", NULL, "@: expected the name of a host behind @"},
	{"--when=soon ./x", NULL,
	 "--when soon: expected listening, listening:PORT such as "
	 "listening:8000, or listening:PATH such as listening:./server.sock"},
	{"--when=listening:0 ./x", NULL,
	 "--when listening:0: expected listening, listening:PORT such as "
	 "listening:8000, or listening:PATH such as listening:./server.sock"},
};

static int split(char *line, char *words[])
{
	int count = 0;
	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
	return count;
}

static void print(const struct programs *programs, struct buf *out)
{
	for (size_t i = 0; i < programs->count; i++) {
		const struct program *program = &programs->items[i];
		buf_printf(out, "%s%s%s%s", i ? "; " : "", program->name,
			   program->host ? "@" : "",
			   program->host ? program->host : "");
		if (program->when == PROGRAM_WHEN_LISTENING)
			buf_puts(out, " when");
		if (program->port)
			buf_printf(out, ":%d", program->port);
		if (program->path)
			buf_printf(out, ":%s", program->path);
		buf_putc(out, ':');
		for (size_t n = 0; program->words[n]; n++)
			buf_printf(out, " %s", program->words[n]);
	}
}

Test(programs, command_lines)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		AUTO_FREE char *line = xstrdup(cases[i].line);
		char *words[32];
		int count = split(line, words);
		struct arena arena = {0};
		struct programs programs;
		struct err err;
		struct buf out = {0};
		if (programs_read(&programs, words, count, cases[i].when,
				  &arena, &err))
			print(&programs, &out);
		else
			buf_puts(&out, err.text);
		cr_expect_str_eq(buf_text(&out), cases[i].read, "%s: %s",
				 cases[i].line, buf_text(&out));
		buf_done(&out);
		arena_done(&arena);
	}
}
