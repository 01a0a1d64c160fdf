/* html: a document as one page of HTML.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a run all is there without a script: doors are check boxes, and the style
 * sheet hides what stands behind one that is not ticked. The script adds keys,
 * one move at a time, and the choice of a notation. The page's security policy
 * names them by their digests and forbids all else, fetching included.
 */
#include "base/escape.h"
#include "base/mem.h"
#include "lesson/asked.h"
#include "show/packet/packet_row.h"
#include "show/page/asset.h"
#include "show/page/form.h"

#include <string.h>

static void add(struct page *page, const char *text)
{
	page_escape(page->out, text, strlen(text));
}

static void tag(struct page *page, const char *text)
{
	buf_puts(page->out, text);
}

/* --- the page around it ----------------------------------------------------
 */

const struct page_kit page_kit_still = {
	.scripts = {bar_js, page_js},
	.digests = {bar_js_digest, page_js_digest},
	.policy = "",
	.head = "",
};

/* Who follows a talk listens to the broker that gave the page; that one has no
 * icon, for which browsers ask where none is named. */
const struct page_kit page_kit_live = {
	.scripts = {bar_js, mqtt_js, live_js},
	.digests = {bar_js_digest, mqtt_js_digest, live_js_digest},
	.policy = "connect-src ws: wss:; img-src data:; ",
	.head = "<link rel=\"icon\" href=\"data:,\">\n",
};

void page_head(struct buf *out, const char *title, const struct page_kit *kit)
{
	buf_printf(out,
		   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		   "<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, "
		   "initial-scale=1\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" "
		   "content=\"default-src 'none'; style-src 'sha256-%s'; "
		   "script-src",
		   page_css_digest);
	for (int i = 0; i < PAGE_SCRIPTS && kit->digests[i]; i++)
		buf_printf(out, " 'sha256-%s'", kit->digests[i]);
	buf_printf(out, "; %sbase-uri 'none'; form-action 'none'\">\n%s<title>",
		   kit->policy, kit->head);
	page_escape(out, title, strlen(title));
	buf_printf(out, "</title>\n<style>%s</style>\n</head>\n", page_css);
}

void page_foot(struct buf *out, const struct page_kit *kit)
{
	for (int i = 0; i < PAGE_SCRIPTS && kit->scripts[i]; i++)
		buf_printf(out, "<script>%s</script>\n", kit->scripts[i]);
	buf_puts(out, "</body>\n</html>\n");
}

/* A link to another page of the site. */
static void link_to(struct page *page, const char *file, const char *text)
{
	if (!file)
		return;
	tag(page, " <a href=\"");
	add(page, file);
	tag(page, "\">");
	tag(page, text);
	tag(page, "</a>");
}

static void add_site(struct page *page)
{
	const struct page_run *run = page->run;
	if (!run->index)
		return;
	tag(page, "<nav class=\"site\" aria-label=\"Lessons\">");
	link_to(page, run->index, "All lessons");
	link_to(page, run->before, "The lesson before");
	link_to(page, run->after, "The next lesson");
	tag(page, "</nav>\n");
}

/* The steps that were played, each a link to its first move. */
static void add_outline(struct page *page)
{
	const struct course *course = page->run->course;
	bool is_open = false;
	if (page->kind != PAGE_WHOLE)
		return;
	for (page->move = 1; page->move <= course->move_count; page->move++) {
		size_t move = page->move, beats = course_beats(course, move);
		const struct lesson *lesson = page->run->lessons[move];
		size_t step, beat;
		// A lesson that is not here has no beats, though they were
		// played.
		if (course_is_free(course, move) || !beats ||
		    beats > lesson_beats(lesson))
			continue;
		lesson_beat_at(lesson, beats - 1, &step, &beat);
		if (beat)
			continue;
		if (!is_open)
			tag(page, "<nav class=\"steps\" aria-label=\"Steps\">"
				  "<ol>\n");
		is_open = true;
		const char *title = lesson->steps[step].title;
		buf_printf(page->out, "<li><a href=\"#m%zu\">", move);
		add(page, title ? title : lesson->steps[step].subgoal);
		tag(page, "</a></li>\n");
	}
	page->move = 0;
	if (is_open)
		tag(page, "</ol></nav>\n");
}

static const char *title_of(const struct lesson *lesson)
{
	return lesson->title ? lesson->title : "A run";
}

