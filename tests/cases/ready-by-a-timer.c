// What epoll_wait() waited for is no socket: it is told all the same.
// says: ready-by-a-timer's fd 4, which is no socket, is ready: no call on it would wait. It waited
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

int main(void)
{
	int list = epoll_create1(0);
	int timer = timerfd_create(CLOCK_MONOTONIC, 0);
	int pair[2];
	struct epoll_event event = {EPOLLIN, {.fd = timer}};
	struct itimerspec time = {.it_value.tv_nsec = 300000000};
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	epoll_ctl(list, EPOLL_CTL_ADD, timer, &event);
	event.data.fd = pair[0];
	epoll_ctl(list, EPOLL_CTL_ADD, pair[0], &event);
	timerfd_settime(timer, 0, &time, NULL);
	printf("%d\n", epoll_wait(list, &event, 1, -1));
	close(pair[0]);
	close(pair[1]);
	close(timer);
	close(list);
	return 0;
}
