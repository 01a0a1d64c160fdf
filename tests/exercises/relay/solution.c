#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* What came from one socket and did not go to the other yet. */
struct way {
	int from, to;
	bool ended;
	size_t len, sent;
	char data[16384];
};

static struct sockaddr_in address_of(char **words)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(words[1])),
	};
	inet_pton(AF_INET, words[0], &address.sin_addr);
	return address;
}

/* What the way waits for: to write what it has, or to read more. */
static struct pollfd wants(const struct way *way)
{
	if (way->len)
		return (struct pollfd){way->to, POLLOUT, 0};
	return (struct pollfd){way->ended ? -1 : way->from, POLLIN, 0};
}

static bool take(struct way *way)
{
	ssize_t len = recv(way->from, way->data, sizeof(way->data), 0);
	if (len < 0)
		return false;
	way->len = len;
	way->sent = 0;
	if (!len) {
		way->ended = true;
		shutdown(way->to, SHUT_WR);
	}
	return true;
}

static bool give(struct way *way)
{
	ssize_t len = send(way->to, way->data + way->sent, way->len - way->sent,
			   MSG_NOSIGNAL | MSG_DONTWAIT);
	if (len < 0)
		return false;
	way->sent += len;
	if (way->sent == way->len)
		way->len = 0;
	return true;
}

static void relay(int client, int server)
{
	static struct way ways[2];
	ways[0].from = ways[1].to = client;
	ways[1].from = ways[0].to = server;
	while (!ways[0].ended || !ways[1].ended) {
		struct pollfd polls[] = {wants(&ways[0]), wants(&ways[1])};
		poll(polls, 2, -1);
		for (int i = 0; i < 2; i++) {
			if (!polls[i].revents)
				continue;
			if (!(ways[i].len ? give : take)(&ways[i]))
				return;
		}
	}
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	struct sockaddr_in own = address_of(argv + 1);
	struct sockaddr_in server = address_of(argv + 3);
	signal(SIGCHLD, SIG_IGN);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&own, sizeof(own)) < 0 ||
	    listen(listener, 16) < 0) {
		perror("listen");
		return 1;
	}
	for (;;) {
		int client = accept(listener, NULL, NULL);
		if (fork() == 0) {
			int sock = socket(AF_INET, SOCK_STREAM, 0);
			close(listener);
			if (!connect(sock, (struct sockaddr *)&server,
				     sizeof(server)))
				relay(client, sock);
			_exit(0);
		}
		close(client);
	}
}
