/* lesson_balance: habits that find the right option without reading it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/balance.h"

#include <criterion/criterion.h>

enum { QUESTIONS = 30 };

static const char *const by_length[] = {"A", "A few", "Many more words"};

/* Thirty questions with three options; the right one is as long as `len` says
 * (0 the shortest), and stands at `place`; each -1 for every one in turn. */
static bool is_balanced(int len, int place, struct buf *out)
{
	struct balance balance = {0};
	for (int i = 0; i < QUESTIONS; i++) {
		int at = place < 0 ? i % 3 : place;
		int long_as = len < 0 ? i / 3 % 3 : len;
		struct prediction asked = {.option_count = 3};
		for (int k = 0; k < 3; k++)
			asked.options[k] = (struct option){
				.text = by_length[(long_as + k + 3 - at) % 3],
				.right = k == at,
				.place = k,
			};
		struct beat beat = {.prediction = &asked};
		struct step step = {.beats = &beat, .beat_count = 1};
		struct lesson lesson = {.steps = &step, .step_count = 1};
		balance_add(&balance, &lesson);
	}
	return balance_check(&balance, out);
}

Test(balance, what_is_even_is_right)
{
	struct buf out = {0};
	cr_expect(is_balanced(-1, -1, &out), "%s", buf_text(&out));
	cr_expect_eq(out.len, 0);
	buf_done(&out);
}

Test(balance, a_habit_that_pays_is_told)
{
	static const struct {
		int len, place;
		const char *said;
	} rows[] = {
		{0, -1,
		 "30 questions: who always takes the shortest option is "
		 "right in 100 %, by chance in 33 %"},
		{2, -1,
		 "who always takes the longest option is right in 100 "
		 "%"},
		{2, -1, "who always takes the shortest option is right in 0 %"},
		{-1, 1, "who always takes option b is right in 100 %"},
		{-1, 1, "who always takes option a is right in 0 %"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = {0};
		cr_expect(!is_balanced(rows[i].len, rows[i].place, &out));
		cr_expect(strstr(buf_text(&out), rows[i].said), "%s",
			  buf_text(&out));
		buf_done(&out);
	}
}

Test(balance, few_questions_prove_nothing)
{
	struct prediction asked = {
		.options = {{.text = "A", .right = true}, {.text = "Two"}},
		.option_count = 2,
	};
	struct beat beat = {.prediction = &asked};
	struct step step = {.beats = &beat, .beat_count = 1};
	struct lesson lesson = {.steps = &step, .step_count = 1};
	struct balance balance = {0};
	struct buf out = {0};
	for (int i = 0; i < 5; i++)
		balance_add(&balance, &lesson);
	cr_expect(balance_check(&balance, &out), "%s", buf_text(&out));
	buf_done(&out);
}
