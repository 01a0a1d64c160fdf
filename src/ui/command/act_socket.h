/* act_socket: a look at one socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

struct app;

/* Shows all that can be read of the socket that is named, or of the last call's
 * (see struct command). */
bool act_socket(struct app *app, const char *argument, struct err *err);
