// The length is right, and too few bytes come.
// says: waits for 9 bytes with MSG_WAITALL, and 5 have come (lesson framing)
// never: swapped
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(void)
{
	uint32_t length = htonl(9);
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	send(ends[0], &length, sizeof(length), 0);
	send(ends[0], "hello", 5, 0);
	recv(ends[1], &length, sizeof(length), MSG_WAITALL);
	length = ntohl(length);
	recv(ends[1], malloc(length), length, MSG_WAITALL);
}
