/* echo: both ends of a connection, which goes forth and back many times. Its
 * words are the number of round trips, a port, and how many system calls that
 * nobody watches come with each trip.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sys/wait.h>

static void turn(int fd, int first, int count, int others)
{
	char bytes[16] = "0123456789abcdef";
	for (int i = 0; i < count; i++) {
		if (first)
			send(fd, bytes, sizeof(bytes), 0);
		recv(fd, bytes, sizeof(bytes), 0);
		if (!first)
			send(fd, bytes, sizeof(bytes), 0);
		for (int n = 0; n < others; n++)
			getppid();
	}
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 10, status;
	int port = argc > 2 ? atoi(argv[2]) : 12345;
	int others = argc > 3 ? atoi(argv[3]) : 0;
	int srv = net_listen(port);
	pid_t pid = fork();
	if (pid == 0) {
		turn(net_connect(port), 1, count, others);
		_exit(0);
	}
	turn(accept(srv, NULL, NULL), 0, count, others);
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}
