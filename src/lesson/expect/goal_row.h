/* goal_row: a row of the kernel's sockets as an expectation writes it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For goal_socket.c, which knows whose row is meant.
 */
#pragma once
#include "lesson/expect/goal.h"

enum row_kind {
	ROW_STATE,
	ROW_GONE,     /* no such socket any more */
	ROW_UNLISTED, /* ss(8) does not show it */
	ROW_NONE,     /* no row of the kernel's own */
};

/* How many numbers a row can have, and how many words for what the socket was
 * made as. */
enum { GOAL_ROW_NUMBERS = 5, GOAL_ROW_MAKES = 2 };

struct goal_row {
	enum row_kind kind;
	struct range state;
	bool has_local, has_peer, has_timer, no_owner;
	struct place local, peer;
	bool has_number[GOAL_ROW_NUMBERS];
	struct range number[GOAL_ROW_NUMBERS];
	bool has_make[GOAL_ROW_MAKES];
	int64_t make[GOAL_ROW_MAKES];
	int64_t timer;
};

/* Reads all but "gone" and "none". */
bool goal_row_scan(struct scan *scan, struct goal_row *row);

/* Whether the socket is as the row says. */
bool goal_row_has(const struct goal_row *row,
		  const struct socket_state *socket);

/* Adds the row of a socket: what every row has, and what `row` asks for. */
void goal_row_print(const struct goal_row *row,
		    const struct socket_state *socket, struct buf *out);
