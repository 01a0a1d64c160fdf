// The socket is ready before epoll_wait() is called.
// never: until something was ready
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int list = epoll_create1(0);
	int pair[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	struct epoll_event event = {EPOLLIN, {.fd = pair[0]}};
	epoll_ctl(list, EPOLL_CTL_ADD, pair[0], &event);
	send(pair[1], "x", 1, 0);
	printf("%d\n", epoll_wait(list, &event, 1, -1));
	close(pair[0]);
	close(pair[1]);
	close(list);
	return 0;
}
