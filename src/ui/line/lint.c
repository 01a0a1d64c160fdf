/* lint: checks lessons: their form, and every expectation on this kernel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/lint.h"

#include "base/sentence.h"
#include "base/text.h"
#include "check/play.h"
#include "lesson/balance.h"
#include "session/session.h"
#include "show/reason/situation.h"
#include "ui/file/output.h"
#include "ui/line/consent.h"
#include "ui/line/needs.h"
#include "ui/line/task.h"

#include <ctype.h>
#include <string.h>

struct lesson *lint_read(const char *file, struct buf *out, struct err *err)
{
	struct faults faults = {0};
	err->text[0] = '\0';
	struct lesson *lesson = lesson_read(file, &faults, err);
	for (size_t i = 0; i < faults.count; i++)
		buf_printf(out, "%s:%d: %s\n", file, faults.items[i].line,
			   faults.items[i].text);
	faults_done(&faults);
	return lesson;
}

/* --- playing ---------------------------------------------------------------
 */

static void print_unmet(const struct journal *journal, struct buf *out)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_check *check = &event->as.check;
		if (event->kind != EVENT_CHECK || check->met)
			continue;
		bool is_found = check->found && check->found[0];
		buf_printf(out, "%s:%d: ", check->file, check->line);
		SENTENCE_LINE(
			out, "", "\n", "reply-lint-unmet",
			SLOT_TEXT("expected", check->text),
			SLOT_TEXT("found",
				  is_found ? check->found
					   : sentence_text("plain-nothing")));
	}
}

static bool play(struct session *session, struct err *err)
{
	if (!session_play_out(session, err))
		return false;
	if (session_state(session) != SESSION_BROKEN)
		return true;
	return FAILURE(err, "lost-not-played",
		       SLOT_TEXT("loss", session_loss(session)));
}

/* The line of the beat that was played last. */
static int line_of(const struct session *session)
{
	const struct lesson *lesson = session_lesson(session);
	size_t played = session_beats(session, session_live(session));
	size_t step, beat;
	if (!played)
		return 1;
	lesson_beat_at(lesson, played - 1, &step, &beat);
	return lesson->steps[step].beats[beat].line;
}

static int play_lesson(const struct options *options,
		       const struct lesson *lesson, struct loop *loop,
		       struct buf *out, struct err *err)
{
	const struct session_options how = {
		.no_namespaces = options->no_namespaces,
		.answer_unknown = true,
	};
	struct session *session = session_new(lesson, loop, &how, err);
	if (!session)
		return STATUS_CANNOT;
	const char *tool = needs_tool(lesson);
	int status = STATUS_DONE;
	bool is_confined = session_has_namespaces(session);
	if (tool)
		FAILURE(err, "lesson-needs-tool", SLOT_TEXT("id", lesson->id),
			SLOT_TEXT("tool", tool));
	if (tool) {
		status = STATUS_CANNOT;
	} else if (consent_is_needed(options, lesson, is_confined) &&
		   !consent_ask(options, lesson, is_confined, err)) {
		status = STATUS_USAGE;
	} else if (!play(session, err)) {
		buf_printf(out, "%s:%d: %s\n", lesson->file, line_of(session),
			   err->text);
		err->text[0] = '\0';
		status = STATUS_FAILED;
	}
	print_unmet(session_journal(session), out);
	if (session_failures(session))
		status = STATUS_FAILED;
	session_free(session);
	return status;
}

/* --- exercises -------------------------------------------------------------
 */

/* Behind an exercise, what is no lesson is a program to play it with. */
static size_t count_programs(char *const *words, size_t count)
{
	size_t programs = 0;
	for (; programs < count; programs++) {
		const char *suffix = strrchr(words[programs], '.');
		if (text_is(suffix, ".md"))
			break;
	}
	return programs;
}

/* The check that a program is to fail: the number that its name begins with. 0
 * for none. */
static size_t check_to_fail(const char *program)
{
	const char *name = text_base(program);
	return isdigit((unsigned char)name[0]) ? strtoul(name, NULL, 10) : 0;
}

static bool is_as_expected(const struct report *report, size_t check,
			   const char *program, struct buf *out)
{
	const struct lesson *exercise = report->exercise;
	const struct outcome_of *outcome = &report->outcomes[check];
	bool is_to_fail = check_to_fail(program) == check + 1;
	if (is_to_fail == (outcome->verdict == VERDICT_FAILED))
		return true;
	buf_printf(out, "%s:%d: ", exercise->file, exercise->steps[check].line);
	SENTENCE(out,
		 is_to_fail ? "reply-lint-check-fails"
			    : "reply-lint-check-passes",
		 SLOT_NUMBER("check", check + 1), SLOT_TEXT("program", program),
		 SLOT_TEXT("verdict", verdict_word(outcome->verdict)));
	buf_printf(out, "%s%s\n", outcome->brief ? ": " : "",
		   outcome->brief ? outcome->brief : "");
	return false;
}