static void html_begin(struct page *page, const struct lesson *lesson)
{
	static const char *const kinds[] = {
		[PAGE_WHOLE] = "",
		[PAGE_SHEET] = "A worksheet: ",
		[PAGE_ANSWERS] = "The answers: ",
	};
	const char *kind = kinds[page->kind];
	AUTO_FREE char *title = xprintf("%s%s", kind, title_of(lesson));
	page_head(page->out, title, &page_kit_still);
	buf_printf(page->out, "<body class=\"%s\">\n<header>\n<h1>",
		   page->kind == PAGE_WHOLE ? "run" : "sheet");
	add(page, title);
	tag(page, "</h1>\n");
	add_site(page);
	tag(page, "</header>\n");
	add_outline(page);
	tag(page, "<main>\n");
}

static void html_end(struct page *page)
{
	tag(page, "</main>\n");
	page_foot(page->out, &page_kit_still);
}

/* --- a move ----------------------------------------------------------------
 */

static void html_move(struct page *page, const char *step, const char *title)
{
	buf_printf(page->out,
		   "<section class=\"move\" id=\"m%zu\" "
		   "aria-labelledby=\"h%zu\">\n",
		   page->move, page->move);
	if (step) {
		tag(page, "<h2>");
		add(page, step);
		tag(page, "</h2>\n");
	}
	buf_printf(page->out, "<h3 id=\"h%zu\" tabindex=\"-1\">", page->move);
	if (page->kind == PAGE_WHOLE && page->moves)
		buf_printf(page->out, "<span class=\"place\">%zu/%zu</span> ",
			   page->move + 1, page->moves);
	add(page, title);
	tag(page, "</h3>\n");
}

static void html_move_end(struct page *page)
{
	tag(page, "</section>\n");
}

static void html_told(struct page *page, const char *door)
{
	if (door && page->kind == PAGE_WHOLE && page->life == PAGE_STILL) {
		buf_printf(
			page->out,
			"<input type=\"checkbox\" class=\"tell\" id=\"t%zu\">"
			"<label for=\"t%zu\">",
			page->move, page->move);
		add(page, door);
		tag(page, "</label>\n");
	}
	tag(page, "<div class=\"told\">\n");
}

static void html_told_end(struct page *page)
{
	tag(page, "</div>\n");
}

static void html_heading(struct page *page, const char *title)
{
	tag(page, "<h4>");
	add(page, title);
	tag(page, "</h4>\n");
}

/* --- words and code --------------------------------------------------------
 */

static void add_lead(struct page *page, const char *look, const char *lead)
{
	if (!lead)
		return;
	buf_printf(page->out, "<span class=\"lead %s\">", look);
	add(page, lead);
	tag(page, "</span> ");
}

static void html_words(struct page *page, const char *lead, const char *words)
{
	if (!words || !*words)
		return;
	tag(page, "<div class=\"words\">");
	add_lead(page, "", lead);
	page_ink(page->out, words);
	tag(page, "</div>\n");
}

/* The text of both notations, or one where they are the same. */
static void add_code(struct page *page, const struct page_code *code)
{
	if (!strcmp(code->c, code->python)) {
		tag(page, "<code>");
		add(page, code->c);
		tag(page, "</code>");
		return;
	}
	tag(page, "<code class=\"c\">");
	add(page, code->c);
	tag(page, "</code> <code class=\"py\">");
	add(page, code->python);
	tag(page, "</code>");
}

static void html_call(struct page *page, const char *lead,
		      const struct page_code *code)
{
	tag(page, "<p class=\"call\">");
	add_lead(page, "", lead);
	add_code(page, code);
	tag(page, "</p>\n");
}

/* What a look means on a page: the style sheet has it by this name. */
static const char *const looks[STYLE_COUNT] = {
	[STYLE_TITLE] = "title",     [STYLE_LABEL] = "label",
	[STYLE_CODE] = "code",	     [STYLE_PAST] = "past",
	[STYLE_RESULT] = "result",   [STYLE_ERRNO] = "errno",
	[STYLE_BLOCKED] = "blocked", [STYLE_TROUBLE] = "trouble",
	[STYLE_MESSAGE] = "message",
};

static const char *look_of(enum style style)
{
	return looks[style] ? looks[style] : "plain";
}

static void html_block(struct page *page, const struct block *c,
		       const struct block *python)
{
	if (c->raw) {
		buf_printf(page->out, "<p class=\"block %s\">",
			   look_of(c->style));
		add_lead(page, look_of(c->lead_style), c->lead);
		bool is_code = c->style == STYLE_CODE || c->style == STYLE_PAST;
		if (is_code)
			add_code(page,
				 &(struct page_code){c->text, python->text});
		else
			add(page, c->text);
	} else {
		buf_printf(page->out, "<div class=\"words %s\">",
			   look_of(c->style));
		add_lead(page, look_of(c->lead_style), c->lead);
		page_ink(page->out, c->text);
	}
	if (c->tail && *c->tail) {
		buf_printf(page->out, " <span class=\"tail %s\">",
			   look_of(c->tail_style));
		add(page, c->tail);
		tag(page, "</span>");
	}
	tag(page, c->raw ? "</p>\n" : "</div>\n");
}

