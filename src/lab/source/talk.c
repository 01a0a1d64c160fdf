/* talk: what the main process and the reader of a program's files say.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/source/talk.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD = offsetof(struct talk, data) };

/* Room for one descriptor, aligned as CMSG_DATA(3) needs it. */
union right {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

void talk_init(struct talk *talk, enum talk_kind kind)
{
	memset(talk, 0, HEAD);
	talk->kind = kind;
	talk->fd = -1;
}

bool talk_send(int socket, const struct talk *talk)
{
	union right right = {0};
	struct iovec part = {(void *)(uintptr_t)talk, HEAD + talk->len};
	struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
	if (talk->fd >= 0) {
		header.msg_control = right.bytes;
		header.msg_controllen = sizeof(right.bytes);
		struct cmsghdr *item = CMSG_FIRSTHDR(&header);
		item->cmsg_level = SOL_SOCKET;
		item->cmsg_type = SCM_RIGHTS;
		item->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(item), &talk->fd, sizeof(int));
	}
	ssize_t sent;
	do
		sent = sendmsg(socket, &header, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)part.iov_len;
}

static int take_right(struct msghdr *header)
{
	int fd = -1;
	struct cmsghdr *item = CMSG_FIRSTHDR(header);
	if (item && item->cmsg_level == SOL_SOCKET &&
	    item->cmsg_type == SCM_RIGHTS &&
	    item->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&fd, CMSG_DATA(item), sizeof(int));
	return fd;
}

bool talk_receive(int socket, struct talk *talk)
{
	union right right = {0};
	struct iovec part = {talk, HEAD + TALK_MOST};
	struct msghdr header = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = right.bytes,
		.msg_controllen = sizeof(right.bytes),
	};
	ssize_t len;
	do
		len = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
	while (len < 0 && errno == EINTR);
	int fd = len < 0 ? -1 : take_right(&header);
	bool fits = len >= HEAD && talk->len == (size_t)len - HEAD &&
		    (unsigned)talk->kind < TALK_KINDS;
	if (!fits && fd >= 0)
		close(fd);
	if (fits) {
		talk->fd = fd;
		talk->data[talk->len] = '\0';
	}
	return fits;
}
