// says: finding, asks-at-once: recv() in line 15 of asks-at-once.c failed with EAGAIN, and so did
// says: poll() sleeps until there is something to take (lesson nonblocking)
/* A loop that waits by asking. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TRIES = 1500 };

int main(void)
{
	char byte;
	int ends[2], tries = 0;
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	while (recv(ends[1], &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN)
		if (++tries == TRIES)
			send(ends[0], "1", 1, 0);
	return 0;
}
