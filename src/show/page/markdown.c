/* markdown: a document as Markdown, for notes, issues and version control.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of lessons are Markdown already: their `code` and *emphasis* stay, and
 * all else that would mean something there is escaped, tags and links before
 * all. Code stands in spans and fences that are longer than any run of
 * backquotes within.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "lesson/asked.h"
#include "show/packet/packet_row.h"
#include "show/page/form.h"
#include "show/plain/plain_state.h"
#include "show/socket/table_fit.h"

#include <string.h>

/* --- texts -----------------------------------------------------------------
 */

/* Text of which nothing is a mark. */
static void add_escaped(struct buf *out, const char *text, size_t len,
			const char *marks)
{
	struct buf shown = {0};
	text_show_lines(&shown, text, len);
	for (const char *at = buf_text(&shown); *at; at++) {
		if (*at == '<' || *at == '&') {
			buf_puts(out, *at == '<' ? "&lt;" : "&amp;");
			continue;
		}
		if (strchr(marks, *at))
			buf_putc(out, '\\');
		buf_putc(out, *at);
	}
	buf_done(&shown);
}

static void add(struct page *page, const char *text)
{
	add_escaped(page->out, text, strlen(text), "\\`*_[]|#");
}

/* The longest run of backquotes. */
static size_t longest_run(struct str text)
{
	size_t most = 0, run = 0;
	for (size_t i = 0; i < text.len; i++) {
		run = text.data[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	return most;
}

static void add_ticks(struct buf *out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_putc(out, '`');
}

/* A span of code; its blanks at both ends keep a backquote there apart. */
static void add_code(struct buf *out, const char *text)
{
	struct buf shown = {0};
	text_show_all(&shown, text);
	size_t run = longest_run((struct str){buf_text(&shown), shown.len});
	const char *blank = run ? " " : "";
	add_ticks(out, run + 1);
	buf_printf(out, "%s%s%s", blank, buf_text(&shown), blank);
	add_ticks(out, run + 1);
	buf_done(&shown);
}

static void add_fence(struct buf *out, const char *language, struct str text)
{
	size_t run = longest_run(text);
	size_t ticks = run < 3 ? 3 : run + 1;
	add_ticks(out, ticks);
	buf_printf(out, "%s\n", language);
	text_show_lines(out, text.data, text.len);
	if (text.len && text.data[text.len - 1] != '\n')
		buf_putc(out, '\n');
	add_ticks(out, ticks);
	buf_puts(out, "\n\n");
}

/* Words of a lesson: code is left as it is, its closing mark included. */
static void add_words(struct buf *out, const char *words)
{
	for (const char *at = words; *at;) {
		const char *open = strchr(at, '`');
		const char *close = open ? strchr(open + 1, '`') : NULL;
		size_t len = close ? (size_t)(open - at) : strlen(at);
		add_escaped(out, at, len, "[]");
		at += len;
		if (!close)
			continue;
		text_show_lines(out, open, (size_t)(close + 1 - open));
		at = close + 1;
	}
}

static void add_lead(struct page *page, const char *lead)
{
	if (!lead || !*lead)
		return;
	buf_puts(page->out, "**");
	add(page, lead);
	buf_puts(page->out, "** ");
}

/* --- parts -----------------------------------------------------------------
 */

static void md_begin(struct page *page, const struct lesson *lesson)
{
	AUTO_FREE char *title = page_document_title(page, lesson);
	buf_puts(page->out, "# ");
	add(page, title);
	buf_puts(page->out, "\n\n");
}

static void md_nothing(struct page *page)
{
	(void)page;
}

static void md_move(struct page *page, const char *step, const char *title)
{
	if (step) {
		buf_puts(page->out, "## ");
		add(page, step);
		buf_puts(page->out, "\n\n");
	}
	buf_puts(page->out, "### ");
	add(page, title);
	buf_puts(page->out, "\n\n");
}

/* Nothing can be hidden here; a line says where the telling begins. */
static void md_told(struct page *page, const char *door)
{
	if (door && page->kind == PAGE_WHOLE)
		buf_puts(page->out, "---\n\n");
}

static void md_heading(struct page *page, const char *title)
{
	buf_puts(page->out, "#### ");
	add(page, title);
	buf_puts(page->out, "\n\n");
}

static void md_words(struct page *page, const char *lead, const char *words)
{
	if (!words || !*words)
		return;
	add_lead(page, lead);
	add_words(page->out, words);
	buf_puts(page->out, "\n\n");
}

static void md_call(struct page *page, const char *lead,
		    const struct page_code *code)
{
	add_lead(page, lead);
	buf_puts(page->out, "\n\n");
	bool is_one = !strcmp(code->c, code->python);
	add_fence(page->out, is_one ? "" : "c", str_from(code->c));
	if (!is_one)
		add_fence(page->out, "python", str_from(code->python));
}

static void md_block(struct page *page, const struct block *c,
		     const struct block *python)
{
	bool is_code = c->style == STYLE_CODE || c->style == STYLE_PAST;
	(void)python;
	add_lead(page, c->lead);
	if (c->raw && is_code)
		add_code(page->out, c->text);
	else if (c->raw)
		add(page, c->text);
	else
		add_words(page->out, c->text);
	if (c->tail && *c->tail) {
		buf_putc(page->out, ' ');
		add_code(page->out, c->tail);
	}
	buf_puts(page->out, "\n\n");
}

static void md_question(struct page *page, const struct prediction *prediction)
{
	md_words(page, NULL, prediction->question);
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		bool is_ticked = page->kind == PAGE_ANSWERS && option->right;
		if (asked_in_words(prediction)) {
			buf_printf(page->out, "- %s ",
				   asked_lead(prediction, i));
			add_words(page->out, option->text);
			buf_puts(page->out, " \\_\\_\\_\\_\n");
			continue;
		}
		buf_printf(page->out, "- [%c] %c) ", is_ticked ? 'x' : ' ',
			   'a' + (int)i);
		add_words(page->out, option->text);
		buf_putc(page->out, '\n');
	}
	buf_putc(page->out, '\n');
}

static void md_replies(struct page *page, const struct prediction *prediction)
{
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		buf_printf(page->out, "- %c) %s", 'a' + (int)i,
			   option->right ? "Right." : "No. ");
		if (option->reply)
			add_words(page->out, option->reply);
		buf_putc(page->out, '\n');
	}
	buf_putc(page->out, '\n');
}

