#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

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
	if (sock < 0 ||
	    connect(sock, (struct sockaddr *)&server, sizeof(server)) < 0) {
		perror("connect");
		return 1;
	}
	char part[4096];
	ssize_t len;
	while ((len = recv(sock, part, sizeof(part), 0)) > 0)
		fwrite(part, 1, len, stdout);
	if (len < 0)
		perror("recv");
	return len < 0;
}
