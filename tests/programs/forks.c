/* forks: a server that forks a child for its connection, which it makes itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sys/wait.h>

static void serve(int conn)
{
	char bytes[16];
	ssize_t got = recv(conn, bytes, sizeof(bytes), 0);
	send(conn, bytes, (size_t)got, 0);
	_exit(3);
}

int main(int argc, char **argv)
{
	char bytes[16];
	int status, port = argc > 1 ? atoi(argv[1]) : 12345;
	int srv = net_listen(port), cli = net_connect(port);
	int conn = accept(srv, NULL, NULL);
	pid_t pid = fork();
	if (pid == 0)
		serve(conn);
	close(conn);
	send(cli, "hi", 2, 0);
	recv(cli, bytes, sizeof(bytes), 0);
	waitpid(pid, &status, 0);
	close(cli);
	close(srv);
	return WEXITSTATUS(status);
}
