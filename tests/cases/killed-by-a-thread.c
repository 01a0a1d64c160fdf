// SIGPIPE of one thread ends all: the one that sleeps in read() is no cause.
// says: finding, killed-by-a-thread: SIGPIPE killed killed-by-a-thread in write() in line 29 of killed-by-a-thread.c
// never: in read()
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int quiet[2];

static void *sleep_on(void *unused)
{
	char byte;
	read(quiet[0], &byte, 1);
	return unused;
}

int main(void)
{
	pthread_t thread;
	int broken[2];
	char byte;
	socketpair(AF_UNIX, SOCK_STREAM, 0, quiet);
	socketpair(AF_UNIX, SOCK_STREAM, 0, broken);
	pthread_create(&thread, NULL, sleep_on, NULL);
	close(broken[1]);
	recv(broken[0], &byte, 1, 0);
	usleep(200000);
	write(broken[0], "late", 4);
	return 0;
}
