#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* What came of the connection: an error's number, ETIMEDOUT for no answer. */
static int try_connect(int sock, const struct sockaddr_in *to, int ms)
{
	if (connect(sock, (const struct sockaddr *)to, sizeof(*to)) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return errno;
	struct pollfd wait = {.fd = sock, .events = POLLOUT};
	if (poll(&wait, 1, ms) == 0)
		return ETIMEDOUT;
	int error = 0;
	socklen_t len = sizeof(error);
	getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &len);
	return error;
}

static const char *word(int error)
{
	switch (error) {
	case 0:
		return "open";
	case ECONNREFUSED:
		return "refused";
	case ETIMEDOUT:
		return "timeout";
	case ENETUNREACH:
	case EHOSTUNREACH:
		return "unreachable";
	default:
		return "failed";
	}
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	struct sockaddr_in server = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &server.sin_addr);
	int sock = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int error = try_connect(sock, &server, atoi(argv[3]));
	puts(word(error));
	close(sock);
	return error != 0;
}
