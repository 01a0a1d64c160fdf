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
#include "base/sentence.h"
#include "lesson/asked.h"
#include "show/page/html_parts.h"

#include <string.h>

/* --- the page around it ----------------------------------------------------
 */

/* A link to another page of the site. */
static void link_to(struct page *page, const char *file, const char *text)
{
	if (!file)
		return;
	html_tag(page, " <a href=\"");
	html_add(page, file);
	html_tag(page, "\">");
	html_tag(page, text);
	html_tag(page, "</a>");
}

static void add_site(struct page *page)
{
	const struct page_run *run = page->run;
	if (!run->index)
		return;
	html_sentence(page, NOTATION("<nav class=\"site\" aria-label=\""),
		      SENTENCE_ID("page-label-lessons"), "\">");
	link_to(page, run->index, sentence_text("page-all-lessons"));
	link_to(page, run->before, sentence_text("page-before"));
	link_to(page, run->after, sentence_text("page-after"));
	html_tag(page, "</nav>\n");
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
			html_sentence(
				page,
				NOTATION("<nav class=\"steps\" aria-label=\""),
				SENTENCE_ID("page-label-steps"), "\"><ol>\n");
		is_open = true;
		const char *title = lesson->steps[step].title;
		buf_printf(page->out, "<li><a href=\"#m%zu\">", move);
		html_add(page, title ? title : lesson->steps[step].subgoal);
		html_tag(page, "</a></li>\n");
	}
	page->move = 0;
	if (is_open)
		html_tag(page, "</ol></nav>\n");
}

static void html_begin(struct page *page, const struct lesson *lesson)
{
	AUTO_FREE char *title = page_document_title(page, lesson);
	page_head(page->out, title, &page_kit_still);
	buf_printf(page->out, "<body class=\"%s\">\n<header>\n<h1>",
		   page->kind == PAGE_WHOLE ? "run" : "sheet");
	html_add(page, title);
	html_tag(page, "</h1>\n");
	add_site(page);
	html_tag(page, "</header>\n");
	add_outline(page);
	html_tag(page, "<main>\n");
}

static void html_end(struct page *page)
{
	html_tag(page, "</main>\n");
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
		html_tag(page, "<h2>");
		html_add(page, step);
		html_tag(page, "</h2>\n");
	}
	buf_printf(page->out, "<h3 id=\"h%zu\" tabindex=\"-1\">", page->move);
	if (page->kind == PAGE_WHOLE && page->moves)
		buf_printf(page->out, "<span class=\"place\">%zu/%zu</span> ",
			   page->move + 1, page->moves);
	html_add(page, title);
	html_tag(page, "</h3>\n");
}

static void html_move_end(struct page *page)
{
	html_tag(page, "</section>\n");
}

static void html_told(struct page *page, const char *door)
{
	if (door && page->kind == PAGE_WHOLE && page->life == PAGE_STILL) {
		buf_printf(
			page->out,
			"<input type=\"checkbox\" class=\"tell\" id=\"t%zu\">"
			"<label for=\"t%zu\">",
			page->move, page->move);
		html_add(page, door);
		html_tag(page, "</label>\n");
	}
	html_tag(page, "<div class=\"told\">\n");
}

static void html_told_end(struct page *page)
{
	html_tag(page, "</div>\n");
}

static void html_heading(struct page *page, const char *title)
{
	html_tag(page, "<h4>");
	html_add(page, title);
	html_tag(page, "</h4>\n");
}

/* --- words and code --------------------------------------------------------
 */

static void add_lead(struct page *page, const char *look, const char *lead)
{
	if (!lead)
		return;
	buf_printf(page->out, "<span class=\"lead %s\">", look);
	html_add(page, lead);
	html_tag(page, "</span> ");
}

static void html_words(struct page *page, const char *lead, const char *words)
{
	if (!words || !*words)
		return;
	html_tag(page, "<div class=\"words\">");
	add_lead(page, "", lead);
	page_ink(page->out, words);
	html_tag(page, "</div>\n");
}

/* The text of both notations, or one where they are the same. */
static void add_code(struct page *page, const struct page_code *code)
{
	if (!strcmp(code->c, code->python)) {
		html_tag(page, "<code>");
		html_add(page, code->c);
		html_tag(page, "</code>");
		return;
	}
	html_tag(page, "<code class=\"c\">");
	html_add(page, code->c);
	html_tag(page, "</code> <code class=\"py\">");
	html_add(page, code->python);
	html_tag(page, "</code>");
}

static void html_call(struct page *page, const char *lead,
		      const struct page_code *code)
{
	html_tag(page, "<p class=\"call\">");
	add_lead(page, "", lead);
	add_code(page, code);
	html_tag(page, "</p>\n");
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
			html_add(page, c->text);
	} else {
		buf_printf(page->out, "<div class=\"words %s\">",
			   look_of(c->style));
		add_lead(page, look_of(c->lead_style), c->lead);
		page_ink(page->out, c->text);
	}
	if (c->tail && *c->tail) {
		buf_printf(page->out, " <span class=\"tail %s\">",
			   look_of(c->tail_style));
		html_add(page, c->tail);
		html_tag(page, "</span>");
	}
	html_tag(page, c->raw ? "</p>\n" : "</div>\n");
}

static void html_text(struct page *page, const char *lead, struct str text)
{
	html_tag(page, "<p class=\"label\">");
	html_add(page, lead);
	html_tag(page, "</p>\n<pre tabindex=\"0\">");
	page_escape(page->out, text.data, text.len);
	html_tag(page, "</pre>\n");
}

static void html_room(struct page *page, int lines)
{
	for (int i = 0; page->kind == PAGE_SHEET && i < lines; i++)
		html_tag(page, "<div class=\"room\"></div>\n");
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
	html_tag(page, "</p>\n");
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
	html_tag(page, "</label></p>\n");
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
		add_option(page, '?', sentence_text("page-dont-know"), '?');
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
	html_tag(page, "</div>\n");
	if (asked_in_words(prediction))
		add_items(page, prediction);
	else
		add_options(page, prediction);
	html_tag(page, "</fieldset>\n");
}

static void html_replies(struct page *page, const struct prediction *prediction)
{
	html_sentence(page, NOTATION("<ul class=\"replies\" aria-label=\""),
		      SENTENCE_ID("page-label-answers"), "\">\n");
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		buf_printf(page->out,
			   "<li class=\"%s\" data-option=\"%c\"><b>%c)</b> ",
			   option->right ? "right" : "wrong", 'a' + (int)i,
			   'a' + (int)i);
		page_ink_line(page->out, option->text);
		html_sentence(page, " <b class=\"verdict\">",
			      option->right ? SENTENCE_ID("page-right")
					    : SENTENCE_ID("page-wrong"),
			      "</b>");
		page_ink(page->out, option->reply);
		html_tag(page, "</li>\n");
	}
	html_tag(page, "</ul>\n");
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
