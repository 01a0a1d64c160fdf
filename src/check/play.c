/* play: the checks of an exercise, each played in a lab of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * There is no second player: a session plays the check as it plays a lesson,
 * and this only looks whether what was expected was there, and at the clock.
 * The end of the session ends every process of it.
 */
#include "check/play.h"

#include "base/clock.h"
#include "base/pace.h"
#include "check/tell.h"
#include "session/session.h"

/* The longest that a check takes on an idle machine, whatever its expectations
 * wait for. */
#define CHECK_MOST (20 * CLOCK_SECOND)

static const char *const words[VERDICT_COUNT] = {
	[VERDICT_NOT_RUN] = "not run",
	[VERDICT_PASSED] = "passed",
	[VERDICT_FAILED] = "FAILED",
	[VERDICT_ERROR] = "error",
};

const char *verdict_word(enum verdict verdict)
{
	return words[verdict];
}

void report_begin(struct report *report, const struct lesson *exercise)
{
	*report = (struct report){.exercise = exercise};
	report->outcomes =
		arena_alloc(&report->arena,
			    exercise->step_count * sizeof(*report->outcomes));
}

void report_done(struct report *report)
{
	arena_done(&report->arena);
}

int report_points(const struct report *report)
{
	int points = 0;
	for (size_t i = 0; i < report->exercise->step_count; i++) {
		if (report->outcomes[i].verdict == VERDICT_PASSED)
			points += report->exercise->steps[i].points;
	}
	return points;
}

int report_most(const struct report *report)
{
	return lesson_points(report->exercise);
}

size_t report_count(const struct report *report, enum verdict verdict)
{
	size_t count = 0;
	for (size_t i = 0; i < report->exercise->step_count; i++)
		count += report->outcomes[i].verdict == verdict;
	return count;
}

/* --- playing ---------------------------------------------------------------
 */

struct playing {
	struct report *report;
	size_t check;
	const struct target *target;
	struct lesson one; /* the check by itself */
	struct session *session;
	int ending; /* as session_options has it: not 0 ends a wait */
	bool too_long;
	const int *asked; /* that the whole program ends */
	explain_fn *explain;
	struct loop *loop;
	struct loop_timer clock;
	uint64_t begun, until; /* `until`: of all checks; 0: none */
	struct pace pace;      /* when it began */
};

/* When the check has had its time, as busy as the machine was until now. */
static uint64_t end_of(const struct playing *playing)
{
	uint64_t end = playing->begun +
		       pace_stretch(playing->pace, pace_now(), CHECK_MOST);
	return playing->until && playing->until < end ? playing->until : end;
}

static void time_is_up(void *data)
{
	struct playing *playing = data;
	uint64_t end = end_of(playing);
	if (clock_now() < end) {
		loop_timer_set(playing->loop, &playing->clock, end);
		return;
	}
	playing->too_long = true;
	playing->ending = 1;
}

/* Plays on until something is not as expected. */
static bool play_on(struct playing *playing, struct err *err)
{
	struct session *session = playing->session;
	while (session_state(session) == SESSION_READY && !playing->ending &&
	       !(playing->asked && *playing->asked) &&
	       !session_failures(session)) {
		if (!session_advance(session, err))
			return false;
		while (session_state(session) == SESSION_BUSY &&
		       !playing->ending &&
		       !(playing->asked && *playing->asked)) {
			if (!loop_once(playing->loop, -1, err))
				return false;
		}
	}
	return true;
}

static void note_failure(struct playing *playing, struct outcome_of *outcome)
{
	struct report *report = playing->report;
	const struct failure failure = {
		.exercise = report->exercise,
		.session = playing->session,
		.too_long = playing->too_long,
		.folder = playing->target->folder,
		.explain = playing->explain,
	};
	struct buf told = {0};
	outcome->verdict = VERDICT_FAILED;
	tell_failure(&failure, &report->arena, &told, &outcome->brief,
		     &outcome->lesson);
	outcome->told =
		arena_strndup(&report->arena, buf_text(&told), told.len);
	buf_done(&told);
}

static void judge(struct playing *playing, struct outcome_of *outcome)
{
	enum session_state state = session_state(playing->session);
	bool is_asked = playing->asked && *playing->asked;
	if (session_failures(playing->session) || playing->too_long ||
	    state == SESSION_BROKEN)
		note_failure(playing, outcome);
	else if (!is_asked)
		outcome->verdict = VERDICT_PASSED;
}

static void note_error(struct report *report, const struct err *err,
		       struct outcome_of *outcome)
{
	outcome->verdict = VERDICT_ERROR;
	outcome->brief = arena_strdup(&report->arena, err->text);
	outcome->told = arena_printf(&report->arena, "%s\n", err->text);
}

struct playing *playing_open(struct report *report, size_t check,
			     const struct target *target, struct loop *loop,
			     const struct play_options *options,
			     struct err *err)
{
	struct playing *playing = xcalloc(1, sizeof(*playing));
	*playing = (struct playing){
		.report = report,
		.check = check,
		.target = target,
		.one = lesson_check(report->exercise, check),
		.loop = loop,
		.asked = options->ending,
		.explain = options->explain,
		.clock = {.fn = time_is_up, .data = playing},
		.until = options->until,
	};
	const struct session_options how = {
		.answer_unknown = true,
		.submission = options->is_unconfined ? NULL : target->seen,
		.whole_files = options->is_unconfined,
		.ending = options->ending,
		.directory = target->folder,
	};
	playing->session = session_new(&playing->one, loop, &how, err);
	if (playing->session)
		return playing;
	free(playing);
	return NULL;
}

void playing_run(struct playing *playing)
{
	struct outcome_of *outcome = &playing->report->outcomes[playing->check];
	struct err why;
	playing->begun = clock_now();
	playing->pace = pace_now();
	session_set_program(playing->session, playing->target->words);
	loop_timer_set(playing->loop, &playing->clock, end_of(playing));
	if (play_on(playing, &why))
		judge(playing, outcome);
	else
		note_error(playing->report, &why, outcome);
	loop_timer_clear(playing->loop, &playing->clock);
	session_free(playing->session);
	outcome->elapsed = clock_now() - playing->begun;
	free(playing);
}

bool report_play(struct report *report, size_t check,
		 const struct target *target, struct loop *loop,
		 const struct play_options *options, struct err *err)
{
	struct playing *playing =
		playing_open(report, check, target, loop, options, err);
	if (playing)
		playing_run(playing);
	return playing;
}
