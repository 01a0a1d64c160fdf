#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

/* The kernel's own time limit for what sends; connect is one of them. */
int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	struct sockaddr_in server = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &server.sin_addr);
	int sock = socket(AF_INET, SOCK_STREAM, 0), ms = atoi(argv[3]);
	struct timeval limit = {ms / 1000, ms % 1000 * 1000};
	setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	if (!connect(sock, (struct sockaddr *)&server, sizeof(server))) {
		printf("open\n");
		return 0;
	}
	printf("%s\n", errno == EINPROGRESS    ? "timeout"
		       : errno == ECONNREFUSED ? "refused"
					       : "unreachable");
	return 1;
}
