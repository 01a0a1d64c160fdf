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
