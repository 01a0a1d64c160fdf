/* lengths: calls that are told a length, or memory, that is not right.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/uio.h>

static const int lens[] = {0, 4, 7, 16, 128, 200, -1};

static void of_addresses(int server, const struct sockaddr_in *address)
{
	for (unsigned i = 0; i < sizeof(lens) / sizeof(*lens); i++) {
		struct sockaddr_storage from;
		socklen_t len = (socklen_t)lens[i];
		int client = socket(AF_INET, SOCK_STREAM, 0);
		connect(client, (const void *)address, sizeof(*address));
		accept(server, (void *)&from, &len);
		len = (socklen_t)lens[i];
		getsockname(server, (void *)&from, &len);
	}
}

static void of_messages(int fd, struct sockaddr_in *address)
{
	for (unsigned i = 0; i < sizeof(lens) / sizeof(*lens); i++) {
		struct sockaddr_storage from;
		char room[100];
		socklen_t len = (socklen_t)lens[i];
		struct iovec iov = {room, sizeof(room)};
		struct msghdr message = {.msg_name = &from,
					 .msg_namelen = len,
					 .msg_iov = &iov,
					 .msg_iovlen = 1};
		sendto(fd, "hello", 5, 0, (const void *)address,
		       sizeof(*address));
		recvfrom(fd, room, sizeof(room), 0, (void *)&from, &len);
		sendto(fd, "hello", 5, 0, (const void *)address,
		       sizeof(*address));
		recvmsg(fd, &message, 0);
		// Nobody looks at the flags of what is sent.
		message.msg_flags = (int)i * 0x1234;
		message.msg_name = address;
		message.msg_namelen = sizeof(*address);
		sendmsg(fd, &message, MSG_DONTWAIT);
		recv(fd, room, sizeof(room), 0);
	}
}

static void of_options(int fd)
{
	static const socklen_t rooms[] = {0, 1, 2, 4, 8, 100, (socklen_t)-1};
	int one = 1;
	for (unsigned i = 0; i < sizeof(rooms) / sizeof(*rooms); i++) {
		char value[200];
		socklen_t len = rooms[i];
		getsockopt(fd, SOL_SOCKET, SO_TYPE, value, &len);
		len = rooms[i];
		getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, value, &len);
		len = rooms[i] == 100 ? 100 : 0;
		getsockopt(fd, SOL_SOCKET, SO_LINGER, value, &len);
		if (rooms[i] < 100)
			setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one,
				   rooms[i] < 4 ? rooms[i] : 4);
	}
}

static void of_nothing(int fd, struct sockaddr_in *address)
{
	void *volatile nowhere = (void *)16;
	socklen_t len = sizeof(*address);
	getsockname(fd, NULL, &len);
	getsockname(fd, (void *)address, NULL);
	bind(fd, nowhere, 16);
	bind(fd, nowhere, (socklen_t)-1);
	bind(fd, NULL, 16);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, nowhere, 4);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, NULL, 8);
	send(fd, nowhere, 5, MSG_NOSIGNAL);
	sendmsg(fd, nowhere, 0);
	recvmsg(fd, NULL, 0);
	writev(fd, nowhere, 1);
	readv(fd, NULL, 0);
}

/* Nothing, or nobody's number, is looked at. */
static void of_sets(int fd)
{
	void *volatile nowhere = (void *)16;
	struct timespec now = {0};
	fd_set set;
	FD_ZERO(&set);
	FD_SET(fd, &set);
	pselect(-1, &set, NULL, NULL, &now, NULL);
	pselect(fd + 1, nowhere, NULL, NULL, &now, NULL);
	FD_SET(60, &set);
	pselect(64, &set, NULL, NULL, &now, NULL);
	struct pollfd fds[] = {{77, POLLIN, 0}};
	poll(fds, 1, 0);
	poll(nowhere, 2, 0);
	ppoll(nowhere, 1, &now, NULL);
}

int main(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof(address);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	bind(server, (void *)&address, sizeof(address));
	listen(server, 16);
	getsockname(server, (void *)&address, &len);
	of_addresses(server, &address);
	of_options(server);
	int udp = socket(AF_INET, SOCK_DGRAM, 0);
	bind(udp, (void *)&address, sizeof(address));
	of_messages(udp, &address);
	of_nothing(udp, &address);
	of_sets(udp);
	return 0;
}
