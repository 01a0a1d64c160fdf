// The time is set before each call.
// says: Nothing became ready in 50 ms.
// never: It only looked
#define TWIN
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
