// A length that was not swapped, and a recv() that waits for so much.
// says: finding, length-in-host-order: length-in-host-order waits for 83886080 bytes with MSG_WAITALL, and 5 have come; 83886080 is 5 with its four bytes swapped: one ntohl() too few, or too many
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(void)
{
	uint32_t length = 5;
	int ends[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	send(ends[0], &length, sizeof(length), 0);
	send(ends[0], "hello", 5, 0);
	recv(ends[1], &length, sizeof(length), MSG_WAITALL);
	length = ntohl(length);
	recv(ends[1], malloc(length), length, MSG_WAITALL);
}
