/* show_saved: a run saved as a lesson plays, and expects what happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The runs are those of all lessons, but saved as if the learner had made every
 * move alone: nothing that the lesson says is in the draft, so what it expects
 * comes from the run.
 */
#include "session/session.h"
#include "show/export_lesson.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <string.h>

struct played {
	struct loop *loop;
	struct session *session;
};

static void play(struct played *played, const struct lesson *lesson)
{
	struct err err;
	struct session_options options = {.answer_unknown = true};
	played->loop = loop_new(&err);
	played->session = session_new(lesson, played->loop, &options, &err);
	cr_assert(played->session, "%s: %s", lesson->file, err.text);
	struct session *session = played->session;
	if (session_missing(session))
		cr_skip_test("%s", session_missing(session));
	while (session_state(session) == SESSION_READY) {
		cr_assert(session_next(session, &err), "%s: beat %zu: %s",
			  lesson->file, session_live(session), err.text);
		cr_assert(session_wait(session, &err), "%s", err.text);
	}
}

static void end(struct played *played)
{
	session_free(played->session);
	loop_free(played->loop);
}

/* The expectations that were not met, one on each line. */
static void print_unmet(const struct journal *journal, struct buf *out)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_check *check = &event->as.check;
		if (event->kind == EVENT_CHECK && !check->met)
			buf_printf(out, "%s:%d: %s, found %s\n", check->file,
				   check->line, check->text, check->found);
	}
}

static void export_free(const struct lesson *lesson, struct buf *draft)
{
	struct played played;
	struct err err;
	play(&played, lesson);
	struct lesson free_lab = *lesson;
	free_lab.setup_count = free_lab.step_count = 0;
	const struct journal *journal = session_journal(played.session);
	struct exported from = {
		.journal = journal,
		.begin = session_origin(played.session),
		.end = journal_count(journal),
		.lesson = &free_lab,
		.name = "run",
	};
	cr_assert(export_lesson(&from, draft, &err), "%s: %s", lesson->file,
		  err.text);
	end(&played);
}

static void check_draft(const char *file, const struct buf *draft)
{
	struct faults faults = {0};
	struct lesson *lesson =
		lesson_parse("run.md", buf_text(draft), draft->len, &faults);
	cr_assert(lesson, "%s: line %d: %s\n%s", file, faults.items[0].line,
		  faults.items[0].text, buf_text(draft));
	struct played played;
	struct buf unmet = {0};
	play(&played, lesson);
	print_unmet(session_journal(played.session), &unmet);
	cr_expect_eq(session_failures(played.session), 0, "%s\n%s",
		     buf_text(&unmet), buf_text(draft));
	cr_expect_eq(session_state(played.session), SESSION_OVER, "%s: %s",
		     file, session_loss(played.session));
	buf_done(&unmet);
	end(&played);
	lesson_free(lesson);
}

/* A wait that expects nothing takes all of its time, which is minutes. */
static bool waits(const struct lesson *lesson)
{
	size_t beats = lesson_beats(lesson), step, beat;
	for (size_t i = 0; i < beats; i++) {
		lesson_beat_at(lesson, i, &step, &beat);
		const struct beat *at = &lesson->steps[step].beats[beat];
		if (at->kind == BEAT_WIRE && at->order.kind == ORDER_WAIT)
			return true;
	}
	return false;
}

Test(saved, every_run_as_a_lesson_of_its_own, .timeout = 120)
{
	glob_t files;
	size_t count = 0;
	cr_assert_eq(glob("lessons/[0-9]*.md", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct err err;
		struct faults faults = {0};
		struct buf draft = {0};
		struct lesson *lesson =
			lesson_read(files.gl_pathv[i], &faults, &err);
		cr_assert(lesson, "%s", files.gl_pathv[i]);
		if (!waits(lesson)) {
			export_free(lesson, &draft);
			check_draft(files.gl_pathv[i], &draft);
			count++;
		}
		buf_done(&draft);
		lesson_free(lesson);
		faults_done(&faults);
	}
	cr_expect(count > 10);
	globfree(&files);
}
