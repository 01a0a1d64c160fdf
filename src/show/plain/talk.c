/* talk: what a presenter reads beside a scene: notes, the next key, answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/plain/talk.h"

#include "lesson/asked.h"
#include "show/view/view.h"

#include <string.h>

static void print_title(const char *title, struct buf *out)
{
	buf_printf(out, "%s# %s\n", out->len ? "\n" : "", title);
}

/* Words of a lesson are broken where its file breaks them: a blank takes the
 * place of each end of line within a paragraph. */
static void print_words(const char *words, struct buf *out)
{
	for (const char *c = words; *c; c++) {
		bool is_break = c[0] == '\n' && c[1] != '\n' &&
				(c == words || c[-1] != '\n');
		buf_putc(out, is_break ? ' ' : *c);
	}
	buf_putc(out, '\n');
}

/* --- what the next key does ------------------------------------------------
 */

static void print_next_beat(const struct view *view, struct buf *out)
{
	const struct scene *scene = view->scene;
	const struct beat *next = view->next;
	buf_puts(out, scene->now.asking ? "reveals the answer" : "goes on");
	if (next->kind == BEAT_CALL || next->kind == BEAT_TRY) {
		buf_printf(out, ": %s calls ", next->actor);
		call_print(&next->call, scene->notation, out);
	} else if (next->kind == BEAT_COMMAND) {
		buf_printf(out, ": runs %s", next->command);
	} else if (next->kind == BEAT_WIRE) {
		buf_puts(out, ": tells the wire ");
		order_print(&next->order, out);
	} else if (next->kind == BEAT_RECALL) {
		buf_printf(out, ": the answer is %s", next->answer);
	}
	buf_putc(out, '\n');
}

static void print_key(const struct view *view,
		      const struct stage_extent *extent, struct buf *out)
{
	const struct scene *scene = view->scene;
	int page = scene->stage->page;
	print_title("the next key", out);
	if (scene->stage->is_blank)
		buf_puts(out, "shows the screen again: it is blank now\n");
	else if (scene->now.busy)
		buf_puts(out, "waits: a call settles\n");
	else if (scene->broken)
		buf_printf(out, "does nothing: %s; r rewinds\n", scene->broken);
	else if (page + 1 < extent->pages)
		buf_printf(out, "turns to page %d of %d%s\n", page + 2,
			   extent->pages,
			   scene->now.asking && page + 2 == extent->pages
				   ? ": the question"
				   : "");
	else if (view->back && !scene->now.replay)
		buf_puts(out, "looks at the next call, which was made\n");
	else if (view->next)
		print_next_beat(view, out);
	else
		buf_puts(out, scene->viewed < scene->live
				      ? "goes on\n"
				      : "does nothing: this is the end\n");
}

/* --- the question ----------------------------------------------------------
 */

static void print_option(const struct option *option, size_t i, struct buf *out)
{
	buf_printf(out, "%s %c) %s\n", option->right ? "RIGHT" : "wrong",
		   'a' + (int)i, option->text);
	if (option->reply)
		buf_printf(out, "%s: ",
			   option->misconception ? option->misconception
						 : "why not");
	if (option->reply)
		print_words(option->reply, out);
}

static void print_votes(const struct view *view, size_t option, struct buf *out)
{
	const struct scene *scene = view->scene;
	const unsigned *votes =
		(scene->now.asking ? &scene->votes : &scene->said)->counts;
	if (votes[option])
		buf_printf(out, "votes for %s%c: %u\n",
			   option < LESSON_OPTIONS_MAX ? "" : "don't know, ",
			   option < LESSON_OPTIONS_MAX ? 'a' + (int)option
						       : '?',
			   votes[option]);
}

static void print_question(const struct view *view, struct buf *out)
{
	const struct beat *beat =
		view->scene->now.asking ? view->next : view->beat;
	const struct prediction *prediction = beat ? beat->prediction : NULL;
	if (!prediction)
		return;
	print_title(view->scene->now.asking ? "the question"
					    : "the question that was asked",
		    out);
	print_words(prediction->question, out);
	for (size_t i = 0; i < prediction->option_count; i++) {
		if (asked_in_words(prediction))
			buf_printf(out, "%s %s\n", asked_lead(prediction, i),
				   prediction->options[i].text);
		else
			print_option(&prediction->options[i], i, out);
	}
	for (size_t i = 0; i <= LESSON_OPTIONS_MAX; i++)
		print_votes(view, i, out);
	if (prediction->why)
		print_words(prediction->why, out);
}

/* --- notes -----------------------------------------------------------------
 */

static void print_step(const struct lesson *lesson, size_t index,
		       const char *which, struct buf *out)
{
	const struct step *step = &lesson->steps[index];
	struct buf title = {0};
	buf_printf(&title, "%s, %zu of %zu: %s", which, index + 1,
		   lesson->step_count, step->title ? step->title : "");
	print_title(buf_text(&title), out);
	buf_done(&title);
	size_t before = out->len;
	for (size_t i = 0; i < step->beat_count; i++) {
		if (step->beats[i].notes)
			print_words(step->beats[i].notes, out);
	}
	if (out->len == before)
		buf_puts(out, "(no notes)\n");
}

static void print_notes(const struct view *view, struct buf *out)
{
	const struct lesson *lesson = view->scene->lesson;
	size_t step = view->scene->beats ? view->step : 0;
	if (!lesson->step_count)
		return;
	print_step(lesson, step, "this step", out);
	if (step + 1 < lesson->step_count)
		print_step(lesson, step + 1, "the next step", out);
}

void talk_print(const struct scene *scene, const struct stage_extent *extent,
		struct buf *out)
{
	struct view view;
	view_init(&view, scene);
	print_key(&view, extent, out);
	print_question(&view, out);
	print_notes(&view, out);
	view_done(&view);
}
