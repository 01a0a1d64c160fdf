#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int send_all(int sock, const char *data, size_t len)
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

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	struct sockaddr_in server = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &server.sin_addr);
	int sock = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(sock, (struct sockaddr *)&server, sizeof(server)) < 0) {
		perror("connect");
		return 1;
	}
	char part[4096];
	ssize_t len;
	while ((len = read(0, part, sizeof(part))) > 0) {
		if (send_all(sock, part, len) < 0) {
			perror("send");
			return 1;
		}
	}
	shutdown(sock, SHUT_WR);
	while ((len = recv(sock, part, sizeof(part), 0)) > 0) {
		if (write(1, part, len) != len)
			return 1;
	}
	if (len < 0) {
		perror("recv");
		return 1;
	}
	close(sock);
	return 0;
}
