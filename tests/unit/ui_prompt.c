/* ui_prompt: a line as it is typed, byte by byte and all at once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/prompt/prompt.h"
#include "ui/prompt/prompt_draw.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum outcome { TYPING, LEFT, ENTERED };

static void keep_inputrc_out(void)
{
	setenv("INPUTRC", "/dev/null", 1);
	setenv("TERM", "xterm", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
}

/* Types `keys`, all at once or byte by byte. An Escape at the end is told
 * apart by time. `lines` gets what was entered. */
static enum outcome type(struct prompt *prompt, const char *keys, bool at_once,
			 struct buf *lines)
{
	struct buf line = {0};
	size_t len = strlen(keys), step = at_once ? len : 1;
	for (size_t i = 0; i < len; i += step) {
		prompt_type(prompt, keys + i, step);
		prompt_edit(prompt);
		while (prompt_take(prompt, &line)) {
			buf_printf(lines, "%s$", buf_text(&line));
			prompt_edit(prompt);
		}
	}
	buf_done(&line);
	if (prompt_is_escaping(prompt)) {
		prompt_end_escape(prompt);
		prompt_edit(prompt);
	}
	return prompt_is_left(prompt) ? LEFT : lines->len ? ENTERED : TYPING;
}

/* In `text` stands what was entered, each line with a $, then the line that is
 * being typed with | where the cursor is. */
static const struct {
	const char *keys;
	bool only_digits;
	const char *text;
	enum outcome outcome;
} cases[] = {
	/* clang-format off */
	{"hold SYN\r", false, "hold SYN$|", ENTERED},
	{"hold", false, "hold|", TYPING},
	{"hi\177\177ok\r", false, "ok$|", ENTERED},
	{"\xc3\xa9\xe4\xb8\xad\177x", false, "\xc3\xa9x|", TYPING},
	{"a\177", false, "|", TYPING},
	{"a\177\177", false, "|", LEFT},
	{"\r", false, "|", LEFT},
	{"\004", false, "|", LEFT},
	{"ab\004", false, "ab|", TYPING},
	{"\003", false, "|", LEFT},
	{"ab\003", false, "|", TYPING},
	{"ab\003\003", false, "|", LEFT},
	{"\007", false, "|", LEFT},
	{"ab\007", false, "ab|", TYPING},
	{"\033", false, "|", LEFT},
	{"ab\033", false, "ab|", TYPING},
	{"one two\001X", false, "X|one two", TYPING},
	{"one two\027\031\031", false, "one twotwo|", TYPING},
	{"one two\033b\033d", false, "one |", TYPING},
	{"abc\033[D\033[DX", false, "aX|bc", TYPING},
	{"abc\033OD\033[3~", false, "ab|", TYPING},
	{"one\rtwo\r\020\020\r", false, "one$two$one$|", ENTERED},
	{"first\rsecond\r\022fir\007", false, "first$second$|", ENTERED},
	{"first\rsecond\r\022fir\r", false, "first$second$first$|", ENTERED},
	{"\033[200~pasted\033[201~\r", false, "pasted$|", ENTERED},
	{"\033[200~a\rb\n\033[201~", false, "a\nb|", TYPING},
	{"\033[200~a\rb\n\033[201~\r", false, "a$b$|", ENTERED},
	{"\033[200~not its end", false, "|", TYPING},
	{"\033[200~\003\004\033[201~\r", false, "\003\004$|", ENTERED},
	{"12\r", true, "12$|", ENTERED},
	{"1x", true, "1|", LEFT},
	{"1\1772\r", true, "2$|", ENTERED},
	{"\r", true, "|", LEFT},
	{"\xff\xfe\r", false, "\xff\xfe$|", ENTERED},
	/* clang-format on */
};

static void try_case(size_t i, bool at_once)
{
	struct history *history = history_open();
	struct prompt prompt = {.history = history};
	struct buf text = {0};
	struct err err;
	prompt_open(&prompt, ": ", "");
	prompt.only_digits = cases[i].only_digits;
	enum outcome outcome = type(&prompt, cases[i].keys, at_once, &text);
	struct prompt_line line = prompt_line(&prompt);
	buf_add(&text, line.text.data, line.cursor);
	buf_putc(&text, '|');
	buf_add(&text, line.text.data + line.cursor,
		line.text.len - line.cursor);
	cr_expect(!strcmp(buf_text(&text), cases[i].text), "%zu %s: '%s'", i,
		  cases[i].keys, buf_text(&text));
	cr_expect(outcome == cases[i].outcome, "%zu %s: %d", i, cases[i].keys,
		  outcome);
	prompt_close(&prompt);
	cr_expect(!prompt.is_open && !prompt_line(&prompt).text.len);
	buf_done(&text);
	history_close(history, &err);
}

Test(prompt, takes_bytes)
{
	keep_inputrc_out();
	setenv("XDG_STATE_HOME", "/dev/null", 1);
	for (size_t i = 0; i < COUNT(cases); i++)
		try_case(i, true);
}

