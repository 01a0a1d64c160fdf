/* space: the channel between the lab and its init.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pair of SOCK_SEQPACKET sockets, so that a message is whole or not there,
 * and descriptors travel as SCM_RIGHTS, see unix(7). Only the bytes of `text`
 * that are used go over it.
 */
#include "lab/channel/space.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

void space_msg_init(struct space_msg *msg, enum space_kind kind)
{
	memset(msg, 0, offsetof(struct space_msg, text) + 1);
	msg->kind = kind;
	for (int i = 0; i < SPACE_FDS_MAX; i++)
		msg->fds[i] = -1;
}

/* Room for the descriptors of a message, aligned as CMSG_DATA(3) needs it. */
union rights {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(SPACE_FDS_MAX * sizeof(int))];
};

bool space_send(int control, const struct space_msg *msg)
{
	union rights rights = {0};
	struct iovec part = {(void *)msg, offsetof(struct space_msg, text) +
						  strlen(msg->text) + 1};
	struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
	size_t count = 0;
	while (count < SPACE_FDS_MAX && msg->fds[count] >= 0)
		count++;
	if (count) {
		header.msg_control = rights.bytes;
		header.msg_controllen = CMSG_SPACE(count * sizeof(int));
		struct cmsghdr *item = CMSG_FIRSTHDR(&header);
		item->cmsg_level = SOL_SOCKET;
		item->cmsg_type = SCM_RIGHTS;
		item->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(item), msg->fds, count * sizeof(int));
	}
	ssize_t sent;
	do
		sent = sendmsg(control, &header, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)part.iov_len;
}

static void take_rights(struct msghdr *header, struct space_msg *msg)
{
	for (int i = 0; i < SPACE_FDS_MAX; i++)
		msg->fds[i] = -1;
	struct cmsghdr *item = CMSG_FIRSTHDR(header);
	if (item && item->cmsg_level == SOL_SOCKET &&
	    item->cmsg_type == SCM_RIGHTS)
		memcpy(msg->fds, CMSG_DATA(item), item->cmsg_len - CMSG_LEN(0));
}

enum space_received space_receive(int control, struct space_msg *msg)
{
	union rights rights;
	struct iovec part = {msg, sizeof(*msg)};
	struct msghdr header = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = rights.bytes,
		.msg_controllen = sizeof(rights.bytes),
	};
	ssize_t len;
	do
		len = recvmsg(control, &header,
			      MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	while (len < 0 && errno == EINTR);
	if (len < 0 && errno == EAGAIN)
		return SPACE_NOTHING;
	if (len <= (ssize_t)offsetof(struct space_msg, text))
		return SPACE_OVER;
	take_rights(&header, msg);
	msg->text[sizeof(msg->text) - 1] = '\0';
	return SPACE_MESSAGE;
}
