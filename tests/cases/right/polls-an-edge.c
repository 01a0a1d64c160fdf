/* EPOLLET, and all is read until EAGAIN; a write that finds no room waits. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WHOLE = 100000 };

static void ask(int fd)
{
	static char whole[WHOLE];
	ssize_t got, all = 0;
	send(fd, whole, sizeof(whole), 0);
	while (all < WHOLE && (got = recv(fd, whole, sizeof(whole), 0)) > 0)
		all += got;
	close(fd);
	exit(0);
}

static void answer(int fd, const char *bytes, ssize_t count)
{
	struct pollfd room = {fd, POLLOUT};
	for (ssize_t done = 0; done < count;) {
		ssize_t put = write(fd, bytes + done, count - done);
		if (put < 0)
			poll(&room, 1, -1);
		else
			done += put;
	}
}

int main(void)
{
	struct epoll_event event = {EPOLLIN | EPOLLET};
	int ends[2], list = epoll_create1(0);
	char bytes[3000];
	ssize_t got = 1;
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	if (!fork()) {
		close(ends[1]);
		ask(ends[0]);
	}
	close(ends[0]);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	epoll_ctl(list, EPOLL_CTL_ADD, ends[1], &event);
	while (got) {
		epoll_wait(list, &event, 1, -1);
		while ((got = read(ends[1], bytes, sizeof(bytes))) > 0)
			answer(ends[1], bytes, got);
	}
	close(ends[1]);
	wait(NULL);
	return 0;
}
