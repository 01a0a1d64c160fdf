// write() after close(), and a pipe has got the number meanwhile; then a list of
// epoll that was closed.
// says: epoll_create1(0) = 7
// says: epoll_ctl(7, EPOLL_CTL_ADD, 8,
// says: pipe2([5, 10], 0) = 0
// says: The kernel gives the lowest number that is free, and 5 was a socket until close(5): who still uses it for that one meets the pipe.
// says: fd 5 is the end of a pipe that is read: nothing can be written to it
// says: close(7) = 0
// says: has no fd 7 any more: it ended with close(7)
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <fcntl.h>
static void watch(int list, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
	epoll_ctl(list, EPOLL_CTL_ADD, fd, &event);
}
int main(void)
{
	struct epoll_event got;
	int ends[2], first[2], second[2];
	dup2(open("/dev/null", O_RDONLY), 3);
	dup2(3, 4);
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends); // 5 and 6
	int list = epoll_create1(0);
	pipe(first);
	watch(list, ends[1]);
	watch(list, first[0]);
	close(ends[0]);
	pipe(second);
	write(ends[0], "lost", 4);
	close(list);
	epoll_wait(list, &got, 1, 0);
	return 0;
}
