/* ballot: who of a class says what to one question.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A voter is known by a token that it drew by itself and that nobody else can
 * read. So who leaves and comes again has one vote, and nobody is named. The
 * name by which the broker knows a connection has one as well, whatever tokens
 * it draws or is lent; the broker lets it use no other name. Nothing tells a
 * class from one who makes as many connections: that is no promise. The table
 * has a bound: whoever makes them without end fills it, and costs no more than
 * that.
 */
#include "ui/share/ballot.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

void ballot_ask(struct ballot *ballot, struct str question)
{
	if (str_is(question, ballot->question) ||
	    question.len >= sizeof(ballot->question))
		return;
	memcpy(ballot->question, question.data, question.len);
	ballot->question[question.len] = '\0';
	ballot->count = 0;
	memset(ballot->counts, 0, sizeof(ballot->counts));
}

static bool read_choice(char digit, unsigned char *choice)
{
	if (digit == '?')
		*choice = LESSON_OPTIONS_MAX;
	else if (digit >= '0' && digit < '0' + LESSON_OPTIONS_MAX)
		*choice = (unsigned char)(digit - '0');
	else
		return false;
	return true;
}

static bool is_token(const char *token)
{
	for (size_t i = 0; i < BALLOT_TOKEN; i++) {
		if (!strchr("0123456789abcdef", token[i]) || !token[i])
			return false;
	}
	return true;
}

static struct ballot_vote *find(const struct ballot *ballot, const char *token)
{
	for (size_t i = 0; i < ballot->count; i++) {
		if (!memcmp(ballot->votes[i].token, token, BALLOT_TOKEN))
			return &ballot->votes[i];
	}
	return NULL;
}

/* What came over the same connection, of somebody else as it says. */
static struct ballot_vote *find_name(const struct ballot *ballot,
				     const char *name)
{
	for (size_t i = 0; i < ballot->count; i++) {
		if (!memcmp(ballot->votes[i].name, name, BALLOT_NAME))
			return &ballot->votes[i];
	}
	return NULL;
}

static struct ballot_vote *enter(struct ballot *ballot)
{
	if (ballot->count == BALLOT_VOTERS_MOST)
		return NULL;
	ballot->votes = xgrow(ballot->votes, &ballot->cap, ballot->count + 1,
			      sizeof(*ballot->votes));
	return &ballot->votes[ballot->count++];
}

static void leave(struct ballot *ballot, struct ballot_vote *vote)
{
	ballot->counts[vote->choice]--;
	*vote = ballot->votes[--ballot->count];
}

/* The one vote of a token and of a name, for each has one at most: where two
 * connections exchange their tokens, one of their votes is no more. NULL: the
 * table is full. */
static struct ballot_vote *vote_of(struct ballot *ballot, const char *token,
				   const char *name, bool *is_new)
{
	struct ballot_vote *vote = find(ballot, token);
	struct ballot_vote *named = find_name(ballot, name);
	if (vote && named && vote != named) {
		leave(ballot, named);
		vote = find(ballot, token); // it may have moved
	} else if (!vote) {
		vote = named;
	}
	*is_new = !vote;
	return vote ? vote : enter(ballot);
}

/* "QUESTION CHOICE TOKEN", of this question. */
static const char *read_vote(const struct ballot *ballot, struct str text,
			     unsigned char *choice)
{
	size_t asked = strlen(ballot->question);
	if (!asked || text.len != asked + 3 + BALLOT_TOKEN ||
	    memcmp(text.data, ballot->question, asked) != 0 ||
	    text.data[asked] != ' ' || text.data[asked + 2] != ' ' ||
	    !read_choice(text.data[asked + 1], choice) ||
	    !is_token(text.data + asked + 3))
		return NULL;
	return text.data + asked + 3;
}

bool ballot_take(struct ballot *ballot, struct str name, struct str text)
{
	unsigned char choice;
	const char *token = read_vote(ballot, text, &choice);
	char known[BALLOT_NAME] = {0};
	bool is_new;
	if (!token)
		return false;
	memcpy(known, name.data,
	       name.len < BALLOT_NAME ? name.len : BALLOT_NAME);
	size_t before = ballot->count;
	struct ballot_vote *vote = vote_of(ballot, token, known, &is_new);
	if (!vote)
		return false;
	memcpy(vote->token, token, BALLOT_TOKEN);
	memcpy(vote->name, known, BALLOT_NAME);
	if (!is_new && vote->choice == choice)
		return ballot->count != before;
	if (!is_new)
		ballot->counts[vote->choice]--;
	vote->choice = choice;
	ballot->counts[choice]++;
	return true;
}

void ballot_print(const struct ballot *ballot, struct buf *out)
{
	for (size_t i = 0; i < BALLOT_COUNTS; i++)
		buf_printf(out, "%s%u", i ? " " : "", ballot->counts[i]);
}

bool ballot_read(struct str text, unsigned counts[BALLOT_COUNTS])
{
	AUTO_FREE char *line = xprintf("%.*s", (int)text.len, text.data);
	char *at = line;
	for (size_t i = 0; i < BALLOT_COUNTS; i++) {
		char *end;
		counts[i] = (unsigned)strtoul(at, &end, 10);
		if (end == at)
			return false;
		at = end;
	}
	return !*at;
}

void ballot_done(struct ballot *ballot)
{
	free(ballot->votes);
	*ballot = (struct ballot){0};
}
