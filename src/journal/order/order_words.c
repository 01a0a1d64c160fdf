/* order_words: the words that an order to the wire is made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/order/order_words.h"

#include "base/sentence.h"
#include "journal/packet/packet.h"

#include <stdio.h>
#include <string.h>

enum { TIME_MOST = 3600 /* seconds */ };

/* The word at the front, without taking it; empty at the end. */
struct str words_peek(const struct words *words)
{
	struct str rest = words->rest, word = {"", 0};
	str_next_word(&rest, &word);
	const char *comma = word.len ? memchr(word.data, ',', word.len) : NULL;
	if (comma && word.data[0] != '"')
		word.len = comma == word.data ? 1 : (size_t)(comma - word.data);
	return word;
}

struct str words_take(struct words *words)
{
	struct str word = words_peek(words);
	if (word.len) {
		size_t used = (size_t)(word.data + word.len - words->rest.data);
		words->rest.data += used;
		words->rest.len -= used;
	}
	return word;
}

bool words_take_if(struct words *words, const char *expected)
{
	if (!str_is(words_peek(words), expected))
		return false;
	words_take(words);
	return true;
}

/* Adds the word, so that no byte of it spoils a message. */
static void add_word(struct buf *out, struct str word)
{
	enum { MOST = 40 };
	if (!word.len) {
		SENTENCE(out, "found-end");
		return;
	}
	bool plain = word.len <= MOST;
	for (size_t i = 0; i < word.len; i++)
		plain = plain && word.data[i] > ' ' && word.data[i] < 0x7f;
	if (plain)
		buf_printf(out, "`%.*s`", (int)word.len, word.data);
	else
		text_quote(out, word.data, word.len, MOST);
}

/* "found `x`, expected …", with the nearest of `names` when there are any. */
bool words_fail_near(struct words *words, struct str word, const char *expected,
		     const char *const *names, size_t count)
{
	struct buf text = {0};
	char copy[32];
	const char *nearest[2];
	size_t found = 0;
	struct buf shown = {0};
	add_word(&shown, word);
	SENTENCE(&text, "word-found", SLOT_TEXT("found", buf_text(&shown)),
		 SLOT_TEXT("expected", expected));
	buf_done(&shown);
	if (word.len && word.len < sizeof(copy)) {
		memcpy(copy, word.data, word.len);
		copy[word.len] = '\0';
		found = text_nearest(copy, names, count, nearest, 2);
		// It is spelled right, and means nothing at this place.
		if (found && !strcmp(nearest[0], copy))
			found = 0;
	}
	if (found == 1)
		SENTENCE(&text, "did-you-mean", SLOT_TEXT("name", nearest[0]));
	else if (found)
		SENTENCE(&text, "did-you-mean-one",
			 SLOT_TEXT("name", nearest[0]),
			 SLOT_TEXT("other", nearest[1]));
	err_set(words->err, "%s", buf_text(&text));
	buf_done(&text);
	return false;
}

bool words_fail(struct words *words, struct str word, const char *expected)
{
	return words_fail_near(words, word, expected, NULL, 0);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool words_at_number(const struct words *words)
{
	struct str word = words_peek(words);
	return word.len && is_digit(word.data[0]);
}

/* Decimal digits at the front of `word`, at most `most`. Returns how many
 * there are, 0 for none or too large a number. */
size_t words_digits(struct str word, uint64_t most, uint64_t *number)
{
	size_t len = 0;
	*number = 0;
	for (; len < word.len && is_digit(word.data[len]); len++) {
		*number = *number * 10 + (uint64_t)(word.data[len] - '0');
		if (*number > most)
			return 0;
	}
	return len;
}

bool words_number(struct words *words, uint64_t least, uint64_t most,
		  const char *what, uint64_t *number)
{
	struct str word = words_take(words);
	size_t len = words_digits(word, most, number);
	if (len && len == word.len && *number >= least)
		return true;
	AUTO_FREE char *expected = SENTENCE_NEW(
		"number-in-range", SLOT_TEXT("what", what),
		SLOT_NUMBER("least", least), SLOT_NUMBER("most", most));
	return words_fail(words, word, expected);
}

bool words_name(struct words *words, const char *expected, const char **name)
{
	struct str word = words_take(words);
	for (size_t i = 0; i < word.len; i++) {
		char c = word.data[i];
		if (!is_digit(c) && c != '_' && c != '-' &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return words_fail(words, word, expected);
	}
	if (!word.len)
		return words_fail(words, word, expected);
	*name = arena_strndup(words->arena, word.data, word.len);
	return true;
}

bool words_time(struct words *words, uint64_t *time)
{
	static const struct {
		const char *unit;
		uint64_t size;
	} units[] = {{"us", 1000}, {"ms", 1000000}, {"s", 1000000000}};
	struct str word = words_take(words);
	uint64_t number;
	uint64_t most = TIME_MOST * UINT64_C(1000000);
	size_t len = words_digits(word, most, &number);
	struct str unit = {word.data + len, word.len - len};
	for (size_t i = 0; len && number && i < COUNT(units); i++) {
		if (!str_is(unit, units[i].unit))
			continue;
		*time = number * units[i].size;
		if (*time <= TIME_MOST * UINT64_C(1000000000))
			return true;
		return words_fail(
			words, word,
			sentence_text(SENTENCE_ID("order-time-one-hour")));
	}
	return words_fail(words, word,
			  sentence_text(SENTENCE_ID("order-time-200ms-5s")));
}

/* SYN-ACK, or `none`. Returns false, without a sentence, for another word. */
bool words_flags(struct str word, uint8_t *flags)
{
	static const struct {
		const char *word;
		uint8_t flag;
	} table[] = {
		{"FIN", PACKET_FIN}, {"SYN", PACKET_SYN}, {"RST", PACKET_RST},
		{"PSH", PACKET_PSH}, {"ACK", PACKET_ACK}, {"URG", PACKET_URG},
	};
	*flags = 0;
	if (str_is(word, "none"))
		return true;
	while (word.len >= 3) {
		struct str one = {word.data, 3};
		size_t i = 0;
		while (i < COUNT(table) && !str_is(one, table[i].word))
			i++;
		if (i == COUNT(table) || (*flags & table[i].flag))
			return false;
		*flags |= table[i].flag;
		if (word.len == 3)
			return true;
		if (word.data[3] != '-')
			return false;
		word.data += 4;
		word.len -= 4;
	}
	return false;
}
