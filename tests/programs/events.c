/* events: waits for sockets, and for a pipe, in each of the ways there are.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>

static void wait_for(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};
	struct timeval now = {0};
	fd_set set;
	FD_ZERO(&set);
	FD_SET(fd, &set);
	poll(&one, 1, 0);
	select(fd + 1, &set, NULL, NULL, &now);
	struct epoll_event event = {.events = EPOLLIN};
	int epoll = epoll_create1(0);
	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	epoll_wait(epoll, &event, 1, 0);
	epoll_ctl(epoll, EPOLL_CTL_DEL, fd, &event);
	epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
	close(epoll);
}

int main(void)
{
	int pair[2], ends[2], waiting;
	if (pipe(ends) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	wait_for(ends[0]);
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	ioctl(pair[0], FIONREAD, &waiting);
	wait_for(pair[0]);
	dup2(pair[0], 9);
	close(ends[0]);
	close(pair[0]);
	return 0;
}
