// The time is there, and the end came before it was over.
// says: MSG_WAITALL waits for 10 bytes, and 4 came: the stream has ended.
// never: SO_RCVTIMEO allows
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(void)
{
	struct timeval most = {300, 0};
	int pair[2];
	char buffer[10];
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
	send(pair[1], "abcd", 4, 0);
	close(pair[1]);
	printf("%zd\n", recv(pair[0], buffer, sizeof(buffer), MSG_WAITALL));
	close(pair[0]);
	return 0;
}
