/* shares: a pool of workers who keep their clients in one variable.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listener;

static int sock;

static int take(char *line, int size)
{
	int len = 0;
	while (len < size - 1 && recv(sock, line + len, 1, 0) == 1) {
		if (line[len++] == '\n')
			break;
	}
	line[len] = 0;
	return len;
}

static void *work(void *unused)
{
	for (;;) {
		char name[1000], line[1000];
		sock = accept(listener, NULL, NULL);
		if (sock < 0 || !take(name, sizeof(name)))
			continue;
		name[strcspn(name, "\n")] = 0;
		while (take(line, sizeof(line)))
			dprintf(sock, "%s: %s", name, line);
		close(sock);
	}
	return unused;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	struct sockaddr_in own = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &own.sin_addr);
	signal(SIGPIPE, SIG_IGN);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&own, sizeof(own)) < 0 ||
	    listen(listener, 128) < 0) {
		perror("listen");
		return 1;
	}
	for (int i = 1; i < atoi(argv[3]); i++) {
		pthread_t thread;
		pthread_create(&thread, NULL, work, NULL);
	}
	work(NULL);
}
