// A list and pipes without sockets, and a pipe that gets no number of one.
// never: pipe2(
// never: epoll_create1
// never: epoll_ctl
// never: epoll_wait
// never: lowest number
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	struct epoll_event event = {.events = EPOLLIN}, got;
	int ends[2], first[2], second[2];
	int list = epoll_create1(0);
	pipe(first);
	epoll_ctl(list, EPOLL_CTL_ADD, first[0], &event);
	write(first[1], "x", 1);
	epoll_wait(list, &got, 1, 0);
	close(list);
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	pipe(second);
	close(ends[1]);
	close(ends[0]);
	return 0;
}
