/* answer: what the kernel says on a netlink socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libmnl believes the lengths in a message: it takes one above INT_MAX for a
 * small one, and reads attributes up to the next multiple of four behind the
 * message's end. Neither harms with what the kernel says, whose messages are as
 * long as they say, in a room whose size is such a multiple. But whoever has
 * CAP_NET_ADMIN in the same network namespace can send to the socket, too. The
 * sender's port is filled in by the kernel, and 0 is its own.
 */
#include "lab/kernel/answer.h"

#include <assert.h>
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

static ssize_t receive(int fd, void *room, size_t size, int flags,
		       struct sockaddr_nl *from)
{
	socklen_t len = sizeof(*from);
	*from = (struct sockaddr_nl){0};
	return recvfrom(fd, room, size, flags, (struct sockaddr *)from, &len);
}

ssize_t answer_receive(int fd, void *room, size_t size, int flags)
{
	struct sockaddr_nl from;
	ssize_t len;
	assert(size % MNL_ALIGNTO == 0);
	do
		len = receive(fd, room, size, flags, &from);
	while ((len < 0 && errno == EINTR) || (len >= 0 && from.nl_pid != 0));
	if (len > 0)
		memset((char *)room + len, 0,
		       MNL_ALIGN((size_t)len) - (size_t)len);
	return len;
}