/* --- the kernel ------------------------------------------------------------
 */

static void add_cell(struct page *page, const struct table_cell *cell,
		     bool is_news)
{
	if (cell->old && *cell->old) {
		add(page, cell->old);
		buf_puts(page->out, " → ");
	}
	if ((cell->old || is_news) && page_is_blank(page))
		buf_puts(page->out, "\\_\\_\\_\\_\\_\\_");
	else
		add(page, cell->now);
	buf_puts(page->out, " | ");
}

static void add_row(struct page *page, const struct table *table,
		    const struct table_row *row)
{
	bool is_new = !row->change->before;
	buf_puts(page->out, "| ");
	if (!page_is_blank(page))
		add(page, row->sign);
	buf_puts(page->out, " | ");
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		if (table->widths[i])
			add_cell(page, &row->cells[i], is_new && i > TABLE_FD);
	}
	if (!page_is_blank(page) || !row->changed)
		add(page, row->note);
	buf_puts(page->out, " |\n");
}

static void md_rows(struct page *page, struct view *view)
{
	// Wide enough that no cell loses its old value.
	enum { ALL_OF_IT = 10000 };
	struct table table = table_make(view, ALL_OF_IT);
	if (!table.count)
		return;
	buf_puts(page->out, "|   | ");
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		if (table.widths[i])
			buf_printf(page->out, "%s | ",
				   table_heading((enum table_column)i));
	}
	buf_puts(page->out, "  |\n| --- | ");
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		if (table.widths[i])
			buf_printf(page->out, "---%s | ",
				   table_is_right((enum table_column)i) ? ":"
									: "");
	}
	buf_puts(page->out, "--- |\n");
	for (size_t i = 0; i < table.count; i++)
		add_row(page, &table, &table.rows[i]);
	buf_putc(page->out, '\n');
}

static void md_packets(struct page *page, struct view *view)
{
	struct buf text = {0};
	plain_packets(view, &text);
	struct str rest = {buf_text(&text), text.len}, line;
	bool is_first = true;
	while (str_next_line(&rest, &line)) {
		if (is_first)
			buf_printf(page->out, "%s\n\n",
				   sentence_text("page-packets"));
		else if (page_is_blank(page))
			buf_puts(page->out, "1. \\_\\_\\_\\_\\_\\_\\_\\_\n");
		else
			buf_puts(page->out, "1. ");
		line = str_trim(line);
		if (!is_first && !page_is_blank(page)) {
			add_escaped(page->out, line.data, line.len,
				    "\\`*_[]|#");
			buf_putc(page->out, '\n');
		}
		is_first = false;
	}
	if (text.len)
		buf_putc(page->out, '\n');
	buf_done(&text);
}

/* Of a move the packets are there; of the whole run its instants in words. */
static void md_ladder(struct page *page, struct view *view, bool is_whole)
{
	struct buf text = {0};
	if (!is_whole)
		return;
	page_instants(view, true, &text);
	add_fence(page->out, "", (struct str){buf_text(&text), text.len});
	buf_done(&text);
}

static void md_text(struct page *page, const char *lead, struct str text)
{
	md_words(page, NULL, lead);
	add_fence(page->out, "", text);
}

static void md_room(struct page *page, int lines)
{
	for (int i = 0; page->kind == PAGE_SHEET && i < lines; i++)
		buf_puts(page->out, "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_"
				    "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n\n");
}

const struct page_form page_markdown = {
	.begin = md_begin,
	.end = md_nothing,
	.move = md_move,
	.move_end = md_nothing,
	.told = md_told,
	.told_end = md_nothing,
	.heading = md_heading,
	.words = md_words,
	.call = md_call,
	.block = md_block,
	.question = md_question,
	.replies = md_replies,
	.rows = md_rows,
	.packets = md_packets,
	.ladder = md_ladder,
	.text = md_text,
	.room = md_room,
};