static int play_checks(struct task *task, const char *program,
		       struct loop *loop, struct buf *out, struct err *err)
{
	const struct play_options how = {.explain = situation_why};
	int status = STATUS_DONE;
	struct report report;
	report_begin(&report, task->exercise);
	for (size_t i = 0; i < task->exercise->step_count; i++) {
		if (!report_play(&report, i, &task->target, loop, &how, err)) {
			status = STATUS_CANNOT;
			break;
		}
		if (!is_as_expected(&report, i, program, out))
			status = STATUS_FAILED;
	}
	report_done(&report);
	return status;
}

static int play_program(const struct options *options, struct lesson *exercise,
			const char *program, struct loop *loop, struct buf *out,
			struct err *err)
{
	struct task task = {.exercise = exercise, .path = program};
	int status = STATUS_FAILED;
	if (check_to_fail(program) > exercise->step_count)
		FAILURE(err, "check-range", SLOT_TEXT("program", program),
			SLOT_TEXT("id", exercise->id),
			SLOT_NUMBER("most", exercise->step_count));
	else if (task_find(options, &task, err) &&
		 task_build(options, &task, err))
		status = play_checks(&task, program, loop, out, err);
	task.exercise = NULL; // it is the caller's
	task_done(&task);
	return status;
}

/* --- all files -------------------------------------------------------------
 */

/* A faulty lesson counts more than an unmet expectation, and that more than a
 * lesson that could not be played here; a closed pipe ends it all. */
static int rank_of(int status)
{
	static const int ranks[] = {
		[STATUS_DONE] = 0,
		[STATUS_CANNOT] = 1,
		[STATUS_FAILED] = 2,
		[STATUS_USAGE] = 3,
	};
	return status < STATUS_SIGNAL ? ranks[status] : 4;
}

static int worse_of(int a, int b)
{
	return rank_of(b) > rank_of(a) ? b : a;
}

/* Plays an exercise with each program, as far as somebody allows it. */
static int play_exercise(const struct options *options, struct lesson *exercise,
			 char *const *programs, size_t count, struct loop *loop,
			 struct buf *out, struct err *err)
{
	int worst = STATUS_DONE;
	const char *tool = count ? needs_tool(exercise) : NULL;
	if (tool) {
		FAILURE(err, "exercise-needs-tool",
			SLOT_TEXT("id", exercise->id), SLOT_TEXT("tool", tool));
		return STATUS_CANNOT;
	}
	if (count && consent_is_needed(options, exercise, true) &&
	    !consent_ask(options, exercise, true, err))
		return STATUS_USAGE;
	for (size_t i = 0; i < count; i++) {
		err->text[0] = '\0';
		worst = worse_of(worst,
				 play_program(options, exercise, programs[i],
					      loop, out, err));
		if (err->text[0])
			output_error("%s", err->text);
	}
	err->text[0] = '\0';
	return worst;
}

/* Of the words from a file on. `*taken` is how many belong to it: an exercise
 * takes the programs behind it. */
static int lint_file(const struct options *options, char *const *words,
		     size_t count, size_t *taken, struct loop *loop,
		     struct balance *balance, struct err *err)
{
	struct buf out = {0};
	int status = STATUS_USAGE;
	struct lesson *lesson = lint_read(words[0], &out, err);
	*taken = 1;
	if (lesson)
		balance_add(balance, lesson);
	if (lesson && lesson->is_exercise)
		*taken += count_programs(words + 1, count - 1);
	if (lesson && options->form_only)
		status = STATUS_DONE;
	else if (lesson && lesson->is_exercise)
		status = play_exercise(options, lesson, words + 1, *taken - 1,
				       loop, &out, err);
	else if (lesson)
		status = play_lesson(options, lesson, loop, &out, err);
	lesson_free(lesson);
	if (err->text[0])
		output_error("%s", err->text);
	struct err lost;
	if (!output_flush(&out, &lost))
		status = output_status(&lost);
	buf_done(&out);
	return status;
}

/* What only all lessons together show. */
static int lint_together(const struct balance *balance)
{
	struct buf out = {0};
	struct err lost;
	int status = balance_check(balance, &out) ? STATUS_DONE : STATUS_USAGE;
	if (!output_flush(&out, &lost))
		status = output_status(&lost);
	buf_done(&out);
	return status;
}

int lint_files(const struct options *options, char *const *files, size_t count,
	       struct err *err)
{
	struct loop *loop = loop_new(err);
	if (!loop)
		return STATUS_CANNOT;
	int worst = STATUS_DONE;
	struct balance balance = {0};
	size_t taken;
	for (size_t i = 0; i < count && worst < STATUS_SIGNAL; i += taken)
		worst = worse_of(worst, lint_file(options, files + i, count - i,
						  &taken, loop, &balance, err));
	if (worst < STATUS_SIGNAL)
		worst = worse_of(worst, lint_together(&balance));
	loop_free(loop);
	err->text[0] = '\0';
	return worst;
}
