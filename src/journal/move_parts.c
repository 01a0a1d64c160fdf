/* move_parts: what moves of several kinds have, read and printed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/move_parts.h"

#include "base/sentence.h"

#include <string.h>

bool move_read_actor(struct words *words, struct move *move)
{
	const char *expected = sentence_text(SENTENCE_ID("order-name-actor"));
	struct str whole = words_take(words), word = whole;
	struct arena arena = {0};
	const char *part;
	bool ok = true;
	do {
		const char *dot =
			word.len ? memchr(word.data, '.', word.len) : NULL;
		size_t len = dot ? (size_t)(dot - word.data) : word.len;
		struct words one = {{word.data, len}, &arena, words->err};
		ok = words_name(&one, expected, &part);
		word = (struct str){word.data + len + (dot != NULL),
				    word.len - len - (dot != NULL)};
		ok = ok && (!dot || word.len);
	} while (ok && word.len);
	arena_done(&arena);
	if (!ok)
		return words_fail(words, whole, expected);
	move->actor = arena_strndup(words->arena, whole.data, whole.len);
	return true;
}

void move_print_actor(const struct move *move, struct buf *out)
{
	buf_printf(out, " %s", move->actor);
}

bool move_read_host(struct words *words, struct move *move)
{
	return !words_take_if(words, "on") ||
	       words_name(words, sentence_text(SENTENCE_ID("order-name-host")),
			  &move->host);
}

void move_print_host(const struct move *move, struct buf *out)
{
	if (move->host)
		buf_printf(out, NOTATION(" on %s"), move->host);
}

bool move_at_quote(const struct words *words)
{
	struct str word = words_peek(words);
	return word.len && word.data[0] == '"';
}

bool move_read_bytes(struct words *words, struct bytes *bytes)
{
	struct buf text = {0};
	if (!move_at_quote(words))
		return words_fail(
			words, words_peek(words),
			sentence_text(SENTENCE_ID("order-text-quotes")));
	words->rest = str_trim(words->rest);
	bool ok = text_unquote(&words->rest, &text, words->err);
	if (ok)
		*bytes = (struct bytes){
			arena_copy(words->arena, text.data, text.len), text.len,
			0, 0};
	buf_done(&text);
	return ok;
}

bool move_read_text(struct words *words, const char **text)
{
	struct bytes bytes = {0};
	if (!move_read_bytes(words, &bytes))
		return false;
	if (bytes.len && memchr(bytes.data, '\0', bytes.len))
		return FAILURE(words->err, "move-null-byte");
	*text = arena_strndup(words->arena, (const char *)bytes.data,
			      bytes.len);
	return true;
}

void move_print_text(const char *text, struct buf *out)
{
	buf_putc(out, ' ');
	text_quote(out, text, strlen(text), SIZE_MAX);
}

struct str move_take_rest(struct words *words)
{
	struct str rest = str_trim(words->rest);
	words->rest = (struct str){"", 0};
	return rest;
}
