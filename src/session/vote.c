/* vote: what a room says to the question that is asked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing of it is kept here: the journal has the votes, with the option's
 * place in the file, whatever the order in which it was shown.
 */
#include "base/sentence.h"
#include "journal/votes.h"
#include "lesson/asked.h"
#include "session/parts.h"

/* The option of the question before the next beat; nothing is told of it yet.
 * Returns false when there is none. */
static bool find_option(const struct session *session, enum vote_source by,
			int option, struct event_vote *vote)
{
	size_t step, beat;
	if (session_state(session) != SESSION_ASKING)
		return false;
	const struct prediction *prediction =
		session_beat(session, session->moves.played, &step, &beat)
			->prediction;
	// What is answered in words has no options.
	if (option >= (int)prediction->option_count ||
	    asked_in_words(prediction))
		return false;
	*vote = (struct event_vote){
		.step = (int)step,
		.beat = (int)beat,
		.by = by,
		.choice = option < 0 ? -1 : prediction->options[option].place,
	};
	return true;
}

bool session_vote(struct session *session, enum vote_source by, int option,
		  unsigned count, struct err *err)
{
	struct event event = {.kind = EVENT_VOTE};
	if (!find_option(session, by, option, &event.as.vote))
		return FAILURE(err, "vote-no-option");
	event.as.vote.count = count;
	journal_append(session->journal, &event);
	return true;
}

unsigned session_votes(const struct session *session, enum vote_source by,
		       int option)
{
	struct event_vote which;
	unsigned count = 0;
	if (find_option(session, by, option, &which))
		journal_vote(session->journal,
			     journal_run_of(session->journal,
					    session_origin(session)),
			     journal_count(session->journal), &which, &count);
	return count;
}
