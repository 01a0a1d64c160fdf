/* words: prose with `code` and *emphasis*, broken into rows of a grid.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text becomes an array of styled characters without its marks; rows are
 * then cut off that array, at the last blank that fits. A newline is a blank,
 * as in Markdown, except before a list item, a table row or an indented line,
 * and at an empty line, which begin a new row.
 */
#include "base/mem.h"
#include "show/canvas/grid.h"

#include <string.h>

struct inked {
	const char *text; /* the character's bytes */
	size_t size;
	int width;
	enum style style;
	bool newline;
};

struct ink {
	struct inked *items;
	size_t count, cap;
};

static void ink_add(struct ink *ink, struct inked item)
{
	ink->items = xgrow(ink->items, &ink->cap, ink->count + 1,
			   sizeof(*ink->items));
	ink->items[ink->count++] = item;
}

/* Whether the line at `text` must begin a row of its own. */
static bool begins_row(const char *text)
{
	return !strncmp(text, "- ", 2) || !strncmp(text, "| ", 2) ||
	       !strncmp(text, "    ", 4) || *text == '\n' || *text == '\0';
}

/* Emphasis opens behind a blank or a bracket and before a letter, so that the
 * star of 0.0.0.0:* is a star. */
static bool opens_emphasis(const char *words, const char *at)
{
	bool before = at == words || strchr(" \n(\"*", at[-1]);
	const char *close = at[0] == '*' ? strchr(at + 1, '*') : NULL;
	return before && close && close > at + 1 && !strchr(" \n*", at[1]);
}

static size_t add_newline(struct ink *ink, const char *at)
{
	size_t len = 1;
	while (at[len] == '\n')
		len++;
	struct inked item = {.text = " ", .size = 1, .width = 1};
	item.newline = len > 1 || begins_row(at + 1);
	if (at[len])
		ink_add(ink, item);
	return len;
}

static struct ink ink_words(const char *words, enum style style)
{
	struct ink ink = {0};
	enum style now = style;
	size_t len = strlen(words);
	for (size_t i = 0; i < len;) {
		const char *at = words + i;
		if (*at == '`' && (now == STYLE_CODE || strchr(at + 1, '`'))) {
			now = now == STYLE_CODE ? style : STYLE_CODE;
			i++;
		} else if (now == STYLE_EMPHASIS && *at == '*') {
			now = style;
			i++;
		} else if (now == style && opens_emphasis(words, at)) {
			now = STYLE_EMPHASIS;
			i++;
		} else if (*at == '\n') {
			i += add_newline(&ink, at);
		} else {
			uint32_t c;
			struct inked item = {.text = at, .style = now};
			item.size = text_decode(at, len - i, &c);
			item.width = (int)text_width(at, item.size);
			ink_add(&ink, item);
			i += item.size;
		}
	}
	return ink;
}

/* Where the row that begins at `from` ends; `next` gets where the one after
 * it begins. */
static size_t row_end(const struct ink *ink, size_t from, int width,
		      size_t *next)
{
	int used = 0;
	size_t space = 0, i = from;
	for (; i < ink->count && !ink->items[i].newline; i++) {
		const struct inked *item = &ink->items[i];
		if (item->size == 1 && *item->text == ' ' && i > from)
			space = i;
		if (used + item->width > width && i > from)
			break;
		used += item->width;
	}
	bool cut = i < ink->count && !ink->items[i].newline;
	if (cut && space)
		i = space;
	bool eats = i < ink->count &&
		    (ink->items[i].newline || *ink->items[i].text == ' ');
	*next = i + eats;
	return i;
}

/* Drawn in runs, so that a combining character meets the one before it. */
static void draw_row(struct area area, int y, const struct ink *ink,
		     size_t from, size_t end)
{
	int x = 0;
	while (from < end) {
		const struct inked *first = &ink->items[from];
		struct str run = {first->text, first->size};
		while (++from < end && ink->items[from].style == first->style &&
		       ink->items[from].text == run.data + run.len)
			run.len += ink->items[from].size;
		x += area_textn(area, x, y, first->style, run);
	}
}

int area_words(struct area area, enum style style, const char *words)
{
	if (area.width <= 0)
		return 0;
	struct ink ink = ink_words(words, style);
	int y = 0;
	for (size_t at = 0, next; at < ink.count; at = next, y++) {
		size_t end = row_end(&ink, at, area.width, &next);
		draw_row(area, y, &ink, at, end);
	}
	free(ink.items);
	return y;
}

int words_rows(const char *words, int width)
{
	struct grid none = {0};
	return area_words((struct area){&none, 0, 0, width, 0}, STYLE_PLAIN,
			  words);
}
