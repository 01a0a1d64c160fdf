/* kernel: what the tests of kernel behaviour share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each program beside this file proves one thing that the design relies on:
 * exit status 0 when it holds, 1 when it does not, 77 where it cannot be tried.
 * They share no code with the program, so they also tell a mistake of ours from
 * a kernel that is different. Each is built by: cc -D_GNU_SOURCE FILE
 */
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The states that are asked for here, of the kernel's tcp_states.h. */
enum { ESTABLISHED = 1, FIN_WAIT2 = 5, TIME_WAIT = 6, CLOSE_WAIT = 8 };
enum { BOUND_INACTIVE = 13 };

#define HOLDS(condition, ...)                                                  \
	do {                                                                   \
		if (!(condition)) {                                            \
			printf("%s:%d: ", __FILE__, __LINE__);                 \
			printf(__VA_ARGS__);                                   \
			printf(" (%s)\n", strerror(errno));                    \
			exit(1);                                               \
		}                                                              \
	} while (0)

#define CANNOT(...)                                                            \
	do {                                                                   \
		printf(__VA_ARGS__);                                           \
		printf(": %s\n", strerror(errno));                             \
		exit(77);                                                      \
	} while (0)

static inline void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		CANNOT("write %s", path);
	close(fd);
}

/* User and network namespaces of our own, in which we are root; lo is up. */
static inline void enter_namespaces(void)
{
	char uids[32], gids[32];
	snprintf(uids, sizeof(uids), "0 %u 1", geteuid());
	snprintf(gids, sizeof(gids), "0 %u 1", getegid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		CANNOT("unshare(CLONE_NEWUSER | CLONE_NEWNET)");
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", uids);
	write_file("/proc/self/gid_map", gids);
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (ioctl(fd, SIOCSIFFLAGS, &lo) < 0)
		CANNOT("bring lo up");
	close(fd);
}

static inline struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
				    .sin_port = htons((uint16_t)port),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static inline int bound_at(int port)
{
	struct sockaddr_in at = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	HOLDS(!bind(fd, (struct sockaddr *)&at, sizeof(at)), "bind");
	return fd;
}

static inline int listen_at(int port, int backlog)
{
	int fd = bound_at(port);
	HOLDS(!listen(fd, backlog), "listen");
	return fd;
}

static inline int connect_to(int port)
{
	struct sockaddr_in at = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	HOLDS(!connect(fd, (struct sockaddr *)&at, sizeof(at)), "connect");
	return fd;
}

static inline uint64_t cookie_of(int fd)
{
	uint64_t cookie = 0;
	socklen_t len = sizeof(cookie);
	HOLDS(!getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &len),
	      "SO_COOKIE");
	return cookie;
}

static inline int diag_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		CANNOT("socket(AF_NETLINK, NETLINK_SOCK_DIAG)");
	return fd;
}

/* Calls `fn` for each TCP socket of both families whose state is in the mask.
 * Returns how many there were. */
static inline int
diag_each(int diag, uint32_t states,
	  void (*fn)(void *data, const struct inet_diag_msg *row), void *data)
{
	static char room[65536];
	struct {
		struct nlmsghdr header;
		struct inet_diag_req body;
	} request = {
		.header = {.nlmsg_len = sizeof(request),
			   .nlmsg_type = TCPDIAG_GETSOCK,
			   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
		.body = {.idiag_states = states},
	};
	int count = 0;
	HOLDS(send(diag, &request, sizeof(request), 0) == sizeof(request),
	      "ask sock_diag");
	for (;;) {
		ssize_t got = recv(diag, room, sizeof(room), 0);
		HOLDS(got > 0, "read sock_diag");
		unsigned len = (unsigned)got;
		for (struct nlmsghdr *message = (struct nlmsghdr *)room;
		     NLMSG_OK(message, len);
		     message = NLMSG_NEXT(message, len)) {
			if (message->nlmsg_type == NLMSG_DONE)
				return count;
			HOLDS(message->nlmsg_type != NLMSG_ERROR,
			      "sock_diag refuses");
			count++;
			if (fn)
				fn(data, NLMSG_DATA(message));
		}
	}
}

/* The row with a cookie; all zeros when there is none. */
struct diag_wanted {
	uint64_t cookie;
	struct inet_diag_msg row;
};

static inline void diag_match(void *data, const struct inet_diag_msg *row)
{
	struct diag_wanted *wanted = data;
	uint64_t cookie = (uint64_t)row->id.idiag_cookie[1] << 32 |
			  row->id.idiag_cookie[0];
	if (cookie == wanted->cookie)
		wanted->row = *row;
}

static inline struct inet_diag_msg diag_find(int diag, uint64_t cookie)
{
	struct diag_wanted wanted = {.cookie = cookie};
	diag_each(diag, ~0u, diag_match, &wanted);
	return wanted.row;
}

/* Asks until the row has the state, two seconds at most. */
static inline struct inet_diag_msg diag_await(int diag, uint64_t cookie,
					      int state)
{
	struct inet_diag_msg row;
	time_t end = time(NULL) + 2;
	do
		row = diag_find(diag, cookie);
	while (row.idiag_state != state && time(NULL) <= end);
	return row;
}
