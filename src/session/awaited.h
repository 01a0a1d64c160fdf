/* awaited: which socket a program waits for that is to start later.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/move.h"
#include "journal/socket/socket.h"

/* Whether somebody can reach the socket who begins now: it listens, or has an
 * address for datagrams of anybody. */
bool awaited_is_reachable(const struct socket_state *row);

/* Whether the socket has what the program of `move` waits for: any port or
 * path, or that one. */
bool awaited_is(const struct socket_state *row, const struct move *move);
