// says: recvfrom(4, "", 1, 0, NULL, NULL) = 0
// never: finding,
/* Datagrams have no end: each 0 is one without bytes. */
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	char byte;
	int ends[2];
	socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);

	for (int i = 0; i < 5; i++)
		send(ends[0], "", 0, 0), recv(ends[1], &byte, 1, 0);
	return 0;
}
