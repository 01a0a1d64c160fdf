/* show_page: a run as a page, a transcript and a handout.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/page/page.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <string.h>

/* A run from its log, of a lesson whose text is given. */
struct printed {
	struct journal *journal;
	struct lesson *lesson;
	struct course course;
	const struct lesson **lessons;
	struct buf out;
};

static void print(struct printed *printed, enum page_kind kind,
		  enum page_form_id form)
{
	const struct page_run run = {
		.course = &printed->course,
		.lessons = printed->lessons,
	};
	buf_clear(&printed->out);
	page_print(&run, kind, form, &printed->out);
}

/* All that a talk's room gets of it. */
static void print_live(struct printed *printed)
{
	const struct page_run run = {
		.course = &printed->course,
		.lessons = printed->lessons,
	};
	buf_clear(&printed->out);
	for (size_t i = 0; i <= printed->course.move_count; i++)
		page_print_move(&run, i, &printed->out);
	page_print_asked(&run, &printed->out);
}

static void take(struct printed *printed, struct journal *journal,
		 struct lesson *lesson)
{
	printed->journal = journal;
	printed->lesson = lesson;
	printed->course.journal = journal;
	printed->course.extent = COURSE_WHOLE;
	course_read(&printed->course);
	size_t count = printed->course.move_count + 1;
	printed->lessons = xcalloc(count, sizeof(*printed->lessons));
	for (size_t i = 0; i < count; i++)
		printed->lessons[i] = lesson;
}

static void open_connected(struct printed *printed)
{
	struct faults faults = {0};
	struct err err;
	*printed = (struct printed){0};
	struct lesson *lesson =
		lesson_read("tests/golden/screen/connected.md", &faults, &err);
	cr_assert(lesson);
	faults_done(&faults);
	take(printed, run_load("tests/golden/journal/connected.jsonl"), lesson);
}

static void done(struct printed *printed)
{
	course_done(&printed->course);
	journal_free(printed->journal);
	lesson_free(printed->lesson);
	free(printed->lessons);
	buf_done(&printed->out);
}

/* What stands between the style sheet and the script. */
static char *body_of(const struct buf *page)
{
	const char *text = buf_text(page);
	const char *begin = strstr(text, "<body");
	const char *end = strstr(text, "<script>");
	cr_assert(begin && end && begin < end);
	return xprintf("%.*s", (int)(end - begin), begin);
}

static const struct {
	const char *name;
	enum page_kind kind;
	enum page_form_id form;
} files[] = {
	{"connected.html", PAGE_WHOLE, PAGE_HTML},
	{"connected-page.md", PAGE_WHOLE, PAGE_MARKDOWN},
	{"connected-sheet.html", PAGE_SHEET, PAGE_HTML},
	{"connected-sheet.md", PAGE_SHEET, PAGE_MARKDOWN},
	{"connected-answers.html", PAGE_ANSWERS, PAGE_HTML},
	{"connected-answers.md", PAGE_ANSWERS, PAGE_MARKDOWN},
};

Test(page, golden_files)
{
	struct printed printed;
	open_connected(&printed);
	for (size_t i = 0; i < COUNT(files); i++) {
		AUTO_FREE char *path =
			xprintf("tests/golden/format/%s", files[i].name);
		print(&printed, files[i].kind, files[i].form);
		AUTO_FREE char *text =
			files[i].form == PAGE_HTML
				? body_of(&printed.out)
				: xstrdup(buf_text(&printed.out));
		golden_check(path, text);
	}
	done(&printed);
}

/* A sheet asks, and nothing that it asks for stands in it. */
Test(page, a_sheet_gives_nothing_away)
{
	static const char *const answers[] = {
		"SYN", "0x0", "The kernels shake hands", "ESTAB</ins>", "☒"};
	struct printed printed;
	open_connected(&printed);
	print(&printed, PAGE_SHEET, PAGE_HTML);
	AUTO_FREE char *sheet = body_of(&printed.out);
	print(&printed, PAGE_ANSWERS, PAGE_HTML);
	AUTO_FREE char *filled = body_of(&printed.out);
	for (size_t i = 0; i < COUNT(answers); i++)
		cr_expect(!strstr(sheet, answers[i]), "%s", answers[i]);
	cr_expect(strstr(filled, "SYN"));
	cr_expect(strstr(filled, "The kernels shake hands"));
	cr_expect(strstr(filled, "☒"));
	done(&printed);
}

