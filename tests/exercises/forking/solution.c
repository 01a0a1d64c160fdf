#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int sock)
{
	char part[4096];
	ssize_t len;
	while ((len = recv(sock, part, sizeof(part), 0)) > 0)
		send(sock, part, len, MSG_NOSIGNAL);
}

static void reap(int signal)
{
	int kept = errno;
	(void)signal;
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	errno = kept;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	struct sockaddr_in own = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &own.sin_addr);
	struct sigaction action = {.sa_handler = reap};
	sigaction(SIGCHLD, &action, NULL);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&own, sizeof(own)) < 0 ||
	    listen(listener, 16) < 0) {
		perror("listen");
		return 1;
	}
	for (;;) {
		int sock = accept(listener, NULL, NULL);
		if (sock < 0 && errno == EINTR)
			continue;
		if (sock < 0) {
			perror("accept");
			return 1;
		}
		if (fork() == 0) {
			close(listener);
			serve(sock);
			_exit(0);
		}
		close(sock);
	}
}
