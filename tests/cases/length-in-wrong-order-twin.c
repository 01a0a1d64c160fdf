// The length in front of a message, with htonl() at the sender.
// says: "hello", 5, 0, NULL, NULL) = 5
// never: other byte order
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(void)
{
	int pair[2];
	uint32_t length = htonl(5);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	send(pair[0], &length, sizeof(length), 0);
	send(pair[0], "hello", 5, 0);
	recv(pair[1], &length, sizeof(length), MSG_WAITALL);
	length = ntohl(length);
	recv(pair[1], malloc(length), length, 0);
}
