// says: ended with exit status 0
// says: close(3) = 0
// never: nothing can move any more
// never: when its process closed that
/* A timeout ends the call of the first thread, shutdown() that of the second. */
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int fd;

static void *receive(void *unused)
{
	char bytes[10];
	recv(fd, bytes, sizeof bytes, 0);
	return unused;
}

static void close_behind(int seconds)
{
	pthread_t thread;
	struct timeval limit = {.tv_sec = seconds};
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(7000)};
	bind(fd, (struct sockaddr *)&own, sizeof own);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	pthread_create(&thread, NULL, receive, NULL);
	sleep(1);
	if (!seconds)
		shutdown(fd, SHUT_RDWR);
	close(fd);
	pthread_join(thread, NULL);
}

int main(void)
{
	close_behind(3);
	close_behind(0);
}
