#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int send_all(int sock, const char *data, size_t len)
{
	while (len) {
		ssize_t sent = send(sock, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent >= 0 || len)
			return 0;
		data += sent;
		len -= sent;
	}
	return 0;
}

static void serve(int sock)
{
	char part[16384];
	ssize_t len;
	while ((len = recv(sock, part, sizeof(part), 0)) > 0) {
		if (send_all(sock, part, len) < 0)
			break;
	}
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
	int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
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
