// The length in front of a message, without htonl() at the sender.
// says: It asked for 83886080 bytes, which is what the 4 bytes before these say. In the other byte order they say 5, and 5 came: there is one htonl() too few or too many.
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(void)
{
	int pair[2];
	uint32_t length = 5;
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	send(pair[0], &length, sizeof(length), 0);
	send(pair[0], "hello", 5, 0);
	recv(pair[1], &length, sizeof(length), MSG_WAITALL);
	length = ntohl(length);
	recv(pair[1], malloc(length), length, 0);
}
