/* A client that ends with its socket open: exit() closes it. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int server = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(7103),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	char byte;
	bind(server, (struct sockaddr *)&to, sizeof(to));
	listen(server, 5);
	connect(client, (struct sockaddr *)&to, sizeof(to));
	int conn = accept(server, NULL, NULL);
	write(conn, "x", 1);
	close(conn);
	while (read(client, &byte, 1) > 0) {
	}
	exit(0);
}
