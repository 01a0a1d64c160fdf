// The wrapper, the learner's caller, and who called that.
// says: at: line 22 of called-through.c, in talk(), through Connect() in line 12, called by main() in line 28
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* As books write them. */
static void Connect(int fd, const struct sockaddr *to, socklen_t length)
{
	if (connect(fd, to, length) < 0)
		puts("connect error");
}

static void talk(int port)
{
	struct sockaddr_in to = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	to.sin_port = htons(port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	Connect(fd, (struct sockaddr *)&to, sizeof to);
	close(fd);
}

int main(void)
{
	talk(5050);
	return 0;
}
