/* latest: what the kernel said last of things that are no sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

/* What the epoll instance behind a descriptor of an actor watches at `place`;
 * NULL when that is no epoll instance, or nothing was said of it. */
const struct watch_list *journal_watched(const struct journal *journal,
					 size_t place, const char *actor,
					 int fd);

/* What was last read of a host before `place`, in the present lab, or NULL. */
const struct event_host *journal_host(const struct journal *journal,
				      size_t place, const char *host);
