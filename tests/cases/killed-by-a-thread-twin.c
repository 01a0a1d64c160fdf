// The thread itself writes, and is the cause.
// says: SIGPIPE killed killed-by-a-thread-twin.2 in write() in line 12 of killed-by-a-thread-twin.c
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static int broken[2];

static void *write_late(void *unused)
{
	close(broken[1]);
	write(broken[0], "late", 4);
	return unused;
}

int main(void)
{
	pthread_t thread;
	socketpair(AF_UNIX, SOCK_STREAM, 0, broken);
	pthread_create(&thread, NULL, write_late, NULL);
	pthread_join(thread, NULL);
	return 0;
}
