// says: = 1
// never: finding,
/* A loop that sleeps between. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TRIES = 250 };

int main(void)
{
	char byte;
	int ends[2], tries = 0;
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	while (recv(ends[1], &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN) {
		usleep(1000);
		if (++tries == TRIES)
			send(ends[0], "1", 1, 0);
	}
	return 0;
}
