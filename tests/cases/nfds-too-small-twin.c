// says: = 1 (in [4], left
// never: is not looked at
/* The highest number and 1. */
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	fd_set set;
	struct timeval time = {0, 20000};
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	FD_SET(ends[1], &set);
	write(ends[0], "x", 1);
	select(ends[1] + 1, &set, NULL, NULL, &time);
	return 0;
}
