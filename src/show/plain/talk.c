/* talk: what a presenter reads beside a scene: notes, the next key, answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/plain/talk.h"

#include "base/sentence.h"
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
	buf_puts(out, sentence_text(scene->now.asking
					    ? SENTENCE_ID("plain-reveals")
					    : SENTENCE_ID("plain-goes-on")));
	struct buf what = {0};
	if (next->kind == BEAT_CALL || next->kind == BEAT_TRY) {
		call_print(&next->call, scene->notation, &what);
		SENTENCE_LINE(out, ": ", "", "plain-calls",
			      SLOT_TEXT("actor", next->actor),
			      SLOT_TEXT("call", buf_text(&what)));
	} else if (next->kind == BEAT_COMMAND) {
		SENTENCE_LINE(out, ": ", "", "plain-runs-command",
			      SLOT_TEXT("command", next->command));
	} else if (next->kind == BEAT_WIRE) {
		order_print(&next->order, &what);
		SENTENCE_LINE(out, ": ", "", "plain-tells-wire",
			      SLOT_TEXT("order", buf_text(&what)));
	} else if (next->kind == BEAT_RECALL) {
		SENTENCE_LINE(out, ": ", "", "plain-answer-of-recall",
			      SLOT_TEXT("answer", next->answer));
	}
	buf_putc(out, '\n');
	buf_done(&what);
}

static void print_key(const struct view *view,
		      const struct stage_extent *extent, struct buf *out)
{
	const struct scene *scene = view->scene;
	int page = scene->stage->page;
	print_title(sentence_text("plain-the-next-key"), out);
	if (scene->stage->is_blank)
		SENTENCE_LINE(out, "", "\n", "plain-shows-the-screen-again");
	else if (scene->now.busy)
		SENTENCE_LINE(out, "", "\n", "plain-waits-a-call-settles");
	else if (scene->broken)
		SENTENCE_LINE(out, "", "\n", "plain-does-nothing-r-rewinds",
			      SLOT_TEXT("reason", scene->broken));
	else if (page + 1 < extent->pages)
		SENTENCE_LINE(out, "", "\n",
			      scene->now.asking && page + 2 == extent->pages
				      ? "plain-turns-to-page-of"
				      : "plain-turns-to-page-of-two",
			      SLOT_NUMBER("page", page + 2),
			      SLOT_NUMBER("pages", extent->pages));
	else if (view->back && !scene->now.replay)
		SENTENCE_LINE(out, "", "\n", "plain-looks-at-the-next");
	else if (view->next)
		print_next_beat(view, out);
	else
		SENTENCE_LINE(out, "", "\n",
			      scene->viewed < scene->live
				      ? "plain-goes-on"
				      : "plain-does-nothing-this-is");
	if (scene->now.lost)
		SENTENCE_LINE(out, "", "\n", "plain-actor-lost",
			      SLOT_TEXT("actor", scene->now.lost));
	else if (scene->now.stuck)
		SENTENCE_LINE(out, "", "\n", "plain-own-in-the-way");
}

/* --- the question ----------------------------------------------------------
 */

static void print_option(const struct option *option, size_t i, struct buf *out)
{
	buf_printf(out, "%s %c) %s\n",
		   sentence_text(option->right ? SENTENCE_ID("plain-right")
					       : SENTENCE_ID("plain-wrong")),
		   'a' + (int)i, option->text);
	if (option->reply)
		buf_printf(out, "%s: ",
			   option->misconception
				   ? option->misconception
				   : sentence_text("plain-why-not"));
	if (option->reply)
		print_words(option->reply, out);
}

static void print_votes_for(size_t option, unsigned votes, struct buf *out)
{
	const char letter[] = {(char)('a' + (int)option), '\0'};
	const struct slot count = SLOT_NUMBER("votes", votes);
	if (option < LESSON_OPTIONS_MAX)
		SENTENCE_LINE(out, "", "\n", "plain-votes",
			      SLOT_TEXT("letter", letter), count);
	else
		SENTENCE_LINE(out, "", "\n", "plain-votes-unknown", count);
}

static void print_votes(const struct view *view, size_t option, struct buf *out)
{
	const struct scene *scene = view->scene;
	const unsigned *votes =
		(scene->now.asking ? &scene->votes : &scene->said)->counts;
	if (votes[option])
		print_votes_for(option, votes[option], out);
}

static void print_question(const struct view *view, struct buf *out)
{
	const struct beat *beat =
		view->scene->now.asking ? view->next : view->beat;
	const struct prediction *prediction = beat ? beat->prediction : NULL;
	if (!prediction)
		return;
	print_title(view->scene->now.asking
			    ? sentence_text("plain-the-question")
			    : sentence_text("plain-the-question-that-was"),
		    out);
	print_words(prediction->question, out);
	for (size_t i = 0; i < prediction->option_count; i++) {
		if (asked_in_words(prediction))
			buf_printf(out, "%s %s\n", asked_lead(prediction, i),
				   prediction->options[i].text);
		else
			print_option(&prediction->options[i], i, out);
	}
	// No file has that answer; the presenter is to know why none stands
	// here.
	if (view->scene->now.asking && (prediction->kind == ASKED_FIELDS ||
					prediction->kind == ASKED_ORDER))
		SENTENCE_LINE(out, "", "\n", "plain-answer-of-run");
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
	SENTENCE(&title, "plain-of", SLOT_TEXT("which", which),
		 SLOT_NUMBER("step", index + 1),
		 SLOT_NUMBER("steps", lesson->step_count),
		 SLOT_TEXT("title", step->title ? step->title : ""));
	print_title(buf_text(&title), out);
	buf_done(&title);
	size_t before = out->len;
	for (size_t i = 0; i < step->beat_count; i++) {
		if (step->beats[i].notes)
			print_words(step->beats[i].notes, out);
	}
	if (out->len == before)
		SENTENCE_LINE(out, "", "\n", "plain-no-notes");
}

static void print_notes(const struct view *view, struct buf *out)
{
	const struct lesson *lesson = view->scene->lesson;
	size_t step = view->scene->beats ? view->step : 0;
	if (!lesson->step_count)
		return;
	print_step(lesson, step, sentence_text("plain-this-step"), out);
	if (step + 1 < lesson->step_count)
		print_step(lesson, step + 1,
			   sentence_text("plain-the-next-step"), out);
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
