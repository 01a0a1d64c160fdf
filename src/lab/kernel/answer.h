/* answer: what the kernel says on a netlink socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <libmnl/libmnl.h>
#include <sys/types.h>

/* recv(2) of a datagram that the kernel itself sent, with zeros behind it up
 * to the next multiple of MNL_ALIGNTO; `size` is such a multiple. What anybody
 * else sent is thrown away. Goes on after EINTR; returns -1 with errno
 * otherwise. */
ssize_t answer_receive(int fd, void *room, size_t size, int flags);
