/* share: a talk as its followers get it, and their votes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "journal/journal.h"
#include "session/session.h"
#include "ui/share/ballot.h"

struct share;

/* Called when there is something new in share_trouble() or share_votes(). */
typedef void share_fn(void *data);

/* How a talk is shared: by the broker whose place (place.h) `broker` is, and
 * `page` (or NULL) is where browsers find the page that follows it there; or,
 * where `broker` is NULL, by a broker and a page of our own, on one address of
 * this machine or (NULL) on all. */
struct share_way {
	const char *address, *broker, *page;
};

/* Begins to share; what `way` names must last. */
struct share *share_open(struct loop *loop, const struct share_way *way,
			 share_fn *fn, void *data, struct err *err);
void share_close(struct share *share); /* NULL is fine */

/* Sends every event of the journal, those that come later with share_flush().
 * It must be let go (NULL) before it is freed. */
void share_follow(struct share *share, const struct journal *journal);
void share_flush(struct share *share);

/* Sends what browsers show of it: the moves of the present lab that are new,
 * and what is asked now. Does nothing when nothing has happened since. */
void share_show(struct share *share, const struct session *session);

/* Votes are for the question at (step, beat) from now on. */
void share_ask(struct share *share, int step, int beat);

/* The votes that came for it, by the option's place in the file; all of them,
 * each voter's last. */
const unsigned *share_votes(const struct share *share, unsigned *all);

/* How to follow in a browser: "http://192.0.2.1:8004/ with the code K7QD2M";
 * and all ways to, as lines. */
void share_print(const struct share *share, struct buf *out);
void share_print_all(const struct share *share, struct buf *out);

/* Whether followers find it: the broker is reached, which takes a moment. */
bool share_can_be_followed(const struct share *share);

/* Whether the broker was lost and reached again: followers are told all anew,
 * and the votes were kept here. */
bool share_came_back(const struct share *share);

/* What keeps followers away, or NULL. */
const char *share_trouble(const struct share *share);
