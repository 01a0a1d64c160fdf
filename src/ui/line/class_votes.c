/* class_votes: what rooms said to the questions of talks, from their logs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A log has each vote as the number of those who say an option, by hand or as
 * followers, and again when it changes; nobody's name is in it. A talk that was
 * given to several rooms has a log for each, and their numbers are added.
 */
#include "ui/line/class_votes.h"

#include "base/count.h"
#include "base/sentence.h"
#include "base/text.h"
#include "journal/save/save.h"
#include "journal/votes.h"

#include <errno.h>
#include <string.h>

/* --- the logs --------------------------------------------------------------
 */

/* The lesson that the journal is a run of; NULL: of none. */
static const char *lesson_in(const struct journal *journal)
{
	const char *lesson = NULL;
	for (size_t i = 0; i < journal_count(journal) && !lesson; i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_LAB)
			lesson = event->as.lab.lesson;
	}
	return lesson;
}

static struct class_vote *vote_of(struct class_votes *votes, const char *lesson,
				  const struct event_vote *vote)
{
	for (size_t i = 0; i < votes->count; i++) {
		struct class_vote *known = &votes->votes[i];
		if (known->vote.step == vote->step &&
		    known->vote.beat == vote->beat &&
		    known->vote.choice == vote->choice &&
		    !strcmp(known->lesson, lesson))
			return known;
	}
	votes->votes = xgrow(votes->votes, &votes->cap, votes->count + 1,
			     sizeof(*votes->votes));
	struct class_vote *made = &votes->votes[votes->count++];
	*made = (struct class_vote){
		.lesson = arena_strdup(&votes->arena, lesson), .vote = *vote};
	return made;
}

/* The numbers that stand at the end of the journal. */
static void take_votes(struct class_votes *votes, const struct journal *journal,
		       const char *lesson)
{
	bool any = false;
	size_t end = journal_count(journal);
	for (size_t i = 0; i < end; i++) {
		const struct event *event = journal_at(journal, i);
		unsigned later, count;
		if (event->kind != EVENT_VOTE ||
		    journal_vote(journal, i + 1, end, &event->as.vote,
				 &later) ||
		    !journal_vote(journal, i, end, &event->as.vote, &count))
			continue;
		vote_of(votes, lesson, &event->as.vote)->count += count;
		any |= count > 0;
	}
	votes->talks += any;
}

bool class_votes_add(struct class_votes *votes, const char *path,
		     struct err *err)
{
	FILE *file = fopen(path, "re");
	if (!file)
		return FAILURE(err, "read-file", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(errno)));
	struct journal *journal = journal_new();
	bool ok = journal_load(journal, file, path, err);
	const char *lesson = ok ? lesson_in(journal) : NULL;
	if (lesson)
		take_votes(votes, journal, lesson);
	journal_free(journal);
	fclose(file);
	return ok;
}

void class_votes_done(struct class_votes *votes)
{
	free(votes->votes);
	arena_done(&votes->arena);
	*votes = (struct class_votes){0};
}

/* --- telling ---------------------------------------------------------------
 */

static int in_order(const void *a, const void *b)
{
	const struct class_vote *one = a, *other = b;
	int order = strcmp(one->lesson, other->lesson);
	if (!order)
		order = one->vote.step - other->vote.step;
	if (!order)
		order = one->vote.beat - other->vote.beat;
	// Who does not know comes last.
	unsigned first = (unsigned)one->vote.choice;
	unsigned second = (unsigned)other->vote.choice;
	return order ? order : first < second ? -1 : first > second;
}

static void sort(struct class_votes *votes)
{
	if (votes->count)
		qsort(votes->votes, votes->count, sizeof(*votes->votes),
		      in_order);
}

static bool is_same_question(const struct class_vote *one,
			     const struct class_vote *other)
{
	return !strcmp(one->lesson, other->lesson) &&
	       one->vote.step == other->vote.step &&
	       one->vote.beat == other->vote.beat;
}

/* NULL: the lesson is not there, or is another one by now. */
static const struct prediction *question_of(const struct catalogue *catalogue,
					    const struct class_vote *vote)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct lesson *lesson = catalogue->lessons[i];
		size_t step = (size_t)vote->vote.step;
		size_t beat = (size_t)vote->vote.beat;
		if (!strcmp(lesson->id, vote->lesson) &&
		    step < lesson->step_count &&
		    beat < lesson->steps[step].beat_count)
			return lesson->steps[step].beats[beat].prediction;
	}
	return NULL;
}

static const struct option *option_of(const struct prediction *question,
				      int place)
{
	for (size_t i = 0; question && i < question->option_count; i++) {
		if (question->options[i].place == place)
			return &question->options[i];
	}
	return NULL;
}

static void tell_option(const struct prediction *question,
			const struct class_vote *vote, struct buf *out)
{
	const struct option *option = option_of(question, vote->vote.choice);
	buf_printf(out, "  %5zu  ", vote->count);
	if (vote->vote.choice < 0)
		SENTENCE(out, "report-dont-know");
	else if (!option)
		buf_printf(out, "%c", 'a' + vote->vote.choice % 26);
	else if (option->right)
		SENTENCE(out, "report-right", SLOT_TEXT("text", option->text));
	else
		buf_puts(out, option->text);
	if (option && option->misconception)
		buf_printf(out, " (%s)", option->misconception);
	buf_putc(out, '\n');
}

static void tell_question(const struct prediction *question,
			  const struct class_vote *vote, struct buf *out)
{
	SENTENCE_LINE(out, "  ", question ? ": " : "\n", "report-place",
		      SLOT_TEXT("lesson", vote->lesson),
		      SLOT_NUMBER("step", vote->vote.step + 1));
	if (question)
		buf_printf(out, "%s\n", question->question);
}

void class_votes_tell(struct class_votes *votes,
		      const struct catalogue *catalogue, struct buf *out)
{
	if (!votes->talks)
		return;
	sort(votes);
	SENTENCE_LINE(out, "\n", "\n", "report-votes",
		      SLOT_NUMBER("count", votes->talks));
	for (size_t i = 0; i < votes->count; i++) {
		const struct class_vote *vote = &votes->votes[i];
		const struct prediction *question =
			question_of(catalogue, vote);
		if (!i || !is_same_question(vote - 1, vote))
			tell_question(question, vote, out);
		tell_option(question, vote, out);
	}
}

static json_t *option_as_json(const struct prediction *question,
			      const struct class_vote *vote)
{
	const struct option *option = option_of(question, vote->vote.choice);
	return json_pack("{s:o, s:s?, s:s?, s:I}", "choice",
			 vote->vote.choice < 0
				 ? json_null()
				 : json_integer(vote->vote.choice),
			 "text", option ? option->text : NULL, "misconception",
			 option ? option->misconception : NULL, "count",
			 (json_int_t)vote->count);
}

json_t *class_votes_as_json(struct class_votes *votes,
			    const struct catalogue *catalogue)
{
	json_t *list = json_array(), *options = NULL;
	sort(votes);
	for (size_t i = 0; i < votes->count; i++) {
		const struct class_vote *vote = &votes->votes[i];
		const struct prediction *question =
			question_of(catalogue, vote);
		if (!i || !is_same_question(vote - 1, vote)) {
			options = json_array();
			json_array_append_new(
				list,
				json_pack("{s:s, s:i, s:i, s:s?, s:o}",
					  "lesson", vote->lesson, "step",
					  vote->vote.step, "beat",
					  vote->vote.beat, "question",
					  question ? question->question : NULL,
					  "options", options));
		}
		json_array_append_new(options, option_as_json(question, vote));
	}
	return list;
}
