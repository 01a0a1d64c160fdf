/* plain_words: short words for a lesson in plain mode, like keys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/plain/plain_words.h"

#include "base/mem.h"

#include <string.h>

/* In a lesson, instead of a line; like keys. An answer is no row: its letters
 * depend on the question. */
static const struct {
	const char *word, *help, *line;
} words[] = {
	{"", "Enter makes the next call", "next"},
	{"m", "m tells more about this step", "more"},
	{"x", "x shows the call as lines of a whole C program", "expand"},
	{"p", "p shows the calls in Python, or in C again", "language"},
	{"r", "r rewinds: a new lab, replayed up to here", "rewind"},
	{"h", "h shows this list, and so does ? where nothing is asked", NULL},
	{"?", NULL, NULL},
	{"q", "q quits", "quit"},
};

void plain_print_words(struct buf *out)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		if (words[i].help)
			buf_printf(out, "%s\n", words[i].help);
	}
	buf_puts(out,
		 "a letter answers a question, ? says that you don't know\n"
		 "where a call is yours to find, ? gives a hint\n"
		 "anything else is a call or a command; help line tells how\n");
}

const char *plain_line_of(enum session_state state, const char *word)
{
	static const char *const answers[] = {
		"answer ?", "answer a", "answer b", "answer c", "answer d"};
	bool is_one = word[0] && !word[1];
	if (state == SESSION_ASKING && is_one) {
		if (word[0] == '?')
			return answers[0];
		if (word[0] >= 'a' && word[0] <= 'd')
			return answers[word[0] - 'a' + 1];
	}
	if (state == SESSION_TRYING && !strcmp(word, "?"))
		return "hint";
	for (size_t i = 0; i < COUNT(words); i++) {
		if (!strcmp(word, words[i].word))
			return words[i].line;
	}
	return word;
}
