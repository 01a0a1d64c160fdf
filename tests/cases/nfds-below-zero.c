// says: pselect6(-1,
// says: usual cause: Either nfds is below 0
// never: finding,
/* The variable for the highest number was never set. */
#include <stddef.h>
#include <sys/select.h>
#include <sys/socket.h>

int main(void)
{
	int ends[2], highest = -2;
	fd_set set;
	struct timeval time = {0, 20000};
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	return select(highest + 1, &set, NULL, NULL, &time) != -1;
}
