/* act_room: what the room says: hands that are counted, and followers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"
#include "base/text.h"

#include <stddef.h>

struct app;

/* Counts what stands behind "vote" where there are so many options: `votes` are
 * SCENE_VOTES, `voting` is the one whose digits are typed. Returns false, and
 * changes nothing, where it is no vote. */
bool act_count_vote(unsigned *votes, size_t *voting, size_t options,
		    const char *word);
bool act_vote(struct app *app, const char *argument, struct err *err);

/* What followers say: asked for (act_votes) or not, it is told of a question
 * that is over. act_tell_votes() takes what came into the run. */
bool act_votes(struct app *app, const char *argument, struct err *err);
void act_tell_votes(struct app *app);

/* Notes what followers say to the question that is asked, where that is news.
 */
void act_count_followers(struct app *app);

bool act_room(struct app *app, const char *argument, struct err *err);
void act_say_room(struct app *app);

/* For the notes: what keeps followers away and how many voted, and how to
 * follow. */
void act_print_voters(const struct app *app, struct buf *out);
void act_print_room(const struct app *app, struct buf *out);
