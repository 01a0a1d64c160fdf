/* plain_words: short words for a lesson in plain mode, like keys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/plain/plain_words.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

/* In a lesson, instead of a line; like keys. An answer is no row: its letters
 * depend on the question. `of_lab` is what a replay cannot do. */
static const struct {
	const char *word, *help, *line;
	bool of_lab;
} words[] = {
	{"", SENTENCE_ID("plain-enter-makes-the-next"), "next", false},
	{"m", SENTENCE_ID("plain-m-tells-more-about"), "more", false},
	{"x", SENTENCE_ID("plain-x-shows-the-call"), "expand", false},
	{"p", SENTENCE_ID("plain-p-shows-the-calls"), "language", false},
	{"r", SENTENCE_ID("plain-r-rewinds-a-new"), "rewind", true},
	{"N", SENTENCE_ID("plain-opens-the-next"), "onward", true},
	{"h", SENTENCE_ID("plain-h-shows-this-list"), NULL, false},
	{"?", NULL, NULL, false},
	{"q", SENTENCE_ID("plain-q-quits"), "quit", false},
};

/* What is behind the words: a sentence for each line. */
static const char *const of_lab[] = {
	SENTENCE_ID("plain-key-letter"),
	SENTENCE_ID("plain-key-hint"),
	SENTENCE_ID("plain-key-else"),
};
static const char *const of_replay[] = {SENTENCE_ID("plain-key-looks")};

void plain_print_words(bool has_lab, struct buf *out)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		if (words[i].help && (has_lab || !words[i].of_lab))
			buf_printf(out, "%s\n", sentence_text(words[i].help));
	}
	const char *const *rest = has_lab ? of_lab : of_replay;
	size_t count = has_lab ? COUNT(of_lab) : COUNT(of_replay);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s\n", sentence_text(rest[i]));
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
