/* threads: a server and a client in one process, each in a thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <pthread.h>

static void *talk(void *data)
{
	char bytes[16];
	int cli = net_connect(*(const int *)data);
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
	pthread_create(&thread, NULL, talk, &port);
	int conn = accept(srv, NULL, NULL);
	ssize_t got = recv(conn, bytes, sizeof(bytes), 0);
	send(conn, bytes, (size_t)got, 0);
	pthread_join(thread, NULL);
	close(conn);
	close(srv);
	return 0;
}
