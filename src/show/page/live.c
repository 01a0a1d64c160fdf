/* live: a talk that goes on, as the page that its room has in browsers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page is empty but for a form that asks for the room's code; its script
 * (assets/live.js) gets each move as it comes and puts it in its place. A move
 * is written as it is on a page of a run, without its door, for what is told
 * here was told before a room.
 */
#include "base/escape.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "show/page/form.h"

#include <stdio.h>
#include <string.h>

enum { NAME = 24 };

static void add_attribute(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_printf(out, NOTATION(" data-%s=\""), name);
	page_escape(out, text, strlen(text));
	buf_puts(out, "\"");
}

void page_print_room(const struct page_line *line, struct buf *out)
{
	page_head(out, "Follow a talk", &page_kit_live);
	buf_puts(out, "<body class=\"live\"");
	if (line) {
		add_attribute(out, "line", line->url);
		add_attribute(out, "user", line->user);
		add_attribute(out, "password", line->password);
	}
	buf_puts(out,
		 ">\n<header>\n<h1>Follow a talk</h1>\n</header>\n"
		 "<p id=\"trouble\" class=\"trouble\" role=\"alert\"></p>\n"
		 "<main>\n<noscript><p>Following needs a script, which this "
		 "browser does not run. In a terminal <code>sockstep follow"
		 "</code> does the same.</p></noscript>\n"
		 "<form class=\"door\" hidden>\n<p><label for=\"code\">The "
		 "room's code, as the presenter's screen shows it:</label></p>"
		 "\n<p><input id=\"code\" autocomplete=\"off\" "
		 "spellcheck=\"false\" "
		 "required aria-describedby=\"trouble\"> "
		 "<button>Follow</button></p>\n</form>\n</main>\n"
		 "<p class=\"unseen\" id=\"news\" role=\"status\"></p>\n");
	page_foot(out, &page_kit_live);
}

/* How a room names the question of a beat, or NULL for none. */
static const char *name_question(char *name, size_t size,
				 const struct lesson *lesson, size_t index)
{
	size_t step, beat;
	if (index >= lesson_beats(lesson))
		return NULL;
	lesson_beat_at(lesson, index, &step, &beat);
	snprintf(name, size, "%zu.%zu", step, beat);
	return name;
}

void page_print_move(const struct page_run *run, size_t move, struct buf *out)
{
	char name[NAME];
	struct page page = {.form = &page_html,
			    .run = run,
			    .life = PAGE_TOLD,
			    .move = move,
			    .out = out};
	struct scene scene = page_scene(&page, NOTATION_C);
	if (!scene.is_free && scene.beats)
		page.question = name_question(name, sizeof(name), scene.lesson,
					      scene.beats - 1);
	page_add_move(&page);
}

void page_print_asked(const struct page_run *run, struct buf *out)
{
	char name[NAME];
	struct page page = {.form = &page_html,
			    .run = run,
			    .life = PAGE_ASKED,
			    .move = run->course->move_count,
			    .out = out};
	struct scene scene = page_scene(&page, NOTATION_C);
	struct view view;
	scene.now.replay = false;
	view_init(&view, &scene);
	if (view.next && view.next->prediction && scene_asks(&scene)) {
		page.question = name_question(name, sizeof(name), scene.lesson,
					      scene.beats);
		page.move++;
		page_html.move(&page,
			       page_step(&view, view.next, view.next_step),
			       page_beat_title(view.next, &view.arena));
		page_before(&page, &view, view.next);
		page_html.move_end(&page);
	}
	view_done(&view);
}