/* An Escape that comes alone and is told to be one is no key's beginning;
 * without that, keys cut in half are the same keys. */
Test(prompt, takes_halves)
{
	keep_inputrc_out();
	setenv("XDG_STATE_HOME", "/dev/null", 1);
	for (size_t i = 0; i < COUNT(cases); i++)
		try_case(i, false);
}

Test(prompt, escape_twice_leaves)
{
	keep_inputrc_out();
	struct prompt prompt = {0};
	struct buf text = {0};
	prompt_open(&prompt, ": ", "half a line");
	cr_expect(type(&prompt, "\033", true, &text) == TYPING);
	cr_expect(type(&prompt, "\033", true, &text) == LEFT);
	prompt_close(&prompt);
	prompt_open(&prompt, ": ", "half a line");
	cr_expect(type(&prompt, "\033", true, &text) == TYPING);
	cr_expect(type(&prompt, "b", true, &text) == TYPING);
	cr_expect(type(&prompt, "\033", true, &text) == TYPING, "the first");
	prompt_close(&prompt);
	buf_done(&text);
}

/* --- completion ------------------------------------------------------------
 */

static void complete(void *data, struct str line, size_t cursor,
		     struct arena *arena, struct completion *completion)
{
	static const char *words[] = {"127.0.0.1:70", "127.0.0.1:8080"};
	(void)data;
	(void)arena;
	bool is_one = cursor && line.data[cursor - 1] == '8';
	completion->words = words + (is_one ? 1 : 0);
	completion->count = is_one ? 1 : 2;
	completion->begin = 5;
	completion->append = ')';
}

Test(prompt, completes_from_where_it_is_told)
{
	keep_inputrc_out();
	const struct prompt_help help = {.complete = complete};
	struct prompt prompt = {.help = &help};
	struct buf text = {0};
	prompt_open(&prompt, ": ", "");
	type(&prompt, "bind(127\t", true, &text);
	struct prompt_line line = prompt_line(&prompt);
	cr_expect(str_is(line.text, "bind(127.0.0.1:"), "%s", line.text.data);
	type(&prompt, "8\t", true, &text);
	cr_expect(!strcmp(buf_text(&prompt.listed), ""), "one is left: %s",
		  buf_text(&prompt.listed));
	line = prompt_line(&prompt);
	cr_expect(str_is(line.text, "bind(127.0.0.1:8080)"), "%s",
		  line.text.data);
	prompt_close(&prompt);
	prompt_open(&prompt, ": ", "");
	type(&prompt, "bind(\t\t", true, &text);
	cr_expect(!strcmp(buf_text(&prompt.listed),
			  "127.0.0.1:70\n127.0.0.1:8080\n"),
		  "%s", buf_text(&prompt.listed));
	prompt_close(&prompt);
	buf_done(&text);
}

/* --- drawing ---------------------------------------------------------------
 */

/* The prompt's row of a screen of 24 columns, and where the cursor is. */
static char *drawn(struct prompt *prompt, const char *keys, int *x)
{
	struct buf text = {0};
	struct grid grid;
	int y;
	grid_init(&grid, 24, 3);
	prompt_open(prompt, "cli: ", "");
	type(prompt, keys, true, &text);
	prompt_draw(prompt, "the hint", &grid, x, &y);
	cr_expect(y == 1);
	buf_clear(&text);
	grid_print(&grid, false, &text);
	struct str rest = {text.data, text.len}, row;
	str_next_line(&rest, &row);
	str_next_line(&rest, &row);
	char *copy = xprintf("%.*s", (int)row.len, row.data);
	buf_done(&text);
	grid_done(&grid);
	prompt_close(prompt);
	return copy;
}

Test(prompt, is_drawn_and_scrolled)
{
	keep_inputrc_out();
	static const struct {
		const char *keys, *row;
		int x;
	} rows[] = {
		/* clang-format off */
		{"", "  cli:", 7},
		{"bind()", "  cli: bind()", 13},
		{"bind()\033[D", "  cli: bind()", 12},
		{"\xe4\xb8\xad\xe6\x96\x87", "  cli: \xe4\xb8\xad\xe6\x96\x87", 11},
		{"abcdefghijklmno", "  cli: <ijklmno", 15},
		{"abcdefghijklmnop\001", "  cli: abcdefghijklmn>", 7},
		{"\033[200~a\nb\033[201~", "  cli: a\xe2\x86\xb5" "b", 10},
		/* clang-format on */
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct prompt prompt = {0};
		int x;
		AUTO_FREE char *row = drawn(&prompt, rows[i].keys, &x);
		cr_expect(!strcmp(row, rows[i].row), "%s: '%s'", rows[i].keys,
			  row);
		cr_expect(x == rows[i].x, "%s: %d", rows[i].keys, x);
	}
}
