/* threads: a server and a client in one process, each in a thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <pthread.h>

/* accept(2) takes the number of its descriptor when it begins: the other one is
 * made before, so that the numbers are the same each time. */
struct client {
	int fd, port;
};

static void *talk(void *data)
{
	const struct client *client = data;
	char bytes[16];
	int cli = client->fd;
	struct sockaddr_in address = net_address(client->port);
	connect(cli, (struct sockaddr *)&address, sizeof(address));
	send(cli, "hi", 2, 0);
	recv(cli, bytes, sizeof(bytes), 0);
	close(cli);
	return NULL;
}

int main(int argc, char **argv)
{
	char bytes[16];
	pthread_t thread;
	int port = argc > 1 ? atoi(argv[1]) : 12345;
	int srv = net_listen(port);
	struct client client = {socket(AF_INET, SOCK_STREAM, 0), port};
	pthread_create(&thread, NULL, talk, &client);
	int conn = accept(srv, NULL, NULL);
	ssize_t got = recv(conn, bytes, sizeof(bytes), 0);
	send(conn, bytes, (size_t)got, 0);
	pthread_join(thread, NULL);
	close(conn);
	close(srv);
	return 0;
}
