/* countdown: the time that a state has left by the kernel's own clock.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/socket.h"
#include "show/view/view.h"

/* The seconds, rounded up, until the kernel ends the row by itself; 0 where
 * that is not so, or where the scene is not of now (scene_now.time). */
unsigned countdown_seconds(const struct scene *scene,
			   const struct socket_state *row);

/* Whether any row of the scene is counted down. */
bool countdown_runs(const struct scene *scene);
