#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 65535 };

/* How many of the bytes came before the end; -1 for an error. */
static ssize_t recv_all(int sock, unsigned char *data, size_t len)
{
	size_t got = 0;
	while (got < len) {
		ssize_t part = recv(sock, data + got, len - got, 0);
		if (part < 0)
			return -1;
		if (part == 0)
			break;
		got += part;
	}
	return got;
}

static int send_all(int sock, const unsigned char *data, size_t len)
{
	while (len) {
		ssize_t sent = send(sock, data, len, MSG_NOSIGNAL);
		if (sent < 0)
			return -1;
		data += sent;
		len -= sent;
	}
	return 0;
}

/* 1 to go on, 0 at the end, -1 for half a message. */
static int serve_one(int sock)
{
	static unsigned char data[4 + MOST];
	ssize_t got = recv_all(sock, data, 4);
	if (got <= 0)
		return 0;
	if (got < 4)
		return -1;
	size_t len = (size_t)data[0] << 24 | data[1] << 16 | data[2] << 8 | data[3];
	if (len > MOST)
		return 0;
	got = recv_all(sock, data + 4, len);
	if (got < (ssize_t)len)
		return -1;
	for (size_t i = 0; i < len / 2; i++) {
		unsigned char kept = data[4 + i];
		data[4 + i] = data[4 + len - 1 - i];
		data[4 + len - 1 - i] = kept;
	}
	return send_all(sock, data, 4 + len) < 0 ? 0 : 1;
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
		int sock = accept(listener, NULL, NULL), more = 1;
		if (sock < 0)
			continue;
		while (more > 0)
			more = serve_one(sock);
		if (more < 0)
			fprintf(stderr, "a client ended within a message\n");
		close(sock);
	}
}
