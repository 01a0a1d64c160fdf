/* messages: passes a descriptor, and bytes in pieces, from one end to the
 * other. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sys/uio.h>

static void send_descriptor(int to, int fd)
{
	char room[CMSG_SPACE(sizeof(int))] = "";
	struct iovec parts[2] = {{"ab", 2}, {"cde", 3}};
	struct msghdr header = {
		.msg_iov = parts,
		.msg_iovlen = 2,
		.msg_control = room,
		.msg_controllen = sizeof(room),
	};
	struct cmsghdr *item = CMSG_FIRSTHDR(&header);
	item->cmsg_level = SOL_SOCKET;
	item->cmsg_type = SCM_RIGHTS;
	item->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(item), &fd, sizeof(fd));
	sendmsg(to, &header, 0);
}

static void receive_descriptor(int from)
{
	char room[CMSG_SPACE(sizeof(int))], first[4], second[100];
	struct iovec parts[2] = {{first, 4}, {second, 100}};
	struct msghdr header = {
		.msg_iov = parts,
		.msg_iovlen = 2,
		.msg_control = room,
		.msg_controllen = sizeof(room),
	};
	recvmsg(from, &header, 0);
}

int main(void)
{
	int pair[2];
	char bytes[4];
	struct iovec out[2] = {{"1", 1}, {"23", 2}}, in[1] = {{bytes, 4}};
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	send_descriptor(pair[0], 1);
	receive_descriptor(pair[1]);
	writev(pair[1], out, 2);
	readv(pair[0], in, 1);
	close(pair[0]);
	recvmsg(pair[1], &(struct msghdr){0}, MSG_DONTWAIT);
	return 0;
}
