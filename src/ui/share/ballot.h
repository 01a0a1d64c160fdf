/* ballot: who of a class says what to one question.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/lesson.h"

/* The counts of options by their place in the file, and, last, of those who do
 * not know. */
enum {
	BALLOT_COUNTS = LESSON_OPTIONS_MAX + 1,
	BALLOT_VOTERS_MOST = 20000,
	BALLOT_TOKEN = 32, /* characters by which a voter is known */
	BALLOT_NAME = 32,  /* those of a connection's name that count */
};

struct ballot_vote {
	char token[BALLOT_TOKEN], name[BALLOT_NAME];
	unsigned char choice;
};

/* Zero-initialise before use. */
struct ballot {
	char question[24]; /* "2.0": step and beat */
	struct ballot_vote *votes;
	size_t count, cap;
	unsigned counts[BALLOT_COUNTS];
};

/* From here on votes are for this question; those for another are gone. */
void ballot_ask(struct ballot *ballot, struct str question);

/* Takes what a voter sent: "QUESTION CHOICE TOKEN", CHOICE a digit or "?", over
 * a connection of that name. The last one of a token counts, and of a name, so
 * there are never more votes than names. Returns whether a count changed. */
bool ballot_take(struct ballot *ballot, struct str name, struct str vote);

/* The counts, with blanks between them. */
void ballot_print(const struct ballot *ballot, struct buf *out);
bool ballot_read(struct str text, unsigned counts[BALLOT_COUNTS]);
void ballot_done(struct ballot *ballot);
