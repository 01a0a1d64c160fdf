/* outcome: answers, hints and how far it went.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson is finished by whoever did something in it: a run in which each
 * question was left out, or each call to be found was made by a key, was only
 * watched. It is mastered when nothing at all was helped with.
 */
#include "session/outcome.h"

#include "base/clock.h"
#include "base/mem.h"
#include "lesson/asked.h"

/* What a run shows of its learner. */
struct deeds {
	size_t asked, answered, right; /* questions */
	size_t tries, made_for;	       /* calls to be found; by a key */
};

static const struct beat *beat_of(const struct lesson *lesson,
				  const struct event_answer *answer)
{
	size_t step = (size_t)answer->step, beat = (size_t)answer->beat;
	if (step >= lesson->step_count ||
	    beat >= lesson->steps[step].beat_count)
		return NULL;
	return &lesson->steps[step].beats[beat];
}

static const char *misconception_of(const struct lesson *lesson,
				    const struct event_answer *answer)
{
	const struct beat *beat = beat_of(lesson, answer);
	if (answer->choice < 0 || !beat)
		return NULL;
	const struct prediction *prediction = beat->prediction;
	// The options may stand in another order than in the file.
	for (size_t i = 0; prediction && i < prediction->option_count; i++) {
		if (prediction->options[i].place == answer->choice)
			return prediction->options[i].misconception;
	}
	return NULL;
}

static bool is_known(const struct progress_run *run,
		     const struct event_answer *answer)
{
	for (size_t i = 0; i < run->answer_count; i++) {
		if (run->answers[i].step == answer->step &&
		    run->answers[i].beat == answer->beat)
			return true;
	}
	return false;
}

/* Finds the end of the beat that was played behind the answer at `place`; its
 * beginning is in `begin`. Returns 0 when there is none. */
static size_t end_of_beat(const struct journal *journal, size_t place,
			  const struct event_answer *answer, size_t *begin)
{
	bool has_begun = false;
	for (size_t i = place; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_step *step = &event->as.step;
		if (event->kind != EVENT_STEP || step->step != answer->step ||
		    step->beat != answer->beat)
			continue;
		if (step->over && has_begun)
			return i;
		has_begun = true;
		*begin = i;
	}
	return 0;
}

/* What is written is judged by what happened behind it. */
static bool is_right(const struct lesson *lesson, const struct journal *journal,
		     size_t place)
{
	const struct event_answer *answer =
		&journal_at(journal, place)->as.answer;
	const struct beat *beat = beat_of(lesson, answer);
	if (!answer->said || !beat || !asked_in_words(beat->prediction))
		return answer->right;
	struct asked_beat where = {.journal = journal, .actor = beat->actor};
	where.place = end_of_beat(journal, place, answer, &where.begin);
	if (!where.place)
		return false;
	struct verdict verdict =
		asked_judge(beat->prediction, answer->said, &where);
	verdict_done(&verdict);
	return verdict.is_right;
}

static void take_answers(struct outcome *outcome, const struct lesson *lesson,
			 const struct journal *journal)
{
	struct progress_run *run = &outcome->run;
	size_t most = lesson_beats(lesson);
	struct progress_answer *answers =
		arena_alloc(&outcome->arena, (most + 1) * sizeof(*answers));
	run->answers = answers;
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_answer *answer = &event->as.answer;
		if (event->kind != EVENT_ANSWER || is_known(run, answer) ||
		    run->answer_count == most)
			continue;
		answers[run->answer_count++] = (struct progress_answer){
			.step = answer->step,
			.beat = answer->beat,
			.choice = answer->choice,
			.right = is_right(lesson, journal, i),
			.said = answer->said,
			.misconception = misconception_of(lesson, answer),
		};
	}
}

static void take_hints(struct progress_run *run, struct deeds *deeds,
		       const struct journal *journal)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind != EVENT_HINT)
			continue;
		if (event->as.hint.done)
			deeds->made_for++;
		else
			run->hints++;
	}
}

static void count_beats(const struct lesson *lesson, struct deeds *deeds)
{
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		for (size_t j = 0; j < step->beat_count; j++) {
			deeds->tries += step->beats[j].kind == BEAT_TRY;
			deeds->asked += step->beats[j].prediction != NULL;
		}
	}
}

static enum progress_state state_of(const struct progress_run *run,
				    const struct deeds *deeds, bool is_over,
				    bool by_itself)
{
	if (!is_over)
		return run->beats ? PROGRESS_BEGUN : PROGRESS_NEW;
	bool watched_questions = deeds->asked && !deeds->answered;
	bool watched_tries = deeds->tries && deeds->made_for >= deeds->tries;
	if (by_itself || watched_questions || watched_tries)
		return PROGRESS_PLAYED;
	if (deeds->right == deeds->asked && !run->hints && !deeds->made_for)
		return PROGRESS_MASTERED;
	return PROGRESS_FINISHED;
}

/* The step that a lesson goes on with: the last one once it is over. */
static int step_of(const struct lesson *lesson, size_t beats)
{
	size_t all = lesson_beats(lesson), step = 0, beat = 0;
	if (all)
		lesson_beat_at(lesson, beats < all ? beats : all - 1, &step,
			       &beat);
	return (int)step;
}

void outcome_read(struct outcome *outcome, const struct lesson *lesson,
		  const struct journal *journal, size_t beats, bool by_itself)
{
	struct progress_run *run = &outcome->run;
	struct deeds deeds = {0};
	*outcome = (struct outcome){0};
	run->lesson = lesson->id;
	run->beats = beats;
	run->step = step_of(lesson, beats);
	take_answers(outcome, lesson, journal);
	take_hints(run, &deeds, journal);
	count_beats(lesson, &deeds);
	for (size_t i = 0; i < run->answer_count; i++) {
		deeds.answered += run->answers[i].choice >= 0;
		deeds.right += run->answers[i].right;
	}
	size_t count = journal_count(journal);
	if (count)
		run->seconds =
			journal_at(journal, count - 1)->time / CLOCK_SECOND;
	run->state =
		state_of(run, &deeds, beats == lesson_beats(lesson), by_itself);
}

void outcome_done(struct outcome *outcome)
{
	arena_done(&outcome->arena);
}
