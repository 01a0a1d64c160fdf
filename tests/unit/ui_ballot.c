/* ballot: each voter has one vote, whatever connections exchange.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/share/ballot.h"

#include <criterion/criterion.h>
#include <string.h>

/* A vote for `choice` over the connection `name`, by the token that is all
 * `digit`. */
static bool vote(struct ballot *ballot, const char *name, char choice,
		 char digit)
{
	char token[BALLOT_TOKEN + 1] = {0};
	memset(token, digit, BALLOT_TOKEN);
	AUTO_FREE char *text = xprintf("2.0 %c %s", choice, token);
	return ballot_take(ballot, str_from(name), str_from(text));
}

static void expect_counts(const struct ballot *ballot, unsigned first,
			  unsigned second)
{
	cr_expect_eq(ballot->counts[0], first, "%u", ballot->counts[0]);
	cr_expect_eq(ballot->counts[1], second, "%u", ballot->counts[1]);
	cr_expect_eq(ballot->count, first + second);
}

Test(ballot, who_comes_again_has_one)
{
	struct ballot ballot = {0};
	ballot_ask(&ballot, str_from("2.0"));
	cr_expect(vote(&ballot, "one", '0', 'a'));
	cr_expect(vote(&ballot, "one-again", '1', 'a'));
	expect_counts(&ballot, 0, 1);
	cr_expect(vote(&ballot, "two", '1', 'b'));
	expect_counts(&ballot, 0, 2);
	ballot_done(&ballot);
}

Test(ballot, a_name_has_one_with_many_tokens)
{
	struct ballot ballot = {0};
	ballot_ask(&ballot, str_from("2.0"));
	for (int i = 0; i < 10; i++)
		vote(&ballot, "crowd", (char)('0' + i % 2), (char)('0' + i));
	expect_counts(&ballot, 0, 1);
	ballot_done(&ballot);
}

/* Each takes over the token of the other, and draws a new one. */
Test(ballot, two_names_that_lend_tokens_have_two)
{
	static const char digits[] = "0123456789abcdef";
	struct ballot ballot = {0};
	ballot_ask(&ballot, str_from("2.0"));
	vote(&ballot, "one", '0', digits[0]);
	for (size_t i = 1; i < 16; i++) {
		vote(&ballot, "two", '1', digits[i]);
		vote(&ballot, "one", '0', digits[i]);
	}
	cr_expect_leq(ballot.count, 2U);
	vote(&ballot, "two", '1', 'a');
	cr_expect_leq(ballot.count, 2U);
	ballot_done(&ballot);
}

/* Ten thousand changes of mind over one connection, and as much rubbish. */
Test(ballot, ten_thousand_of_one_are_one_vote)
{
	struct ballot ballot = {0};
	ballot_ask(&ballot, str_from("2.0"));
	for (int i = 0; i < 10000; i++) {
		vote(&ballot, "crowd", (char)('0' + i % 2),
		     "0123456789abcdef"[i % 16]);
		AUTO_FREE char *rubbish = xprintf("2.0 %d %032d", i, i);
		ballot_take(&ballot, str_from("other"), str_from(rubbish + 1));
	}
	expect_counts(&ballot, 0, 1);
	ballot_done(&ballot);
}

/* More voters than a room has: those that came in time count, and can change
 * their minds; the table stays as it is. */
Test(ballot, a_full_table_takes_no_more)
{
	struct ballot ballot = {0};
	ballot_ask(&ballot, str_from("2.0"));
	for (int i = 0; i < BALLOT_VOTERS_MOST + 100; i++) {
		AUTO_FREE char *name = xprintf("voter%d", i);
		AUTO_FREE char *text = xprintf("2.0 0 %032x", (unsigned)i);
		bool is_taken =
			ballot_take(&ballot, str_from(name), str_from(text));
		cr_assert_eq(is_taken, i < BALLOT_VOTERS_MOST, "%d", i);
	}
	AUTO_FREE char *again = xprintf("2.0 1 %032x", 7U);
	cr_expect(ballot_take(&ballot, str_from("voter7"), str_from(again)));
	expect_counts(&ballot, BALLOT_VOTERS_MOST - 1, 1);
	ballot_done(&ballot);
}
