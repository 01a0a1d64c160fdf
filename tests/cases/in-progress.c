// EINPROGRESS is taken for a failure.
// says: The call did not wait, and that is no failure; by now the handshake is over
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MODE
#define MODE SOCK_NONBLOCK
#endif

int main(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(5050)};
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int l = socket(AF_INET, SOCK_STREAM, 0);
	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 5);
	int s = socket(AF_INET, SOCK_STREAM | MODE, 0);
	if (connect(s, (struct sockaddr *)&a, sizeof a) < 0) {
		perror("connect");
		exit(1);
	}
	close(s);
	close(l);
	return 0;
}
