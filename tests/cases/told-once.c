// says: was told of once: EPOLLONESHOT says no more until EPOLL_CTL_MOD.
// never: finding,
/* Nobody arms the entry again after its first event. */
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct epoll_event event = {EPOLLIN | EPOLLONESHOT, {.fd = 4}}, got;
	char byte;
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	int list = epoll_create1(0);
	epoll_ctl(list, EPOLL_CTL_ADD, ends[1], &event);
	write(ends[0], "1", 1);
	epoll_wait(list, &got, 1, -1);
	read(ends[1], &byte, 1);
	write(ends[0], "2", 1);
	epoll_wait(list, &got, 1, 20);
	return 0;
}
