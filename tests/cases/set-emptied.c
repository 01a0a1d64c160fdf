// says: pselect6(4, [], NULL, NULL
// says: It looks at the numbers below nfds, 4, and none of these is in a set.
// nfds is the number itself, without the 1 that must be added.
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return 1;
	write(pair[0], "hello", 5);
	fd_set set;
	FD_ZERO(&set);
	FD_SET(pair[1], &set);
	struct timeval timeout = {0, 1000};
	select(pair[1], &set, NULL, NULL, &timeout);
	close(pair[0]);
	close(pair[1]);
	return 0;
}
