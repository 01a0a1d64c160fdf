/* lint: checks lessons: their form, and every expectation on this kernel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/lint.h"

#include "lesson/balance.h"
#include "session/session.h"
#include "ui/file/output.h"
#include "ui/line/consent.h"
#include "ui/line/needs.h"

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
		buf_printf(out, "%s:%d: expected %s, found %s\n", check->file,
			   check->line, check->text,
			   check->found && check->found[0] ? check->found
							   : "nothing");
	}
}

static bool play(struct session *session, struct err *err)
{
	if (!session_play_out(session, err))
		return false;
	if (session_state(session) != SESSION_BROKEN)
		return true;
	return err_set(err, "%s, so the rest was not played",
		       session_loss(session));
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
		err_set(err, "lesson %s needs %s, which is not installed here",
			lesson->id, tool);
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

/* --- all files -------------------------------------------------------------
 */

static int lint_file(const struct options *options, const char *file,
		     struct loop *loop, struct balance *balance,
		     struct err *err)
{
	struct buf out = {0};
	int status = STATUS_USAGE;
	struct lesson *lesson = lint_read(file, &out, err);
	if (lesson)
		balance_add(balance, lesson);
	// The checks of an exercise need a program: sockstep check plays them.
	if (lesson)
		status =
			options->form_only || lesson->is_exercise
				? STATUS_DONE
				: play_lesson(options, lesson, loop, &out, err);
	lesson_free(lesson);
	if (err->text[0])
		output_error("%s", err->text);
	struct err lost;
	if (!output_flush(&out, &lost))
		status = output_status(&lost);
	buf_done(&out);
	return status;
}

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

static int worse_of(int a, int b)
{
	return rank_of(b) > rank_of(a) ? b : a;
}

int lint_files(const struct options *options, char *const *files, size_t count,
	       struct err *err)
{
	struct loop *loop = loop_new(err);
	if (!loop)
		return STATUS_CANNOT;
	int worst = STATUS_DONE;
	struct balance balance = {0};
	for (size_t i = 0; i < count && worst < STATUS_SIGNAL; i++)
		worst = worse_of(worst, lint_file(options, files[i], loop,
						  &balance, err));
	if (worst < STATUS_SIGNAL)
		worst = worse_of(worst, lint_together(&balance));
	loop_free(loop);
	err->text[0] = '\0';
	return worst;
}
