/* plain: a run as append-only lines, for screen readers, pipes and tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line that begins with an actor's name and a colon is a result as strace(1)
 * prints it, or with Python's notation the call and its value; everything that
 * belongs to it is indented below it. Times are left out: the same run gives
 * the same text.
 */
#include "show/plain/plain.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "show/explain/ending.h"
#include "show/explain/explain.h"
#include "show/explain/life.h"
#include "show/explain/otherwise.h"
#include "show/explain/reason.h"
#include "show/plain/plain_state.h"
#include "show/plain/stream_row.h"
#include "show/view/in_python.h"

#include <string.h>

/* --- what happened ---------------------------------------------------------
 */

static void print_line(const struct event_source *source, struct buf *out)
{
	if (!source->file || !source->line)
		return;
	buf_putc(out, ' ');
	stream_row_source(source, out);
	buf_putc(out, '\n');
}

/* "srv.listen(5) = None"; without a result of one that is not over. */
static void print_python(const struct event_call *event, struct buf *out)
{
	const struct result *result = &event->call.result;
	call_print(&event->call, NOTATION_PYTHON, out);
	if (event->phase != CALL_RETURN || result->signal ||
	    (result->value < 0 && !result->error))
		return;
	bool raises = call_raises(&event->call, NOTATION_PYTHON);
	if (raises)
		SENTENCE_LINE(out, " ", " ", "plain-raises");
	else
		buf_puts(out, " = ");
	call_print_answer(&event->call, NOTATION_PYTHON, false, out);
}

/* In one move a program that never waits makes ten thousands of calls, and each
 * reason is looked for in all of the journal: so many of the first have theirs,
 * and everybody's last. */
enum { REASONS_MOST = 64 };

/* "server: accept(3, {…}, [16]) = 4", or that it is inside the call. */
static void print_result(struct view *view, const struct made_call *made,
			 size_t number, struct buf *out)
{
	const struct event_call *event = made->event;
	buf_printf(out, "%s: ", event->actor);
	if (view->scene->notation == NOTATION_PYTHON)
		print_python(event, out);
	else
		call_print_strace(&event->call, out);
	buf_putc(out, '\n');
	print_line(&event->source, out);
	if (event->phase == CALL_BLOCKED)
		SENTENCE_LINE(out, "  ", "\n", "plain-is-blocked-in-asleep",
			      SLOT_TEXT("actor", event->actor),
			      SLOT_TEXT("call", event->call.syscall->name));
	if (event->phase == CALL_RETURN && event->call.result.signal)
		stream_row_killed("  ", event->actor, event->call.result.signal,
				  out);
	if (number < REASONS_MOST || made->latest || made == view->call)
		reason_print(view, made, "", out);
	reason_print_follow(view, made, out);
	AUTO_FREE char *lead =
		xprintf("  %s ", sentence_text("plain-in-python"));
	plain_words(lead, otherwise_in_python(view, made), out);
}

/* A call that came back with a part only was made again: the viewed one is the
 * last of them. */
static bool is_before_own(const struct view *view, const struct made_call *made)
{
	return view->call && made < view->call && made->moved &&
	       !made->pending &&
	       !strcmp(made->event->actor, view->call->event->actor);
}

/* Without the calls that programs are stopped at: those come next. */
static void print_results(struct view *view, struct buf *out)
{
	size_t number = 0;
	for (size_t i = 0; i < view->call_count; i++) {
		if (is_before_own(view, &view->calls[i]))
			print_result(view, &view->calls[i], number++, out);
	}
	if (view->call)
		print_result(view, view->call, number++, out);
	for (size_t i = 0; i < view->call_count; i++) {
		const struct made_call *made = &view->calls[i];
		if (made != view->call && made->moved && !made->pending &&
		    !is_before_own(view, made))
			print_result(view, made, number++, out);
	}
}

static void print_births(const struct view *view, struct buf *out)
{
	for (size_t i = view->scene->begin; i < view->scene->end; i++) {
		const struct event *event = journal_at(view->scene->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind != EVENT_ACTOR || life->phase != ACTOR_BORN)
			continue;
		buf_printf(out, "%s ", life->actor);
		life_print(life, out);
		buf_putc(out, '\n');
	}
}

static void print_ends(const struct view *view, struct buf *out)
{
	for (size_t i = view->scene->begin; i < view->scene->end; i++) {
		const struct event *event = journal_at(view->scene->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind != EVENT_ACTOR || life->phase != ACTOR_ENDED)
			continue;
		buf_printf(out, "  %s ", life->actor);
		life_print(life, out);
		buf_putc(out, '\n');
	}
}

static void print_signals(const struct view *view, struct buf *out)
{
	for (size_t i = view->scene->begin; i < view->scene->end; i++) {
		const struct event *event = journal_at(view->scene->journal, i);
		if (event->kind != EVENT_SIGNAL)
			continue;
		buf_printf(out, "  %s ", event->as.signal.actor);
		life_print_signal(&event->as.signal, out);
		buf_putc(out, '\n');
	}
}

/* What the lab lacks is told at the beginning, and noted for each lab. */
static bool is_told(const struct scene *scene, const char *note)
{
	return scene->missing && !strcmp(scene->missing, note);
}

