/* epolls: what the epoll instances of a process watch.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/snapshot.h"

#include <sys/types.h>

struct lab;

/* Adds the list of the epoll instance behind descriptor `fd` of process `pid`
 * to the snapshot, as the list of `actor`; nothing when there is none any more.
 */
void epolls_read(pid_t pid, int fd, const char *actor, struct snapshot *out);

/* Emits an event for each list that differs between two snapshots of a lab.
 * Returns whether there is one. */
bool epolls_tell(struct lab *lab, const struct snapshot *before,
		 const struct snapshot *after);
