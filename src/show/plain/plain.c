/* plain: a run as append-only lines, for screen readers, pipes and tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line that begins with an actor's name and a colon is a result as strace(1)
 * prints it, or with Python's notation the call and its value; everything that
 * belongs to it is indented below it. Times are left out: the same run gives
 * the same text.
 */
#include "show/plain/plain.h"

#include "base/count.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "lesson/asked.h"
#include "show/explain/explain.h"
#include "show/explain/life.h"
#include "show/explain/otherwise.h"
#include "show/explain/reason.h"
#include "show/plain/plain_state.h"
#include "show/plain/stream_row.h"
#include "show/view/in_python.h"

#include <stdio.h>
#include <string.h>

/* --- before a beat ---------------------------------------------------------
 */

static void print_subgoal(const struct step *step, struct buf *out)
{
	if (step->subgoal)
		buf_printf(out, ", %s", step->subgoal);
	if (step->title)
		buf_printf(out, ": %s", step->title);
}

static void print_heading(const struct lesson *lesson, size_t step,
			  struct buf *out)
{
	buf_printf(out, "\n## Step %zu of %zu", step + 1, lesson->step_count);
	print_subgoal(&lesson->steps[step], out);
	buf_putc(out, '\n');
}

static void print_code(const struct scene *scene, const struct beat *beat,
		       struct buf *out)
{
	if (beat->kind == BEAT_CALL) {
		buf_printf(out, "%s runs: ", beat->actor);
		call_print(&beat->call, scene->notation, out);
		buf_putc(out, '\n');
	}
	if (beat->kind == BEAT_TRY)
		buf_printf(out, "%s: your turn: type the call\n", beat->actor);
	if (beat->kind == BEAT_WIRE) {
		buf_puts(out, "wire: ");
		order_print(&beat->order, out);
		buf_putc(out, '\n');
	}
	if (beat->kind == BEAT_LAUNCH) {
		buf_printf(out, "%s is started", beat->actor);
		for (size_t i = 0; beat->launch->words[i]; i++)
			buf_printf(out, "%s %s", i ? "" : ":",
				   beat->launch->words[i]);
		buf_putc(out, '\n');
	}
	if (beat->kind == BEAT_SIGNAL)
		buf_printf(out, "%s is sent %s\n", beat->actor,
			   symbol_name(SYMBOL_SIGNAL, beat->signal));
	if (beat->kind == BEAT_COMMAND && beat->host)
		buf_printf(out, "command on %s: %s\n", beat->host,
			   beat->command);
	else if (beat->kind == BEAT_COMMAND)
		buf_printf(out, "command: %s\n", beat->command);
}

static void print_prediction(const struct scene *scene,
			     const struct prediction *prediction,
			     struct buf *out)
{
	struct arena arena = {0};
	plain_words("", prediction->question, out);
	for (size_t i = 0; i < prediction->option_count; i++) {
		char lead[8];
		snprintf(lead, sizeof(lead), "%s ", asked_lead(prediction, i));
		const char *text = explain_option(scene, prediction, i, &arena);
		if (prediction->kind == ASKED_CALLS)
			buf_printf(out, "%s%s\n", lead, text);
		else
			plain_words(lead, text, out);
	}
	arena_done(&arena);
	if (asked_in_words(prediction)) {
		buf_puts(out, "Answer with ");
		asked_print_how(prediction, out);
		buf_puts(out, ".\n");
	}
	buf_puts(out, "?) I don't know\n");
}

