#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listener;
static volatile sig_atomic_t ends;

static void end(int signal)
{
	(void)signal;
	ends = 1;
	shutdown(listener, SHUT_RDWR);
}

static void serve(int sock)
{
	char text[4096], *end;
	size_t len = 0;
	for (;;) {
		ssize_t got = recv(sock, text + len, sizeof(text) - len, 0);
		if (got <= 0)
			return;
		len += got;
		while ((end = memchr(text, '\n', len))) {
			size_t line = end + 1 - text;
			if (line == 5 && !memcmp(text, "quit\n", line))
				return;
			send(sock, text, line, MSG_NOSIGNAL);
			len -= line;
			memmove(text, text + line, len);
		}
	}
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
	listener = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
	if (bind(listener, (struct sockaddr *)&own, sizeof(own)) < 0) {
		perror("bind");
		return 1;
	}
	/* Before it listens: who sees it listen can send the signal. */
	struct sigaction action = {.sa_handler = end, .sa_flags = SA_RESTART};
	sigaction(SIGTERM, &action, NULL);
	listen(listener, 5);
	while (!ends) {
		int sock = accept(listener, NULL, NULL);
		if (sock < 0)
			continue;
		serve(sock);
		close(sock);
	}
	return 0;
}
