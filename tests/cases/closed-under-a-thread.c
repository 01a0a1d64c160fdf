// says: note: nothing can move any more: 
// says: ; its process has closed fd 3 meanwhile
// says: in recv() with descriptor 3 when its process closed that
// says: shutdown(SHUT_RDWR) before that does
// never: which the kernel does not list here
/* A thread that sleeps in recv(), and a main() that closes its descriptor. */
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

int main(void)
{
	pthread_t thread;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(7000)};
	bind(fd, (struct sockaddr *)&own, sizeof own);
	pthread_create(&thread, NULL, receive, NULL);
	sleep(1);
	close(fd);
	socket(AF_INET, SOCK_STREAM, 0);
	pthread_join(thread, NULL);
}
