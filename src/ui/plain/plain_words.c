/* plain_words: short words for a lesson in plain mode, like keys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/plain/plain_words.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

/* In a lesson, instead of a line; like keys. An answer is no row: its letters
 * depend on the question. */
static const struct {
	const char *word, *help, *line;
} words[] = {
	{"", SENTENCE_ID("plain-enter-makes-the-next"), "next"},
	{"m", SENTENCE_ID("plain-m-tells-more-about"), "more"},
	{"x", SENTENCE_ID("plain-x-shows-the-call"), "expand"},
	{"p", SENTENCE_ID("plain-p-shows-the-calls"), "language"},
	{"r", SENTENCE_ID("plain-r-rewinds-a-new"), "rewind"},
	{"N", SENTENCE_ID("plain-opens-the-next"), "onward"},
	{"h", SENTENCE_ID("plain-h-shows-this-list"), NULL},
	{"?", NULL, NULL},
	{"q", SENTENCE_ID("plain-q-quits"), "quit"},
};

void plain_print_words(struct buf *out)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		if (words[i].help)
			buf_printf(out, "%s\n", sentence_text(words[i].help));
	}
	buf_printf(out, "%s\n%s\n%s\n", sentence_text("plain-key-letter"),
		   sentence_text("plain-key-hint"),
		   sentence_text("plain-key-else"));
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
