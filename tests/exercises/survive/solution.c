#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void say(const char *line)
{
	puts(line);
	fflush(stdout);
}

static int connect_to(const struct sockaddr_in *server)
{
	for (;;) {
		int sock = socket(AF_INET, SOCK_STREAM, 0);
		if (!connect(sock, (struct sockaddr *)server, sizeof(*server)))
			return sock;
		close(sock);
		usleep(300 * 1000);
	}
}

/* Until the connection is over. */
static void keep_alive(int sock, int ms)
{
	struct pollfd wait = {.fd = sock, .events = POLLIN};
	char part[100];
	for (;;) {
		if (send(sock, "alive\n", 6, MSG_NOSIGNAL) < 0) {
			say(errno == ECONNRESET ? "reset" : "closed");
			return;
		}
		while (poll(&wait, 1, ms) > 0) {
			ssize_t got = recv(sock, part, sizeof(part), 0);
			if (got == 0)
				say("closed");
			if (got < 0)
				say("reset");
			if (got <= 0)
				return;
		}
	}
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	struct sockaddr_in server = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &server.sin_addr);
	for (;;) {
		int sock = connect_to(&server);
		keep_alive(sock, atoi(argv[3]));
		close(sock);
	}
}
