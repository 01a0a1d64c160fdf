#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void serve(int sock)
{
	static char line[1024];
	static size_t len;
	send(sock, "ready\n", 6, MSG_NOSIGNAL);
	while (len < sizeof(line)) {
		ssize_t got = recv(sock, line + len, sizeof(line) - len, 0);
		if (got <= 0)
			return;
		len += got;
		if (line[len - 1] == '\n')
			break;
	}
	char reply[2048];
	int size = snprintf(reply, sizeof(reply), "got: %.*s", (int)len, line);
	send(sock, reply, size, MSG_NOSIGNAL);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	struct sockaddr_in own = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &own.sin_addr);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&own, sizeof(own)) < 0 ||
	    listen(listener, 5) < 0) {
		perror("listen");
		return 1;
	}
	for (;;) {
		int sock = accept(listener, NULL, NULL);
		if (sock < 0)
			continue;
		serve(sock);
		close(sock);
	}
}
