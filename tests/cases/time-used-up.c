// select() with one struct timeval for two calls.
// says: Nothing became ready in 50 ms.
// says: It only looked: the timeout is 0. select() writes the time that is left into its timeout: if the last call had the same one, that wrote the 0, when its time had passed.
#include <sys/select.h>
#include <sys/socket.h>

int main(void)
{
	int pair[2];
	struct timeval time = {0, 50000};
	fd_set set;
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	for (int turn = 0; turn < 2; turn++) {
#ifdef TWIN
		time = (struct timeval){0, 50000};
#endif
		FD_ZERO(&set);
		FD_SET(pair[0], &set);
		select(pair[0] + 1, &set, 0, 0, &time);
	}
}
