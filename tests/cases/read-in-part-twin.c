// Without EPOLLET all is read, and both wait.
// says: read-in-part-twin and read-in-part-twin.2 each wait to receive from the other, and nobody sends
// never: does not tell of them again
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int ends[2];

static void *serve(void *data)
{
	struct epoll_event event = {EPOLLIN};
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
