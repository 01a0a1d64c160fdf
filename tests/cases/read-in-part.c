// With EPOLLET what was told of and not read is not told of again.
// says: finding, read-in-part: 15 bytes lie unread in read-in-part's fd 4, and epoll_wait() does not tell of them again: EPOLLET says only what is new, so what it told of is to be read until EAGAIN
// says: 15 bytes lie unread in it
// says: here: 15 bytes are left unread in read-in-part's fd 4.
// never: of its own
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int ends[2];

static void *serve(void *data)
{
	struct epoll_event event = {EPOLLIN | EPOLLET};
	int list = epoll_create1(0);
	char part[5];
	epoll_ctl(list, EPOLL_CTL_ADD, ends[1], &event);
	while (epoll_wait(list, &event, 1, -1) == 1)
		read(ends[1], part, sizeof(part));
	return data;
}

int main(void)
{
	char answer[9];
	pthread_t thread;
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	send(ends[0], "twenty bytes of text", 20, 0);
	pthread_create(&thread, NULL, serve, NULL);
	recv(ends[0], answer, sizeof(answer), 0);
}