static void html_text(struct page *page, const char *lead, struct str text)
{
	tag(page, "<p class=\"label\">");
	add(page, lead);
	tag(page, "</p>\n<pre tabindex=\"0\">");
	page_escape(page->out, text.data, text.len);
	tag(page, "</pre>\n");
}

static void html_room(struct page *page, int lines)
{
	for (int i = 0; page->kind == PAGE_SHEET && i < lines; i++)
		tag(page, "<div class=\"room\"></div>\n");
}

/* --- questions -------------------------------------------------------------
 */

/* An option on paper, to be ticked with a pen. */
static void add_box(struct page *page, char letter, const struct option *option)
{
	bool is_ticked = page->kind == PAGE_ANSWERS && option->right;
	buf_printf(page->out, "<p class=\"option\">%s <b>%c)</b> ",
		   is_ticked ? "☒" : "☐", letter);
	page_ink_line(page->out, option->text);
	tag(page, "</p>\n");
}

/* `vote` is how the talk's room calls it. */
static void add_option(struct page *page, char letter, const char *text,
		       char vote)
{
	const char *id = letter == '?' ? "x" : (char[]){letter, '\0'};
	buf_printf(page->out,
		   "<p class=\"option\"><input type=\"radio\" "
		   "name=\"o%zu\" id=\"o%zu%s\" value=\"%s\"",
		   page->move, page->move, id, id);
	if (page->life != PAGE_STILL)
		buf_printf(page->out, " data-vote=\"%c\"", vote);
	buf_printf(page->out, "%s> <label for=\"o%zu%s\"><b>%c)</b> ",
		   page->life == PAGE_TOLD ? " disabled" : "", page->move, id,
		   letter);
	page_ink_line(page->out, text);
	tag(page, "</label></p>\n");
}

static void add_options(struct page *page, const struct prediction *prediction)
{
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		char letter = (char)('a' + (int)i);
		if (page->kind == PAGE_WHOLE)
			add_option(page, letter, option->text,
				   (char)('0' + option->place));
		else
			add_box(page, letter, option);
	}
	if (page->kind == PAGE_WHOLE)
		add_option(page, '?', "I don't know", '?');
}

/* What is to be filled in, or put in order: a line to write on behind each. */
static void add_items(struct page *page, const struct prediction *prediction)
{
	for (size_t i = 0; i < prediction->option_count; i++) {
		buf_printf(page->out, "<p class=\"option\"><b>%s</b> ",
			   asked_lead(prediction, i));
		page_ink_line(page->out, prediction->options[i].text);
		buf_puts(page->out, " ____</p>\n");
	}
}

static void html_question(struct page *page,
			  const struct prediction *prediction)
{
	buf_puts(page->out, "<fieldset class=\"question\"");
	if (page->question)
		buf_printf(page->out, " data-question=\"%s\"", page->question);
	buf_printf(page->out, " aria-labelledby=\"q%zu\">\n<div id=\"q%zu\">",
		   page->move, page->move);
	page_ink(page->out, prediction->question);
	tag(page, "</div>\n");
	if (asked_in_words(prediction))
		add_items(page, prediction);
	else
		add_options(page, prediction);
	tag(page, "</fieldset>\n");
}

static void html_replies(struct page *page, const struct prediction *prediction)
{
	tag(page, "<ul class=\"replies\" aria-label=\"The answers\">\n");
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		buf_printf(page->out,
			   "<li class=\"%s\" data-option=\"%c\"><b>%c)</b> ",
			   option->right ? "right" : "wrong", 'a' + (int)i,
			   'a' + (int)i);
		page_ink_line(page->out, option->text);
		buf_printf(page->out, " <b class=\"verdict\">%s</b>",
			   option->right ? "Right." : "No.");
		page_ink(page->out, option->reply);
		tag(page, "</li>\n");
	}
	tag(page, "</ul>\n");
}

/* --- the kernel ------------------------------------------------------------
 */

