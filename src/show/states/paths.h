/* paths: the TCP states that each socket went through, and why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A state is what a snapshot reported, never a conclusion. Between two
 * snapshots a socket can pass through others: those without which it could not
 * have got there are `unseen` steps.
 */
#pragma once
#include "show/view/view.h"

/* One state of a path. `cause`: "connect() of client", "packet 2, SYN-ACK",
 * NULL where the journal does not tell. */
struct path_step {
	int state;   /* enum socket_tcp_state; PATH_GONE: no socket any more */
	bool unseen; /* passed between two snapshots */
	bool now;    /* in the viewed beat */
	const char *cause;
};

enum { PATH_GONE = 0 };

/* `row` is the latest that is known of the socket. */
struct path {
	const struct socket_state *row;
	const char *owner; /* "client fd 3": who had it last; NULL: nobody */
	struct path_step *steps;
	size_t count, cap;
};

/* Owns its arrays; texts live in the view's arena. */
struct paths {
	struct path *items;
	size_t count, cap;
};

/* The paths of the TCP sockets that are there at the place looked at, and of
 * those that went away in the viewed beat. */
void paths_init(struct paths *paths, struct view *view);
void paths_done(struct paths *paths);

/* Whose socket it is: "client fd 3", "kernel, was client fd 3", "kernel, no
 * process"; and shorter, whoever had it last: "client fd 3", "kernel". */
const char *path_who(const struct path *path, struct arena *arena);
const char *path_owner(const struct path *path);

/* "ESTAB", as ss(8) says it; "gone". */
const char *path_word(int state);