/* A page has none of the keys that the words of the screen name. */
Test(page, no_key_of_the_screen_is_named)
{
	static const char *const runs[] = {"trace",   "fork",	  "stream",
					   "threads", "udp-unix", "connected"};
	static const char *const keys[] = {
		"press m", "press w",  "press space", "Space lets", "N shows",
		"m shows", "the key ", "T shows",     "arrow keys"};
	for (size_t i = 0; i < COUNT(runs); i++) {
		AUTO_FREE char *path =
			xprintf("tests/golden/journal/%s.jsonl", runs[i]);
		struct printed printed = {0};
		take(&printed, run_load(path), lesson_blank(NULL, 0, NULL, 0));
		print(&printed, PAGE_WHOLE, PAGE_HTML);
		AUTO_FREE char *text = body_of(&printed.out);
		for (size_t k = 0; k < COUNT(keys); k++)
			cr_expect(!strstr(text, keys[k]), "%s: %s", runs[i],
				  keys[k]);
		done(&printed);
	}
}

/* --- what others wrote -----------------------------------------------------
 */

#define EVIL                                                                   \
	"<script>alert(1)</script><img src=x onerror=alert(2)>&lt;\"'`"        \
	"[x](javascript:alert(3)) ![y](http://evil.example/z.png)"             \
	"\033]0;title\007\xe2\x80\xae\xff</style></title>]]>-->"

static const char good_lesson[] =
	"---\nid: evil\ntitle: t\nmodule: 2 m\nkind: core\nobjective: o\n"
	"requires: []\nminutes: {demo: 5, lab: 15}\nactors: {server: {}}\n"
	"---\n\nWords.\n\n## Get ready: go\n\n"
	"```predict\nWhat?\n- [ ] This. (M01)\n  No.\n- [x] That.\n\nSo.\n"
	"```\n\n```c server\nsrv = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
	"```expect\nreturns 3\n```\n\nDone.\n\n```more\nMore.\n```\n";

/* The reader of lessons refuses most of this; a page doesn't rely on it. */
static void spoil(struct lesson *lesson)
{
	struct step *step = &lesson->steps[0];
	struct beat *beat = &step->beats[0];
	struct prediction *question =
		arena_copy(&lesson->arena, beat->prediction, sizeof(*question));
	lesson->title = lesson->module = lesson->objective =
		lesson->introduction = EVIL;
	step->title = step->subgoal = EVIL;
	beat->before = beat->after = beat->more = EVIL;
	question->question = question->why = EVIL;
	for (size_t i = 0; i < question->option_count; i++)
		question->options[i].text = question->options[i].reply = EVIL;
	beat->prediction = question;
}

static void add_output(struct run *run, const char *text)
{
	struct event event = {.kind = EVENT_OUTPUT};
	event.as.output = (struct event_output){
		.host = text,
		.command = text,
		.text = text,
		.len = strlen(text),
	};
	run_event(run, &event);
}

static void add_note(struct run *run, const char *text)
{
	struct event event = {.kind = EVENT_NOTE};
	event.as.note = text;
	run_event(run, &event);
}

static void add_birth(struct run *run, const char *name)
{
	struct event event = {.kind = EVENT_ACTOR};
	event.as.actor = (struct event_actor){
		.phase = ACTOR_BORN,
		.actor = name,
		.host = name,
		.joined = true,
		.pid = 9,
	};
	run_event(run, &event);
}

