#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listener;

static void serve(int sock)
{
	char name[1000], line[1000];
	FILE *in = fdopen(sock, "r");
	if (fgets(name, sizeof(name), in)) {
		name[strcspn(name, "\n")] = 0;
		while (fgets(line, sizeof(line), in))
			dprintf(sock, "%s: %s", name, line);
	}
	fclose(in);
}

static void *work(void *unused)
{
	for (;;) {
		int sock = accept(listener, NULL, NULL);
		if (sock >= 0)
			serve(sock);
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
