/* review: questions of lessons that were played come back, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing compares the learner's words with the answer: to look for the
 * difference oneself is what makes one remember. Whoever leaves a question out
 * gets it again the next time.
 */
#include "ui/plain/review.h"

#include "base/mem.h"
#include "show/plain/plain_state.h"
#include "ui/file/output.h"
#include "ui/prompt/ask.h"

#include <string.h>

struct review {
	const struct catalogue *catalogue;
	struct progress *progress;
	struct loop *loop;
	struct signals signals;
	struct ask ask;
	struct buf out, line;
	bool is_over; /* nobody answers any more */
};

static bool put_out(struct review *review, struct err *err)
{
	bool ok = output_flush(&review->out, err);
	buf_clear(&review->out);
	return ok;
}

/* Puts out what was printed and takes a line; at the end of input, and after
 * q, the review is over. A question mark alone is answered with `help`. */
static bool take_line(struct review *review, const char *prompt,
		      const char *help, struct err *err)
{
	bool got = true, is_lost = false;
	do {
		is_lost = !put_out(review, err);
		got = !is_lost &&
		      ask_line(&review->ask, prompt, review->loop,
			       &review->signals, &review->line, err);
		if (got)
			buf_puts(&review->out, help);
	} while (got && !strcmp(buf_text(&review->line), "?"));
	buf_clear(&review->out);
	if (is_lost)
		return false;
	if (!got || !strcmp(buf_text(&review->line), "q"))
		review->is_over = true;
	return got || !err->text[0];
}

static const struct lesson *find_lesson(const struct catalogue *catalogue,
					const char *id)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		if (!strcmp(catalogue->lessons[i]->id, id))
			return catalogue->lessons[i];
	}
	return NULL;
}

static void judge(struct review *review, const struct recall *due)
{
	char said = review->line.len ? review->line.data[0] : '\0';
	if (review->is_over || (said != 'y' && said != 'n')) {
		buf_puts(&review->out, "Left for another time.\n");
		return;
	}
	time_t next = progress_note_recall(review->progress, due->lesson,
					   due->number, said == 'y');
	AUTO_FREE char *when = recall_when(next, time(NULL));
	buf_printf(&review->out, "%c%s.\n", when[0] - 'a' + 'A', when + 1);
}

static bool ask_one(struct review *review, const struct recall *due,
		    struct err *err)
{
	const struct lesson *lesson =
		find_lesson(review->catalogue, due->lesson);
	const struct beat *recall =
		lesson ? lesson_recall(lesson, due->number) : NULL;
	// The lesson may have gone, or may ask less than it did.
	if (!recall)
		return true;
	buf_printf(&review->out, "\n# %s\n", lesson->title);
	plain_words("", recall->question, &review->out);
	if (!take_line(review, "your answer: ",
		       "Answer in your own words; the lesson's answer comes "
		       "behind it. q leaves all.\n",
		       err))
		return false;
	if (review->is_over)
		return true;
	plain_words("The answer: ", recall->answer, &review->out);
	if (!take_line(review, "did you know it? y, n, or Enter for later: ",
		       "y: it comes back after more days than the last time. "
		       "n: tomorrow.\nEnter: it stays due. q leaves all.\n",
		       err))
		return false;
	judge(review, due);
	return put_out(review, err);
}

/* Whether the learner wants to be asked. */
static bool is_welcome(struct review *review, size_t count, struct err *err)
{
	buf_printf(&review->out, "%zu %s of lessons that you played %s due.\n",
		   count, count == 1 ? "question" : "questions",
		   count == 1 ? "is" : "are");
	return take_line(review, "answer now? y, or Enter for later: ",
			 "y asks them now, five at most; anything else goes on "
			 "to the lessons.\n",
			 err) &&
	       !review->is_over && review->line.len &&
	       review->line.data[0] == 'y';
}

static bool ask_all(struct review *review, bool offers, struct err *err)
{
	struct recall due[RECALL_AT_ONCE];
	size_t all = progress_due(review->progress, due, RECALL_AT_ONCE);
	size_t count = all < RECALL_AT_ONCE ? all : RECALL_AT_ONCE;
	if (!count && offers)
		return true;
	if (!count)
		buf_puts(&review->out,
			 "Nothing is due. A question of a lesson comes back a "
			 "day after you\nhave said whether you knew it.\n");
	if (offers && !is_welcome(review, all, err))
		return !err->text[0];
	// The record moves while judgements are added.
	struct arena arena = {0};
	for (size_t i = 0; i < count; i++)
		due[i].lesson = arena_strndup(&arena, due[i].lesson,
					      strlen(due[i].lesson));
	bool ok = true;
	for (size_t i = 0; ok && i < count && !review->is_over; i++)
		ok = ask_one(review, &due[i], err);
	arena_done(&arena);
	return ok && put_out(review, err);
}

bool review_ask(const struct catalogue *catalogue, struct progress *progress,
		bool offers, struct err *err)
{
	struct review review = {.catalogue = catalogue,
				.progress = progress,
				.signals = {.fd = -1},
				.loop = loop_new(err)};
	err->text[0] = '\0';
	bool ok = review.loop && ask_all(&review, offers, err);
	loop_free(review.loop);
	ask_done(&review.ask);
	buf_done(&review.out);
	buf_done(&review.line);
	return ok;
}