static void open_evil(struct run *run, struct printed *printed)
{
	struct faults faults = {0};
	struct lesson *lesson = lesson_parse("evil.md", good_lesson,
					     strlen(good_lesson), &faults);
	cr_assert(lesson, "%s", faults.count ? faults.items[0].text : "");
	faults_done(&faults);
	spoil(lesson);
	*printed = (struct printed){0};
	run_open_lesson(run, lesson);
	run_beat(run);
	run_call(run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	add_birth(run, EVIL);
	add_note(run, EVIL);
	add_output(run, EVIL);
	run_socket(run, 1, "server 3 LISTEN 0 5 127.0.0.1:12345 0.0.0.0:0");
	run_packet(run, "server client SYN 0 0 0", PACKET_DELIVERED);
	run_over(run);
	take(printed, run->journal, lesson);
}

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;
	while ((text = strstr(text, word))) {
		text += strlen(word);
		count++;
	}
	return count;
}

/* Nothing of it is a tag, an attribute or a control character: the only
 * script and the only style sheet are the page's own. */
Test(page, nothing_that_others_wrote_is_markup)
{
	static const char *const none[] = {"<img",
					   "<u>",
					   "<i>",
					   "<script>a",
					   "<script>x",
					   "<b>1",
					   "\033",
					   "\007",
					   "\xe2\x80\xae",
					   "\xff",
					   "href=\"javascript",
					   "</style></title>",
					   "href=\"http"};
	struct run run;
	struct printed printed;
	open_evil(&run, &printed);
	for (int kind = PAGE_WHOLE; kind <= PAGE_ANSWERS; kind++) {
		print(&printed, (enum page_kind)kind, PAGE_HTML);
		const char *text = buf_text(&printed.out);
		for (size_t i = 0; i < COUNT(none); i++)
			cr_expect(!strstr(text, none[i]), "%d: %s", kind,
				  none[i]);
		// Two of ours: what all pages share, and what these do.
		cr_expect_eq(count_of(text, "<script"), 2);
		cr_expect_eq(count_of(text, "</script"), 2);
		cr_expect_eq(count_of(text, "<style"), 1);
		cr_expect_eq(count_of(text, "</main>"), 1);
	}
	print(&printed, PAGE_WHOLE, PAGE_HTML);
	cr_expect(strstr(buf_text(&printed.out), "&lt;script&gt;alert(1)"));
	// Nor of a talk, whose moves a browser takes for markup.
	print_live(&printed);
	for (size_t i = 0; i < COUNT(none); i++)
		cr_expect(!strstr(buf_text(&printed.out), none[i]), "%s",
			  none[i]);
	cr_expect(!strstr(buf_text(&printed.out), "<script"));
	cr_expect(strstr(buf_text(&printed.out), "&lt;script&gt;alert(1)"));
	course_done(&printed.course);
	free(printed.lessons);
	buf_done(&printed.out);
	run_close(&run);
}

/* A reader of Markdown that takes HTML meets none, no link and no picture. */
Test(page, markdown_has_no_tags_of_others)
{
	static const char *const none[] = {"<script", "<img",  "</div>",
					   "[x](",    "![y](", "\033"};
	struct run run;
	struct printed printed;
	open_evil(&run, &printed);
	print(&printed, PAGE_WHOLE, PAGE_MARKDOWN);
	const char *text = buf_text(&printed.out);
	// What stands in code is no markup: fences and spans are looked over.
	struct buf prose = {0};
	struct str rest = str_from(text), line;
	bool is_code = false;
	while (str_next_line(&rest, &line)) {
		bool is_fence = str_has_prefix(line, "```");
		is_code ^= is_fence;
		for (size_t i = 0; !is_code && !is_fence && i < line.len; i++) {
			const char *close =
				line.data[i] == '`'
					? memchr(line.data + i + 1, '`',
						 line.len - i - 1)
					: NULL;
			if (close)
				i = (size_t)(close - line.data);
			else
				buf_putc(&prose, line.data[i]);
		}
	}
	for (size_t i = 0; i < COUNT(none); i++)
		cr_expect(!strstr(buf_text(&prose), none[i]), "%s in\n%s",
			  none[i], buf_text(&prose));
	cr_expect(strstr(buf_text(&prose), "&lt;script>"));
	buf_done(&prose);
	course_done(&printed.course);
	free(printed.lessons);
	buf_done(&printed.out);
	run_close(&run);
}
