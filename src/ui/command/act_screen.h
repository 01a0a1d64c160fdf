/* act_screen: what a presenter does: pages, light, the outline, and the end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

struct app;
struct app_stage;

/* Turns the page of what is presented. Returns false where there is none, and
 * where nothing is presented. */
bool stage_turn(struct app *app, int by);

/* What `next` means before a room: pages, then the call, that of a question and
 * that which the room was to find, too. `done` false: what it means
 * otherwise. */
bool stage_next(struct app *app, bool *done, struct err *err);

/* Whether pages are still to be turned before what comes next. */
bool stage_is_before_question(struct app *app);

/* Asks whether the talk is to end. Returns false where nothing is presented. */
bool stage_asks_end(struct app *app);

/* Whether a key did nothing but show the screen again, or let the talk go
 * on. */
bool stage_wakes(struct app *app, uint32_t code);

/* The cursor of the outline, and what is under it. */
void outline_move(struct app *app, long by);
bool outline_choose(struct app *app, struct err *err);

bool act_blank(struct app *app, const char *argument, struct err *err);
bool act_light(struct app *app, const char *argument, struct err *err);

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
bool act_room(struct app *app, const char *argument, struct err *err);
void act_say_room(struct app *app);
void act_print_room(const struct app *app, struct buf *out);
bool act_outline(struct app *app, const char *argument, struct err *err);
bool act_stay(struct app *app, const char *argument, struct err *err);
bool act_quit_now(struct app *app, const char *argument, struct err *err);