static void add_cell(struct page *page, const struct table_cell *cell,
		     bool is_news)
{
	bool has_news = cell->old || is_news;
	if (has_news && page_is_blank(page)) {
		if (cell->old && *cell->old) {
			add(page, cell->old);
			tag(page, " → ");
		}
		tag(page, "<span class=\"blank\">&nbsp;</span>");
		return;
	}
	if (cell->old && *cell->old) {
		tag(page, "<del>");
		add(page, cell->old);
		tag(page, "</del> ");
	}
	tag(page, has_news ? "<ins>" : "");
	add(page, cell->now);
	tag(page, has_news ? "</ins>" : "");
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
	static const char *const words[] = {" ", "new", "gone", "changed"};
	static const char signs[] = " +-*";
	const char *sign = strchr(signs, row->sign[0]);
	bool is_new = !row->change->before;
	buf_printf(page->out, "<tr class=\"%s\"><td>%s</td>", row_look(row),
		   sign && *sign && !page_is_blank(page) ? words[sign - signs]
							 : "");
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
		tag(page, "</td>");
	}
	tag(page, "<td class=\"note\">");
	if (!page_is_blank(page) || !row->changed)
		add(page, row->note);
	tag(page, "</td></tr>\n");
}

static void html_rows(struct page *page, struct view *view)
{
	// Wide enough that no cell loses its old value.
	enum { ALL_OF_IT = 10000 };
	struct table table = table_make(view, ALL_OF_IT);
	struct buf command = {0};
	if (!table.count)
		return;
	table_command(view, &command);
	tag(page, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		  "aria-label=\"The kernel's sockets\"><table>\n"
		  "<caption>The kernel's sockets, as <code>");
	add(page, buf_text(&command));
	tag(page, "</code> has them</caption>\n<thead><tr><th scope=\"col\">"
		  "<span class=\"unseen\">What became of it</span></th>");
	buf_done(&command);
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		if (table.widths[i])
			buf_printf(page->out, "<th scope=\"col\"%s>%s</th>",
				   table_is_right((enum table_column)i)
					   ? " class=\"number\""
					   : "",
				   table_heading((enum table_column)i));
	}
	tag(page, "<th scope=\"col\"><span class=\"unseen\">Note</span></th>"
		  "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < table.count; i++)
		add_row(page, &table, &table.rows[i]);
	tag(page, "</tbody></table></div>\n");
}

static void add_packet(struct page *page, const struct seen_packet *seen)
{
	const struct event_packet *packet = seen->packet;
	struct buf text = {0};
	packet_print_end(packet->from_actor, &packet->packet.from, &text);
	buf_puts(&text, " to ");
	packet_print_end(packet->to_actor, &packet->packet.to, &text);
	buf_puts(&text, ": ");
	tag(page, "<li>");
	if (!page_is_blank(page))
		add(page, buf_text(&text));
	buf_clear(&text);
	packet_words(&packet->packet, &text);
	if (packet->fate != PACKET_DELIVERED)
		buf_printf(&text, ", %s", packet_fate_word(packet->fate));
	if (page_is_blank(page))
		tag(page, "<span class=\"blank wide\">&nbsp;</span>");
	else
		add(page, buf_text(&text));
	tag(page, "</li>\n");
	buf_done(&text);
}

/* Of a whole page the ladder has them. */
static void html_packets(struct page *page, struct view *view)
{
	if (page->kind == PAGE_WHOLE || !view->packets_now)
		return;
	tag(page, "<p class=\"label\">Packets, from whom to whom, and what "
		  "they say:</p>\n<ol class=\"packets\">\n");
	for (size_t i = 0; i < view->packet_count; i++) {
		if (view->packets[i].now)
			add_packet(page, &view->packets[i]);
	}
	tag(page, "</ol>\n");
}

static void html_ladder(struct page *page, struct view *view, bool is_whole)
{
	size_t at = page->out->len;
	tag(page, "<figure>\n<div class=\"scroll\" tabindex=\"0\" "
		  "role=\"region\" aria-label=\"Calls and packets\">\n");
	if (!page_svg(view, is_whole, page->move, page->out)) {
		page->out->len = at;
		page->out->data[at] = '\0';
		return;
	}
	buf_printf(page->out,
		   "</div>\n<figcaption><details><summary>The same in words"
		   "</summary>\n<ul id=\"w%zu\">\n",
		   page->move);
	struct buf lines = {0};
	page_instants(view, is_whole, &lines);
	struct str rest = {buf_text(&lines), lines.len}, line;
	while (str_next_line(&rest, &line)) {
		tag(page, "<li>");
		page_escape(page->out, line.data, line.len);
		tag(page, "</li>\n");
	}
	buf_done(&lines);
	tag(page, "</ul></details></figcaption>\n</figure>\n");
}

const struct page_form page_html = {
	.begin = html_begin,
	.end = html_end,
	.move = html_move,
	.move_end = html_move_end,
	.told = html_told,
	.told_end = html_told_end,
	.heading = html_heading,
	.words = html_words,
	.call = html_call,
	.block = html_block,
	.question = html_question,
	.replies = html_replies,
	.rows = html_rows,
	.packets = html_packets,
	.ladder = html_ladder,
	.text = html_text,
	.room = html_room,
};
