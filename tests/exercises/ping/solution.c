#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PINGS = 5 };

static long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool is_answered(int sock, const char *ping)
{
	long end = now() + 1000, left;
	while ((left = end - now()) > 0) {
		struct pollfd wait = {.fd = sock, .events = POLLIN};
		char answer[64];
		if (poll(&wait, 1, left) <= 0)
			return false;
		ssize_t len = recv(sock, answer, sizeof(answer), 0);
		if (len < 0)
			return false;
		if (len == (ssize_t)strlen(ping) && !memcmp(answer, ping, len))
			return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	struct sockaddr_in server = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &server.sin_addr);
	int sock = socket(AF_INET, SOCK_DGRAM, 0), lost = 0;
	connect(sock, (struct sockaddr *)&server, sizeof(server));
	for (int i = 1; i <= PINGS; i++) {
		char ping[32];
		snprintf(ping, sizeof(ping), "ping %d", i);
		bool sent = send(sock, ping, strlen(ping), 0) >= 0;
		bool answered = sent && is_answered(sock, ping);
		lost += !answered;
		printf("%d %s\n", i, answered ? "answered" : "lost");
	}
	printf("%d %% lost\n", lost * 100 / PINGS);
	close(sock);
	return 0;
}
