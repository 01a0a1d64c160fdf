// says: returned 0, the end of the stream, and end-of-a-pair receives again from descriptor 4
/* A pair of streams has an end as a connection has. */
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	char byte;
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	close(ends[0]);
	for (int i = 0; i < 5; i++)
		recv(ends[1], &byte, 1, 0);
	return 0;
}
