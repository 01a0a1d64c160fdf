// says: here: Nothing became ready in 20 ms. nfds-too-small's fd 4 is in a set, and is not looked at: nfds must be 5 at least
// never: finding,
/* The highest number is given where it and 1 is asked for. */
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
	select(ends[1], &set, NULL, NULL, &time);
	return 0;
}
