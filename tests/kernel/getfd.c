/* getfd: pidfd_getfd copies a child's socket, unbound and blocked on as well.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: the parent reads options and addresses of an actor's sockets, even
 * of one that sock_diag does not list or that a call sleeps on, and a copy that
 * is open delays the end of a connection until it is closed.
 */
#include "kernel.h"

static int copy_of(int pidfd, int fd)
{
	return (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);
}

int main(void)
{
	enter_namespaces();
	int unbound = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int srv = listen_at(12345, 1), cli = connect_to(12345);
	int conn = accept(srv, NULL, NULL);
	pid_t pid = fork();
	if (pid == 0) {
		char byte;
		_exit(recv(conn, &byte, 1, 0) != 0);
	}
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		CANNOT("pidfd_open");
	uint64_t cookie = cookie_of(unbound), waited_on = cookie_of(conn);
	close(unbound);
	close(conn);
	int copy = copy_of(pidfd, unbound);
	if (copy < 0)
		CANNOT("pidfd_getfd");
	struct sockaddr_in at;
	socklen_t len = sizeof(at);
	HOLDS(cookie_of(copy) == cookie, "the copy is another socket");
	HOLDS(!getsockname(copy, (struct sockaddr *)&at, &len) && !at.sin_port,
	      "getsockname");
	HOLDS(fcntl(copy, F_GETFL) & O_NONBLOCK, "O_NONBLOCK is not shared");
	HOLDS(fcntl(copy, F_GETFD) & FD_CLOEXEC, "the copy is not CLOEXEC");
	int blocked = copy_of(pidfd, conn);
	HOLDS(blocked >= 0 && cookie_of(blocked) == waited_on,
	      "no copy of a socket that a call sleeps on");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	char byte;
	HOLDS(recv(cli, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN,
	      "the connection ended though a copy is open");
	close(blocked);
	struct pollfd end = {.fd = cli, .events = POLLIN};
	HOLDS(poll(&end, 1, -1) == 1 && recv(cli, &byte, 1, 0) == 0,
	      "the last close did not end the connection");
	return 0;
}
