/* class_votes: what rooms said to the questions of talks, from their logs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "journal/event.h"
#include "lesson/catalogue.h"

#include <jansson.h>

/* An option of a question, and how many said it in all talks, by hand or as
 * followers. Of `vote` only the question and the option count. */
struct class_vote {
	const char *lesson;
	struct event_vote vote;
	size_t count;
};

/* Zero-initialise before use. */
struct class_votes {
	struct arena arena;
	size_t talks; /* with votes in them */
	struct class_vote *votes;
	size_t count, cap;
};

/* Adds the votes of a log that `present --log` wrote: of each option the last
 * number that was told. Fails when it cannot be read or is no log. */
bool class_votes_add(struct class_votes *votes, const char *path,
		     struct err *err);

/* Adds a line for each option of each question, with the words that the lesson
 * has for them in the catalogue; nothing where there are no votes. */
void class_votes_tell(struct class_votes *votes,
		      const struct catalogue *catalogue, struct buf *out);

/* The same as a list; the caller owns it. */
json_t *class_votes_as_json(struct class_votes *votes,
			    const struct catalogue *catalogue);
void class_votes_done(struct class_votes *votes);
