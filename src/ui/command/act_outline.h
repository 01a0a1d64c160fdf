/* act_outline: the steps of a lesson, and going to one of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

struct app;

/* The cursor of the outline, and what is under it. */
void outline_move(struct app *app, long by);
bool outline_choose(struct app *app, struct err *err);
bool act_outline(struct app *app, const char *argument, struct err *err);
