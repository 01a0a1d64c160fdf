/* act_stage: what a presenter does: pages, light, and the end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <stdint.h>

struct app;

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

/* Shows that page of the place looked at. Light is for one page. */
void stage_set_page(struct app *app, int page);

bool act_blank(struct app *app, const char *argument, struct err *err);
bool act_light(struct app *app, const char *argument, struct err *err);
bool act_stay(struct app *app, const char *argument, struct err *err);
bool act_quit_now(struct app *app, const char *argument, struct err *err);
