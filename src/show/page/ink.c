/* ink: words with `code` and *emphasis* as HTML.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only the marks that the screen knows mean something here (canvas/words.c);
 * a link, an image or a tag is text like any other, so nothing that a lesson
 * says can fetch anything or run.
 */
#include "base/escape.h"
#include "show/page/form.h"

#include <string.h>

void page_escape(struct buf *out, const char *text, size_t len)
{
	struct buf shown = {0};
	text_show_lines(&shown, text, len);
	escape_xml(buf_text(&shown), out);
	buf_done(&shown);
}

/* The end of what the mark at `at` encloses, or NULL when it is no mark. */
static const char *enclosed(const char *begin, const char *at, const char *end)
{
	size_t rest = (size_t)(end - at - 1);
	const char *close = memchr(at + 1, *at, rest);
	if (*at == '`')
		return close;
	bool opens = at == begin || strchr(" \n(\"*", at[-1]);
	bool is_word = close && close > at + 1 && !strchr(" \n*", at[1]);
	return opens && is_word ? close : NULL;
}

static void add_line(struct buf *out, const char *text, size_t len)
{
	const char *end = text + len, *from = text;
	for (const char *at = text; at < end; at++) {
		if (*at != '`' && *at != '*')
			continue;
		const char *close = enclosed(text, at, end);
		if (!close)
			continue;
		const char *tag = *at == '`' ? "code" : "em";
		page_escape(out, from, (size_t)(at - from));
		buf_printf(out, "<%s>", tag);
		page_escape(out, at + 1, (size_t)(close - at - 1));
		buf_printf(out, "</%s>", tag);
		at = close;
		from = close + 1;
	}
	page_escape(out, from, (size_t)(end - from));
}

void page_ink_line(struct buf *out, const char *words)
{
	add_line(out, words, strlen(words));
}

/* --- paragraphs ------------------------------------------------------------
 */

enum sort { SORT_WORDS, SORT_ITEM, SORT_ROW, SORT_CODE, SORT_COUNT };

static const struct {
	const char *prefix, *open, *close;
} sorts[SORT_COUNT] = {
	[SORT_WORDS] = {"", "<p>", "</p>\n"},
	[SORT_ITEM] = {"- ", "<ul><li>", "</li></ul>\n"},
	[SORT_ROW] = {"| ", "<pre>", "</pre>\n"},
	[SORT_CODE] = {"    ", "<pre>", "</pre>\n"},
};

static enum sort sort_of(struct str line)
{
	for (int i = SORT_COUNT - 1; i > SORT_WORDS; i--) {
		if (str_has_prefix(line, sorts[i].prefix))
			return (enum sort)i;
	}
	return SORT_WORDS;
}

/* Lines of one sort in a row; what follows an item belongs to it. */
struct paragraph {
	struct buf *out, words;
	enum sort sort;
	bool is_open;
};

static void end_words(struct paragraph *paragraph)
{
	struct buf *words = &paragraph->words;
	add_line(paragraph->out, buf_text(words), words->len);
	buf_clear(words);
}

static void begin_sort(struct paragraph *paragraph, enum sort sort)
{
	end_words(paragraph);
	if (paragraph->is_open)
		buf_puts(paragraph->out, sorts[paragraph->sort].close);
	buf_puts(paragraph->out, sorts[sort].open);
	paragraph->sort = sort;
	paragraph->is_open = true;
}

static void take_line(struct paragraph *paragraph, struct str line)
{
	enum sort sort = sort_of(line);
	bool is_item = sort == SORT_ITEM, cuts = is_item || sort == SORT_CODE;
	size_t skip = cuts ? strlen(sorts[sort].prefix) : 0;
	if (paragraph->is_open && paragraph->sort == SORT_ITEM &&
	    sort == SORT_WORDS)
		sort = SORT_ITEM;
	if (!paragraph->is_open || sort != paragraph->sort) {
		begin_sort(paragraph, sort);
	} else if (is_item) {
		end_words(paragraph);
		buf_puts(paragraph->out, "</li><li>");
	} else {
		buf_putc(&paragraph->words, '\n');
	}
	buf_add(&paragraph->words, line.data + skip, line.len - skip);
}

static void add_paragraph(struct buf *out, struct str text)
{
	struct paragraph paragraph = {.out = out};
	struct str line;
	while (str_next_line(&text, &line))
		take_line(&paragraph, line);
	end_words(&paragraph);
	if (paragraph.is_open)
		buf_puts(out, sorts[paragraph.sort].close);
	buf_done(&paragraph.words);
}

void page_ink(struct buf *out, const char *words)
{
	while (words && *words) {
		const char *end = strstr(words, "\n\n");
		size_t len = end ? (size_t)(end - words) : strlen(words);
		add_paragraph(out, (struct str){words, len});
		words = end ? end + strspn(end, "\n") : NULL;
	}
}
