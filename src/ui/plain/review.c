/* review: questions of lessons that were played come back, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing compares the learner's words with the answer: to look for the
 * difference oneself is what makes one remember. A letter is judged, and what
 * speaks against a wrong one is said. Whoever leaves a question out gets it
 * again the next time.
 */
#include "ui/plain/review.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lesson/asked.h"
#include "show/plain/plain_state.h"
#include "show/view/in_python.h"
#include "ui/file/output.h"
#include "ui/prompt/ask.h"

#include <stdio.h>
#include <string.h>

struct review {
	const struct catalogue *catalogue;
	struct progress *progress;
	enum notation notation;
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
 * q, the review is over. A question mark alone is answered with `help`, unless
 * that is NULL. */
static bool take_line(struct review *review, const char *prompt,
		      const char *help, struct err *err)
{
	bool got = true, is_lost = false;
	AUTO_FREE char *asked = xprintf("%s ", prompt);
	do {
		is_lost = !put_out(review, err);
		got = !is_lost &&
		      ask_line(&review->ask, asked, review->loop,
			       &review->signals, &review->line, err);
		if (got && help)
			plain_words("", help, &review->out);
	} while (got && help && !strcmp(buf_text(&review->line), "?"));
	buf_clear(&review->out);
	if (is_lost)
		return false;
	if (!got || !strcmp(buf_text(&review->line), "q"))
		review->is_over = true;
	return got || !err->text[0];
}

static void leave(struct review *review)
{
	SENTENCE_LINE(&review->out, "", "\n", "plain-left-for-another-time");
}

static void note(struct review *review, const struct recall *due, bool knew)
{
	time_t next = progress_note_recall(review->progress, due->lesson,
					   due->number, knew);
	AUTO_FREE char *when = recall_when(next, time(NULL));
	buf_printf(&review->out, "%c%s.\n", when[0] - 'a' + 'A', when + 1);
}

static void judge(struct review *review, const struct recall *due)
{
	char said = review->line.len ? review->line.data[0] : '\0';
	if (review->is_over || (said != 'y' && said != 'n'))
		leave(review);
	else
		note(review, due, said == 'y');
}

/* --- by a letter -----------------------------------------------------------
 */

static void print_options(const struct prediction *asked, struct buf *out)
{
	for (size_t i = 0; i < asked->option_count; i++) {
		char lead[8];
		snprintf(lead, sizeof(lead), "%s ", asked_lead(asked, i));
		plain_words(lead, asked->options[i].text, out);
	}
	SENTENCE_LINE(out, "", "\n", "plain-option-unknown");
}

/* Whether the line is a letter of an option, or a question mark, which is -1.
 */
static bool read_letter(const struct review *review,
			const struct prediction *asked, int *choice)
{
	const char *line = buf_text(&review->line);
	*choice = line[0] == '?' ? -1 : line[0] - 'a';
	return line[0] && !line[1] && *choice >= -1 &&
	       *choice < (int)asked->option_count;
}

/* Says what is right, and what speaks against a wrong choice. */
static bool tell_choice(struct review *review, const struct prediction *asked,
			int choice)
{
	const struct option *chosen =
		choice >= 0 ? &asked->options[choice] : NULL;
	bool knew = chosen && chosen->right;
	if (knew)
		SENTENCE_LINE(&review->out, "", "\n", "plain-that-is-right");
	for (size_t i = 0; i < asked->option_count && !knew; i++) {
		const struct option *option = &asked->options[i];
		AUTO_FREE char *lead =
			xprintf("%s %s ", sentence_text("plain-the-answer"),
				asked_lead(asked, i));
		if (option->right)
			plain_words(lead, option->text, &review->out);
	}
	if (chosen)
		plain_words("", chosen->reply, &review->out);
	plain_words("", asked->why, &review->out);
	return knew;
}

static bool ask_choice(struct review *review, const struct recall *due,
		       const struct prediction *asked, struct err *err)
{
	AUTO_FREE char *prompt = SENTENCE_NEW(
		"review-letters",
		SLOT_PART("last", &"abcdefghij"[asked->option_count - 1], 1));
	int choice;
	print_options(asked, &review->out);
	do {
		if (!take_line(review, prompt, NULL, err))
			return false;
		if (review->is_over)
			return true;
		if (!review->line.len) {
			leave(review);
			return put_out(review, err);
		}
	} while (!read_letter(review, asked, &choice));
	note(review, due, tell_choice(review, asked, choice));
	return put_out(review, err);
}

/* --- by words --------------------------------------------------------------
 */

static bool ask_words(struct review *review, const struct recall *due,
		      const struct beat *recall, struct err *err)
{
	if (!take_line(review, sentence_text("review-answer"),
		       sentence_text("review-answer-help"), err))
		return false;
	if (review->is_over)
		return true;
	plain_led("plain-the-answer", recall->answer, &review->out);
	if (!take_line(review, sentence_text("review-knew"),
		       sentence_text("review-knew-help"), err))
		return false;
	judge(review, due);
	return put_out(review, err);
}

static bool ask_one(struct review *review, const struct recall *due,
		    struct err *err)
{
	struct arena arena = {0};
	const struct lesson *lesson =
		catalogue_lesson(review->catalogue, due->lesson);
	const struct beat *recall =
		lesson ? lesson_recall(lesson, due->number) : NULL;
	// The lesson may have gone, or may ask less than it did.
	if (!recall)
		return true;
	recall = in_notation(&arena, review->notation, recall);
	buf_printf(&review->out, "\n# %s\n", lesson->title);
	plain_words("", recall->question, &review->out);
	bool ok = recall->prediction
			  ? ask_choice(review, due, recall->prediction, err)
			  : ask_words(review, due, recall, err);
	arena_done(&arena);
	return ok;
}

/* Whether the learner wants to be asked. */
static bool is_welcome(struct review *review, size_t count, struct err *err)
{
	SENTENCE_LINE(&review->out, "", "\n", "plain-of-lessons-that-you",
		      SLOT_NUMBER("count", count));
	return take_line(review, sentence_text("review-now"),
			 sentence_text("review-now-help"), err) &&
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
		plain_words("", sentence_text("review-none"), &review->out);
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
		enum notation notation, bool offers, struct err *err)
{
	struct review review = {.catalogue = catalogue,
				.progress = progress,
				.notation = notation,
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
