/* prompt_readline: what the prompts of the screen and of plain mode ask of
 * readline alike.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/prompt/prompt_readline.h"

#include "base/mem.h"

#include <readline/readline.h>
#include <stdio.h>
#include <string.h>

/* Readline's functions get no data of ours. */
static const struct prompt_help *given;

/* The words are ours, so where they begin is, too: readline is told to break
 * before them, at the character that happens to stand there. */
static struct completion possible;
static struct arena possible_arena;

static char *break_before(void)
{
	static char breaks[2];
	arena_done(&possible_arena);
	possible = (struct completion){0};
	breaks[0] = '\0';
	if (given && given->complete)
		given->complete(given->data,
				(struct str){rl_line_buffer, (size_t)rl_end},
				(size_t)rl_point, &possible_arena, &possible);
	if (possible.begin && possible.begin <= (size_t)rl_point)
		breaks[0] = rl_line_buffer[possible.begin - 1];
	return breaks;
}

static size_t common_length(const char *const *words, size_t count)
{
	size_t len = strlen(words[0]);
	for (size_t i = 1; i < count; i++) {
		size_t same = 0;
		while (same < len && words[i][same] == words[0][same])
			same++;
		len = same;
	}
	return len;
}

/* What stands before the possible words in all of them, then the words, as
 * rl_completion_matches() would give them. */
static char **list_possible(const char *text, int begin, int end)
{
	(void)text;
	(void)end;
	rl_attempted_completion_over = 1;
	rl_completion_append_character = (unsigned char)possible.append;
	rl_filename_completion_desired = 0;
	size_t count = possible.count;
	if (!count || (size_t)begin != possible.begin)
		return NULL;
	char **list = xcalloc(count + 2, sizeof(*list));
	size_t len = common_length(possible.words, count);
	list[0] = xprintf("%.*s", (int)len, possible.words[0]);
	for (size_t i = 0; count > 1 && i < count; i++)
		list[i + 1] = xstrdup(possible.words[i]);
	return list;
}

/* Where keys are read one by one, Readline 8.2 dies of a key that begins longer
 * ones (^X) in a search: it calls what it was to go on with, and there is
 * nothing. Here such a key ends the search, as Escape does. */
static void end_searches(void)
{
	Keymap keys = rl_get_keymap();
	const char *usual = rl_variable_value("isearch-terminators");
	struct buf text = {0};
	buf_printf(&text, "\"%s", usual ? usual : "\\033\\012");
	for (unsigned c = 1; c < 128; c++)
		if (keys[c].type == ISKMAP)
			buf_printf(&text, "\\%03o", c);
	buf_putc(&text, '"');
	rl_variable_bind("isearch-terminators", text.data);
	buf_done(&text);
}

void readline_complete_with(const struct prompt_help *help)
{
	static bool is_known;
	if (!is_known) {
		// Before ~/.inputrc is read, which may say otherwise.
		rl_readline_name = "sockstep";
		rl_variable_bind("show-all-if-ambiguous", "on");
		rl_initialize();
		end_searches();
		is_known = true;
	}
	given = help;
	rl_completion_word_break_hook = break_before;
	rl_attempted_completion_function = list_possible;
	rl_sort_completion_matches = 0;
	if (help)
		return;
	possible = (struct completion){0};
	arena_done(&possible_arena);
}
