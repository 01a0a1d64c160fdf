/* act_own: what spares typing with calls of one's own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "ui/command/act.h"

act_fn act_repeat, act_undo;

/* Whether the line, which is no command, is a variable alone, of the actor that
 * is named before it or whose calls are made, or else of another; then its
 * value is told. */
bool own_tell_variable(struct app *app, struct str line);