static void print_checks(const struct view *view, struct buf *out)
{
	for (size_t i = view->scene->begin; i < view->scene->end; i++) {
		const struct event *event = journal_at(view->scene->journal, i);
		const struct event_check *check = &event->as.check;
		if (event->kind == EVENT_NOTE &&
		    !is_told(view->scene, event->as.note))
			plain_led("plain-note", event->as.note, out);
		if (!journal_is_unmet(view->scene->journal, i,
				      view->scene->end))
			continue;
		const char *found = check->found && *check->found
					    ? check->found
					    : sentence_text("plain-nothing");
		SENTENCE_LINE(out, "", "\n", "plain-expected-found",
			      SLOT_TEXT("expected", check->text),
			      SLOT_TEXT("found", found),
			      SLOT_TEXT("file", check->file),
			      SLOT_NUMBER("line", check->line));
	}
}

/* The words of hints, and of the names that the learner chose. */
static void print_help_given(const struct view *view, struct buf *out)
{
	const struct scene *scene = view->scene;
	for (size_t i = scene->begin; i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		if (event->kind == EVENT_ALIAS)
			SENTENCE_LINE(out, "", "\n",
				      "plain-the-lesson-calls-this",
				      SLOT_TEXT("name", event->as.alias.name));
		if (event->kind == EVENT_HINT && !event->as.hint.done)
			plain_hint(scene, &event->as.hint, out);
	}
}

static void print_answer(struct view *view, struct buf *out)
{
	if (!view->beat->prediction)
		return;
	plain_words("", explain_said(view), out);
	plain_words("", explain_answer(view), out);
	if (explain_is_unmet(view))
		return;
	plain_words("", explain_reply(view), out);
	plain_words("", view->beat->prediction->why, out);
}

void plain_after(const struct scene *scene, struct buf *out)
{
	struct view view;
	view_init(&view, scene);
	print_results(&view, out);
	if (scene->viewed)
		print_births(&view, out);
	print_signals(&view, out);
	print_ends(&view, out);
	if (view.output)
		plain_output(view.output, out);
	plain_sockets(&view, out);
	plain_packets(&view, out);
	if (!view.packets_now && view_is_unseen(&view))
		buf_printf(out, "%s\n", sentence_text("packets-unseen"));
	print_checks(&view, out);
	print_help_given(&view, out);
	if (view.beat) {
		print_answer(&view, out);
		if (view.beat->kind == BEAT_RECALL && !explain_answer(&view))
			plain_words("Answer: ", view.beat->answer, out);
		plain_words("",
			    explain_is_unmet(&view) ? explain_unmet(&view)
						    : view.beat->after,
			    out);
	} else if (scene->is_step && explain_is_unmet(&view)) {
		plain_words("", explain_unmet(&view), out);
	}
	view_done(&view);
}

/* The calls themselves stand above, in their order and as they were cut. */
void plain_reasons(const struct scene *scene, const char *told, struct buf *out)
{
	struct view view;
	view_init(&view, scene);
	for (size_t i = 0; i < view.call_count; i++) {
		const struct made_call *made = &view.calls[i];
		struct buf text = {0};
		if (made->moved && !made->pending && made->latest)
			reason_print(&view, made, told, &text);
		if (text.len)
			buf_printf(out, "%s's %s():\n%s", made->event->actor,
				   made->event->call.syscall->name,
				   buf_text(&text));
		buf_done(&text);
	}
	view_done(&view);
}

/* --- the beginning and the end ---------------------------------------------
 */

void plain_begin(const struct scene *scene, struct buf *out)
{
	const struct lesson *lesson = scene->lesson;
	struct view view;
	view_init(&view, scene);
	buf_printf(out, "# %s\n", lesson->title ? lesson->title : "");
	plain_led("you-will", lesson->objective, out);
	if (!lesson->step_count && scene->now.replay)
		SENTENCE_LINE(out, "", "\n", "plain-what-was-done-in");
	else if (!lesson->step_count && !lesson->actor_count)
		plain_words("", sentence_text("plain-stops-before"), out);
	else if (!lesson->step_count)
		plain_words("", sentence_text("plain-made-for-real"), out);
	if (lesson->introduction) {
		buf_putc(out, '\n');
		plain_words("",
			    words_in_notation(&view.arena, scene->notation,
					      lesson->introduction),
			    out);
	}
	plain_led("plain-missing", scene->missing, out);
	if (lesson->setup_count && view.call_count) {
		SENTENCE_LINE(out, "\n", "\n", "plain-before-the-beginning");
		print_results(&view, out);
		plain_sockets(&view, out);
	}
	// Of traced programs notes are told among their calls.
	if (lesson->step_count || lesson->actor_count)
		print_checks(&view, out);
	view_done(&view);
}

void plain_end(const struct scene *scene, size_t failures, struct buf *out)
{
	const char *title = scene->lesson->title;
	if (!scene->lesson->step_count)
		return;
	SENTENCE_LINE(out, "\n", "\n", "plain-the-end-of",
		      SLOT_TEXT("title", title ? title : ""));
	struct buf score = {0};
	ending_print(scene, "goto", &score);
	if (score.len) {
		plain_words("", buf_text(&score), out);
		AUTO_FREE char *aim = xprintf("%s ", sentence_text("its-aim"));
		plain_words(aim, scene->lesson->objective, out);
	}
	buf_done(&score);
	if (scene->lesson->is_exercise && !failures)
		plain_words("", sentence_text("played-like-this-the"), out);
	if (failures)
		SENTENCE_LINE(out, "", "\n", "plain-not-met",
			      SLOT_NUMBER("failures", failures));
}
