/* votes: what a room says to a question, as far as a journal has it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each event has a whole count, not what was added, so the last one of an
 * option is all there is to know of it: one that came late or twice does no
 * harm, and a vote that was changed is two counts.
 */
#include "journal/votes.h"

static bool is_of(const struct event_vote *vote, const struct event_vote *which)
{
	return vote->step == which->step && vote->beat == which->beat &&
	       vote->by == which->by && vote->choice == which->choice;
}

bool journal_vote(const struct journal *journal, size_t begin, size_t end,
		  const struct event_vote *which, unsigned *count)
{
	struct journal_walk walk =
		journal_back(journal, EVENT_VOTE, begin, end);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		if (!is_of(&event->as.vote, which))
			continue;
		unsigned told = event->as.vote.count;
		*count = told < VOTES_MOST ? told : VOTES_MOST;
		return true;
	}
	return false;
}
