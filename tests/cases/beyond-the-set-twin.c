// nfds is as large as the table of descriptors, all of which are small.
// never: beyond an fd_set
// never: none of these is in a set
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct timeval time = {0, 100000};
	int pair[2];
	fd_set sets[2];
	FD_ZERO(&sets[0]);
	FD_ZERO(&sets[1]);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	FD_SET(pair[0], &sets[0]);
	printf("%d\n", select(2 * FD_SETSIZE, sets, NULL, NULL, &time));
	close(pair[0]);
	close(pair[1]);
	return 0;
}
