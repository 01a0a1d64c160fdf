/* words: Markdown's prose as the plain words that a screen shows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tree is walked with cmark's iterator and not by recursion: a text of
 * ten thousand `>` is a tree that deep.
 */
#include "lesson/read/words.h"

#include <cmark-gfm.h>
#include <string.h>

struct printer {
	struct buf *out;
	size_t start; /* where this text began in `out` */
	bool marks;
	int lists; /* lists that we are inside of */
};

static bool is_empty(const struct printer *printer)
{
	return printer->out->len == printer->start;
}

static void new_line(struct printer *printer)
{
	if (!is_empty(printer) &&
	    printer->out->data[printer->out->len - 1] != '\n')
		buf_putc(printer->out, '\n');
}

static bool is_in_item(cmark_node *node)
{
	cmark_node *parent = cmark_node_parent(node);
	return parent && cmark_node_get_type(parent) == CMARK_NODE_ITEM;
}

/* A block outside of lists stands after an empty line; one inside of an item
 * after the item's first line. */
static void begin_block(struct printer *printer, cmark_node *node)
{
	if (is_in_item(node)) {
		if (cmark_node_previous(node))
			new_line(printer);
		return;
	}
	if (is_empty(printer))
		return;
	new_line(printer);
	buf_putc(printer->out, '\n');
}

static void begin_item(struct printer *printer)
{
	new_line(printer);
	// Deeper than a screen is wide is no text that anybody reads.
	int depth = printer->lists < 20 ? printer->lists : 20;
	for (int i = 1; i < depth; i++)
		buf_puts(printer->out, "  ");
	buf_puts(printer->out, "- ");
}

static void print_code_block(struct printer *printer, cmark_node *node)
{
	begin_block(printer, node);
	struct str rest = str_from(cmark_node_get_literal(node)), line;
	while (str_next_line(&rest, &line)) {
		buf_puts(printer->out, "    ");
		buf_add(printer->out, line.data, line.len);
		buf_putc(printer->out, '\n');
	}
}

static void print_mark(struct printer *printer, char mark)
{
	if (printer->marks)
		buf_putc(printer->out, mark);
}

static void print_code(struct printer *printer, cmark_node *node)
{
	print_mark(printer, '`');
	buf_puts(printer->out, cmark_node_get_literal(node));
	print_mark(printer, '`');
}

/* The address behind a link's text, unless the text is the address. */
static void print_url(struct printer *printer, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	size_t len = strlen(url);
	const struct buf *out = printer->out;
	if (!len || (out->len - printer->start >= len &&
		     !memcmp(out->data + out->len - len, url, len)))
		return;
	buf_printf(printer->out, " (%s)", url);
}

static void enter(struct printer *printer, cmark_node *node,
		  cmark_node_type type)
{
	if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING)
		begin_block(printer, node);
	else if (type == CMARK_NODE_LIST && !printer->lists++)
		begin_block(printer, node);
	else if (type == CMARK_NODE_ITEM)
		begin_item(printer);
	else if (type == CMARK_NODE_CODE_BLOCK)
		print_code_block(printer, node);
	else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE)
		buf_puts(printer->out, cmark_node_get_literal(node));
	else if (type == CMARK_NODE_SOFTBREAK)
		buf_putc(printer->out, ' ');
	else if (type == CMARK_NODE_LINEBREAK)
		buf_putc(printer->out, '\n');
	else if (type == CMARK_NODE_CODE)
		print_code(printer, node);
	else if (type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG)
		print_mark(printer, '*');
}

static void leave(struct printer *printer, cmark_node *node,
		  cmark_node_type type)
{
	if (type == CMARK_NODE_LIST)
		printer->lists--;
	else if (type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG)
		print_mark(printer, '*');
	else if (type == CMARK_NODE_LINK)
		print_url(printer, node);
}

void words_print(struct cmark_node *node, bool marks, struct buf *out)
{
	struct printer printer = {
		.out = out, .start = out->len, .marks = marks};
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(at);
		if (event == CMARK_EVENT_ENTER)
			enter(&printer, at, type);
		else
			leave(&printer, at, type);
	}
	cmark_iter_free(iter);
	while (!is_empty(&printer) && out->data[out->len - 1] == '\n')
		out->data[--out->len] = '\0';
}

void words_add(struct words *words, struct cmark_node *node, int line)
{
	if (!words->line)
		words->line = line;
	if (words->text.len) {
		buf_puts(&words->text, "\n\n");
		buf_puts(&words->plain, "\n\n");
	}
	words_print(node, true, &words->text);
	words_print(node, false, &words->plain);
}

char words_stray_mark(struct cmark_node *node)
{
	char mark = 0;
	cmark_iter *iter = cmark_iter_new(node);
	while (!mark && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);
		if (cmark_node_get_type(at) != CMARK_NODE_TEXT)
			continue;
		const char *stray = strpbrk(cmark_node_get_literal(at), "*`");
		mark = stray ? *stray : 0;
	}
	cmark_iter_free(iter);
	return mark;
}

size_t words_lines(const struct words *words)
{
	struct str rest = {buf_text(&words->plain), words->plain.len}, line;
	size_t count = 0;
	while (text_wrap(&rest, WORDS_COLUMNS, &line))
		count++;
	return count;
}

void words_clear(struct words *words)
{
	words->line = 0;
	buf_clear(&words->text);
	buf_clear(&words->plain);
}

void words_done(struct words *words)
{
	buf_done(&words->text);
	buf_done(&words->plain);
}
