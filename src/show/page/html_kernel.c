/* html_kernel: the kernel's rows, packets and the ladder, as HTML.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row says in words what became of it, for colours and signs reach no screen
 * reader; the old value of a cell is a deletion and the new one an insertion.
 * The drawing of the ladder has its instants in words beneath it. On a
 * worksheet what is new is left blank.
 */
#include "base/sentence.h"
#include "show/packet/packet_row.h"
#include "show/page/html_parts.h"
#include "show/socket/table_fit.h"

#include <string.h>

static void add_cell(struct page *page, const struct table_cell *cell,
		     bool is_news)
{
	bool has_news = cell->old || is_news;
	if (has_news && page_is_blank(page)) {
		if (cell->old && *cell->old) {
			html_add(page, cell->old);
			html_tag(page, " → ");
		}
		html_tag(page, "<span class=\"blank\">&nbsp;</span>");
		return;
	}
	if (cell->old && *cell->old) {
		html_tag(page, "<del>");
		html_add(page, cell->old);
		html_tag(page, "</del> ");
	}
	html_tag(page, has_news ? "<ins>" : "");
	html_add(page, cell->now);
	html_tag(page, has_news ? "</ins>" : "");
}

static const char *row_look(const struct table_row *row)
{
	if (!row->change->after)
		return "gone";
	return !row->change->before ? "new" : row->changed ? "changed" : "same";
}

static void add_row(struct page *page, const struct table *table,
		    const struct table_row *row)
{
	static const char *const words[] = {NULL, SENTENCE_ID("page-row-new"),
					    SENTENCE_ID("page-row-gone"),
					    SENTENCE_ID("page-row-changed")};
	static const char signs[] = " +-*";
	const char *sign = strchr(signs, row->sign[0]);
	bool is_new = !row->change->before;
	buf_printf(page->out, "<tr class=\"%s\"><td>", row_look(row));
	if (sign && *sign && sign > signs && !page_is_blank(page))
		html_add(page, sentence_text(words[sign - signs]));
	html_tag(page, "</td>");
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		if (!table->widths[i])
			continue;
		// Whose it is has to be known for the rest to be found.
		bool is_news = is_new && i > TABLE_FD;
		buf_printf(page->out, "<td%s>",
			   table_is_right((enum table_column)i)
				   ? " class=\"number\""
				   : "");
		add_cell(page, &row->cells[i], is_news);
		html_tag(page, "</td>");
	}
	html_tag(page, "<td class=\"note\">");
	if (!page_is_blank(page) || !row->changed)
		html_add(page, row->note);
	html_tag(page, "</td></tr>\n");
}

static void add_caption(struct page *page, struct view *view)
{
	struct buf command = {0}, listed = {0}, text = {0};
	table_command(view, &command);
	table_listed(view, &listed);
	AUTO_FREE char *code = xprintf("`%s`", buf_text(&command));
	if (listed.len)
		SENTENCE(&text, "page-sockets-listed",
			 SLOT_TEXT("command", code),
			 SLOT_TEXT("listed", buf_text(&listed)));
	else
		SENTENCE(&text, "page-sockets", SLOT_TEXT("command", code));
	html_tag(page, "<caption>");
	page_ink_line(page->out, buf_text(&text));
	html_tag(page, "</caption>\n");
	buf_done(&text);
	buf_done(&listed);
	buf_done(&command);
}

void html_rows(struct page *page, struct view *view)
{
	// Wide enough that no cell loses its old value.
	enum { ALL_OF_IT = 10000 };
	struct table table = table_make(view, ALL_OF_IT);
	if (!table.count)
		return;
	html_sentence(
		page,
		NOTATION("<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
			 "aria-label=\""),
		SENTENCE_ID("page-label-sockets"), "\"><table>\n");
	add_caption(page, view);
	html_sentence(page,
		      "<thead><tr><th scope=\"col\"><span class=\"unseen\">",
		      SENTENCE_ID("page-label-change"), "</span></th>");
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		if (table.widths[i])
			buf_printf(page->out, "<th scope=\"col\"%s>%s</th>",
				   table_is_right((enum table_column)i)
					   ? " class=\"number\""
					   : "",
				   table_heading((enum table_column)i));
	}
	html_sentence(page, "<th scope=\"col\"><span class=\"unseen\">",
		      SENTENCE_ID("page-label-note"),
		      "</span></th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < table.count; i++)
		add_row(page, &table, &table.rows[i]);
	html_tag(page, "</tbody></table></div>\n");
}

static void add_packet(struct page *page, const struct seen_packet *seen)
{
	const struct event_packet *packet = seen->packet;
	struct buf text = {0};
	page_packet_ends(packet, &text);
	html_tag(page, "<li>");
	if (!page_is_blank(page))
		html_add(page, buf_text(&text));
	buf_clear(&text);
	page_packet_words(packet, &text);
	if (page_is_blank(page))
		html_tag(page, "<span class=\"blank wide\">&nbsp;</span>");
	else
		html_add(page, buf_text(&text));
	html_tag(page, "</li>\n");
	buf_done(&text);
}

/* Of a whole page the ladder has them. */
void html_packets(struct page *page, struct view *view)
{
	if (page->kind == PAGE_WHOLE || !view->packets_now)
		return;
	html_sentence(page, "<p class=\"label\">",
		      SENTENCE_ID("page-label-packets"),
		      "</p>\n<ol class=\"packets\">\n");
	for (size_t i = 0; i < view->packet_count; i++) {
		if (view->packets[i].now)
			add_packet(page, &view->packets[i]);
	}
	html_tag(page, "</ol>\n");
}

void html_ladder(struct page *page, struct view *view, bool is_whole)
{
	size_t at = page->out->len;
	html_sentence(page,
		      NOTATION("<figure>\n<div class=\"scroll\" tabindex=\"0\" "
			       "role=\"region\" aria-label=\""),
		      SENTENCE_ID("page-label-ladder"), "\">\n");
	if (!page_svg(view, is_whole, page->move, page->out)) {
		page->out->len = at;
		page->out->data[at] = '\0';
		return;
	}
	html_sentence(page, "</div>\n<figcaption><details><summary>",
		      SENTENCE_ID("page-in-words"), "</summary>\n");
	buf_printf(page->out, "<ul id=\"w%zu\">\n", page->move);
	struct buf lines = {0};
	page_instants(view, is_whole, &lines);
	struct str rest = {buf_text(&lines), lines.len}, line;
	while (str_next_line(&rest, &line)) {
		html_tag(page, "<li>");
		page_escape(page->out, line.data, line.len);
		html_tag(page, "</li>\n");
	}
	buf_done(&lines);
	html_tag(page, "</ul></details></figcaption>\n</figure>\n");
}
