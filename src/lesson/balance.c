/* balance: whether the form of questions betrays their answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Authors write the right option with care and the wrong ones in passing, so
 * it is the shortest or the longest, and stands in the middle. A learner finds
 * that sooner than the reason for the answer. What counts is the score of each
 * such habit over all questions, in points of a hundred, beside that of chance;
 * where several options are as short as each other, one of them is drawn.
 */
#include "lesson/balance.h"

#include "base/sentence.h"

#include <math.h>
#include <string.h>

enum { QUESTIONS_LEAST = 20, POINTS_MOST = 10 };

static bool has_one_answer(const struct prediction *prediction)
{
	size_t right = 0;
	for (size_t i = 0; i < prediction->option_count; i++)
		right += prediction->options[i].right;
	return right == 1;
}

/* The chance that who takes an option of the least length has the right one;
 * with `sign` -1, of the greatest. */
static double score_length(const struct prediction *prediction, int sign)
{
	size_t alike = 0, right = 0;
	long best = 0;
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		long len = sign * (long)strlen(option->text);
		if (!alike || len < best)
			alike = right = 0;
		else if (len > best)
			continue;
		best = len;
		alike++;
		right += option->right;
	}
	return (double)right / (double)alike;
}

static void add_question(struct balance *balance,
			 const struct prediction *prediction)
{
	double chance = 1.0 / (double)prediction->option_count;
	balance->questions++;
	balance->right[BALANCE_SHORTEST] += score_length(prediction, 1);
	balance->right[BALANCE_LONGEST] += score_length(prediction, -1);
	balance->chance[BALANCE_SHORTEST] += chance;
	balance->chance[BALANCE_LONGEST] += chance;
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		size_t way = BALANCE_PLACE + (size_t)option->place;
		balance->right[way] += option->right;
		balance->chance[way] += chance;
	}
}

void balance_add(struct balance *balance, const struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		for (size_t k = 0; k < step->beat_count; k++) {
			const struct prediction *asked =
				step->beats[k].prediction;
			if (asked && has_one_answer(asked))
				add_question(balance, asked);
		}
	}
}

/* How somebody could choose without reading. The caller frees. */
static char *way_text(size_t way)
{
	if (way < 2)
		return xstrdup(way ? sentence_text("reply-balance-longest")
				   : sentence_text("reply-balance-shortest"));
	const char letter[] = {(char)('a' + way - 2), '\0'};
	return SENTENCE_NEW("reply-balance-option",
			    SLOT_TEXT("letter", letter));
}

bool balance_check(const struct balance *balance, struct buf *out)
{
	double all = (double)balance->questions;
	size_t begin = out->len;
	if (balance->questions < QUESTIONS_LEAST)
		return true;
	for (size_t i = 0; i < BALANCE_WAYS; i++) {
		double right = 100 * balance->right[i] / all;
		double chance = 100 * balance->chance[i] / all;
		if (fabs(right - chance) < POINTS_MOST)
			continue;
		AUTO_FREE char *way = way_text(i);
		SENTENCE_LINE(out, "", "\n", "reply-balance",
			      SLOT_NUMBER("questions", balance->questions),
			      SLOT_TEXT("way", way),
			      SLOT_NUMBER("right", right + 0.5),
			      SLOT_NUMBER("chance", chance + 0.5),
			      SLOT_NUMBER("points", POINTS_MOST));
	}
	return out->len == begin;
}
