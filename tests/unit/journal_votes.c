/* journal_votes: what a room said, folded from the events.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/votes.h"

#include <criterion/criterion.h>

static void tell(struct journal *journal, int beat, enum vote_source by,
		 int choice, unsigned count)
{
	struct event event = {.kind = EVENT_VOTE, .time = 1};
	event.as.vote = (struct event_vote){1, beat, by, choice, count};
	journal_append(journal, &event);
}

static int told(const struct journal *journal, size_t begin, size_t end,
		enum vote_source by, int choice)
{
	const struct event_vote which = {1, 0, by, choice, 0};
	unsigned count;
	return journal_vote(journal, begin, end, &which, &count) ? (int)count
								 : -1;
}

Test(votes, the_last_count_is_the_one)
{
	struct journal *journal = journal_new();
	tell(journal, 0, VOTE_HANDS, 0, 1);
	tell(journal, 0, VOTE_HANDS, 0, 12);
	tell(journal, 0, VOTE_FOLLOWERS, 0, 30);
	tell(journal, 0, VOTE_FOLLOWERS, -1, 2);
	tell(journal, 1, VOTE_HANDS, 0, 99);
	tell(journal, 0, VOTE_FOLLOWERS, 0, 29);
	cr_expect_eq(told(journal, 0, 6, VOTE_HANDS, 0), 12);
	cr_expect_eq(told(journal, 0, 6, VOTE_FOLLOWERS, 0), 29);
	cr_expect_eq(told(journal, 0, 5, VOTE_FOLLOWERS, 0), 30);
	cr_expect_eq(told(journal, 0, 6, VOTE_FOLLOWERS, -1), 2);
	cr_expect_eq(told(journal, 0, 6, VOTE_HANDS, -1), -1);
	cr_expect_eq(told(journal, 0, 6, VOTE_HANDS, 1), -1);
	// What was before the run is not of it.
	cr_expect_eq(told(journal, 2, 6, VOTE_HANDS, 0), -1);
	cr_expect_eq(told(journal, 0, 1, VOTE_HANDS, 0), 1);
	journal_free(journal);
}

Test(votes, no_number_of_a_log_is_too_large)
{
	struct journal *journal = journal_new();
	tell(journal, 0, VOTE_HANDS, 0, 4294967295U);
	cr_expect_eq(told(journal, 0, 1, VOTE_HANDS, 0), VOTES_MOST);
	journal_free(journal);
}