void plain_before(const struct scene *scene, size_t beat, struct buf *out)
{
	const struct lesson *lesson = scene->lesson;
	size_t step, index;
	if (beat >= lesson_beats(lesson))
		return;
	lesson_beat_at(lesson, beat, &step, &index);
	struct arena arena = {0};
	const struct beat *next = in_notation(
		&arena, scene->notation, &lesson->steps[step].beats[index]);
	if (index == 0)
		print_heading(lesson, step, out);
	buf_putc(out, '\n');
	plain_words("", next->before, out);
	// An order that is asked for begins with the next call.
	if (!next->prediction || next->prediction->kind != ASKED_CALLS)
		print_code(scene, next, out);
	if (next->prediction)
		print_prediction(scene, next->prediction, out);
	if (next->kind == BEAT_MODIFY)
		plain_words("Try it yourself: ", next->question, out);
	if (next->kind == BEAT_RECALL && !next->prediction)
		plain_words("Question: ", next->question, out);
	arena_done(&arena);
}

void plain_hint(const struct scene *scene, const struct event_hint *hint,
		struct buf *out)
{
	const struct lesson *lesson = scene->lesson;
	if (hint->text) {
		struct arena arena = {0};
		const char *text =
			words_in_notation(&arena, scene->notation, hint->text);
		plain_words("hint: ", text, out);
		arena_done(&arena);
		return;
	}
	const struct step *step = &lesson->steps[hint->step];
	buf_puts(out, "hint: ");
	call_print(&step->beats[hint->beat].call, scene->notation, out);
	buf_putc(out, '\n');
}

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
	buf_puts(out, raises ? " raises " : " = ");
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
		buf_printf(out, "  %s is blocked in %s: asleep in the kernel\n",
			   event->actor, event->call.syscall->name);
	if (event->phase == CALL_RETURN && event->call.result.signal) {
		const char *name =
			symbol_name(SYMBOL_SIGNAL, event->call.result.signal);
		buf_printf(out, "  %s was killed by %s\n", event->actor,
			   name ? name : "a signal");
	}
	if (number < REASONS_MOST || made->latest || made == view->call)
		reason_print(view, made, "", out);
	plain_words("  In Python: ", otherwise_in_python(view, made), out);
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
			plain_words("note: ", event->as.note, out);
		if (!journal_is_unmet(view->scene->journal, i,
				      view->scene->end))
			continue;
		const char *found = check->found && *check->found ? check->found
								  : "nothing";
		buf_printf(out, "expected: %s found: %s (%s:%d)\n", check->text,
			   found, check->file, check->line);
	}
}

/* The words of hints, and of the names that the learner chose. */
static void print_help_given(const struct view *view, struct buf *out)
{
	const struct scene *scene = view->scene;
	for (size_t i = scene->begin; i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		if (event->kind == EVENT_ALIAS)
			buf_printf(out, "the lesson calls this %s\n",
				   event->as.alias.name);
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
		buf_puts(out, VIEW_UNSEEN "\n");
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
	plain_words("You will: ", lesson->objective, out);
	if (!lesson->step_count && scene->now.replay)
		buf_puts(out, "What was done in a run and what came of it, "
			      "from its log.\n");
	else if (!lesson->step_count && !lesson->actor_count)
		buf_puts(out, "Each program stops before each of its socket "
			      "calls, and what is shown\nis what the kernel "
			      "says then.\n");
	else if (!lesson->step_count)
		buf_puts(out, "Each call that you type is made for real, and "
			      "what is shown is\nwhat the kernel says then.\n");
	if (lesson->introduction) {
		buf_putc(out, '\n');
		plain_words("",
			    words_in_notation(&view.arena, scene->notation,
					      lesson->introduction),
			    out);
	}
	plain_words("Missing here: ", scene->missing, out);
	if (lesson->setup_count && view.call_count) {
		buf_puts(out, "\nBefore the beginning:\n");
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
	buf_printf(out, "\nThe end of \"%s\".\n", title ? title : "");
	if (scene->lesson->is_exercise && !failures)
		buf_puts(out, "Played like this, the check passes. Where it "
			      "fails otherwise, that\ndepends on time.\n");
	if (failures)
		buf_printf(out, "%zu expectation%s not met.\n", failures,
			   count_word(failures, " was", "s were"));
}
