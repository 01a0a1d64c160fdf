#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>
struct c { int fd; off_t at; };
int main(int argc, char **argv)
{
	char buf[65536];
	ssize_t n;
	size_t total = 0;
	int file = memfd_create("all", 0);
	while ((n = read(0, buf, sizeof buf)) > 0) {
		write(file, buf, n);
		total += n;
	}
	signal(SIGPIPE, SIG_IGN);
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2])), .sin_addr.s_addr = inet_addr(argv[1])};
	int l = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), ep = epoll_create1(0);
	if (argc != 3 || bind(l, (struct sockaddr *)&a, sizeof a) || listen(l, 100))
		exit(1);
	struct epoll_event e = {.events = EPOLLIN};
	epoll_ctl(ep, EPOLL_CTL_ADD, l, &e);
	for (;;) {
		struct epoll_event got;
		if (epoll_wait(ep, &got, 1, -1) < 1)
			continue;
		struct c *c = got.data.ptr;
		if (!c) {
			int s = accept4(l, 0, 0, SOCK_NONBLOCK);
			if (s < 0)
				continue;
			c = malloc(sizeof *c);
			*c = (struct c){s, 0};
			e = (struct epoll_event){.events = EPOLLOUT, .data.ptr = c};
			epoll_ctl(ep, EPOLL_CTL_ADD, s, &e);
			continue;
		}
		ssize_t m = sendfile(c->fd, file, &c->at, total - c->at);
		if ((m < 0 && errno != EAGAIN) || c->at == (off_t)total) {
			close(c->fd);
			free(c);
		}
	}
}
