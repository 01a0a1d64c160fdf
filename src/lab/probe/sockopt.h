/* sockopt: the options of a socket that somebody changed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/socket.h"

/* Fills in the options of the socket `fd` whose values differ from those of a
 * new socket of the row's family, type and protocol; the array lives in
 * `arena`. SO_LINGER is listed when it is on, its value is in seconds; the
 * value of a timeout is in microseconds; a buffer's size is listed when it was
 * set, for the kernel changes it by itself otherwise. */
void options_read(int fd, struct socket_state *row, struct arena *arena);

/* The kernel's own default of an option, where it is known here. */
bool option_usual(int level, int name, int64_t *usual);
