/* spawns: a server that starts the program `client` by vfork and execve.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sys/wait.h>

int main(int argc, char **argv)
{
	char bytes[16], client[4096], port[16] = "12345";
	int status;
	snprintf(client, sizeof(client), "%.*sclient",
		 (int)(strrchr(argv[0], '/') + 1 - argv[0]), argv[0]);
	if (argc > 1)
		snprintf(port, sizeof(port), "%s", argv[1]);
	int srv = net_listen(atoi(port));
	pid_t pid = vfork();
	if (pid == 0) {
		execl(client, "client", port, (char *)NULL);
		_exit(126);
	}
	int conn = accept(srv, NULL, NULL);
	ssize_t got = recv(conn, bytes, sizeof(bytes), 0);
	send(conn, bytes, (size_t)got, 0);
	waitpid(pid, &status, 0);
	close(conn);
	close(srv);
	return WEXITSTATUS(status);
}
