#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_un own = {.sun_family = AF_UNIX};

static void end(int signal)
{
	(void)signal;
	unlink(own.sun_path);
	_exit(0);
}

static int try_bind(int sock)
{
	return bind(sock, (struct sockaddr *)&own, sizeof(own));
}

static int is_alive(void)
{
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);
	int done = connect(sock, (struct sockaddr *)&own, sizeof(own));
	int error = errno;
	close(sock);
	return !done || error != ECONNREFUSED;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	strncpy(own.sun_path, argv[1], sizeof(own.sun_path) - 1);
	umask(0177);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (try_bind(listener) < 0) {
		if (errno != EADDRINUSE || is_alive()) {
			fprintf(stderr, "%s: a server is there\n", argv[1]);
			return 1;
		}
		unlink(own.sun_path);
		if (try_bind(listener) < 0) {
			perror(argv[1]);
			return 1;
		}
	}
	struct sigaction action = {.sa_handler = end};
	sigaction(SIGTERM, &action, NULL);
	listen(listener, 16);
	for (;;) {
		int sock = accept(listener, NULL, NULL);
		struct ucred who;
		socklen_t len = sizeof(who);
		char line[64];
		if (sock < 0)
			continue;
		getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &who, &len);
		snprintf(line, sizeof(line), "uid %u pid %d\n", who.uid,
			 who.pid);
		send(sock, line, strlen(line), MSG_NOSIGNAL);
		close(sock);
	}
}
