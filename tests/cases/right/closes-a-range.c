/* A daemon closes what it was given, in one call and one by one. */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	enum { MOST = 40 };
	int pair[2];
	for (int i = 0; i < 3; i++)
		socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	close_range(5, ~0U, 0);
	for (int fd = 3; fd < MOST; fd++)
		close(fd);
	return socket(AF_INET, SOCK_STREAM, 0) < 0;
}
