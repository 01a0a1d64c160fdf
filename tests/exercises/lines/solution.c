#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE = 4096, CLIENTS = 1000 };

struct client {
	char text[LINE];
	size_t len;
	int drops; /* the line is too long already */
};

static struct pollfd waits[1 + CLIENTS];
static struct client clients[1 + CLIENTS];

static void send_all(int sock, const char *text, size_t len)
{
	while (len) {
		ssize_t sent = send(sock, text, len, MSG_NOSIGNAL);
		if (sent < 0)
			return;
		text += sent;
		len -= sent;
	}
}

/* Sends what is complete back; what is left is at the front. */
static void take_lines(int sock, struct client *client)
{
	char *end;
	while ((end = memchr(client->text, '\n', client->len))) {
		size_t line = end + 1 - client->text;
		if (!client->drops)
			send_all(sock, client->text, line);
		client->drops = 0;
		client->len -= line;
		memmove(client->text, client->text + line, client->len);
	}
	if (client->len == LINE || client->drops) {
		client->drops = 1;
		client->len = 0;
	}
}

/* Whether the client is still there. */
static int serve(int sock, struct client *client)
{
	ssize_t got = recv(sock, client->text + client->len,
			   LINE - client->len, 0);
	if (got <= 0)
		return 0;
	client->len += got;
	take_lines(sock, client);
	return 1;
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
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&own, sizeof(own)) < 0 ||
	    listen(listener, 128) < 0) {
		perror("listen");
		return 1;
	}
	waits[0] = (struct pollfd){.fd = listener, .events = POLLIN};
	size_t count = 1;
	for (;;) {
		poll(waits, count, -1);
		for (size_t i = count; i-- > 1;) {
			if (!waits[i].revents || serve(waits[i].fd, &clients[i]))
				continue;
			close(waits[i].fd);
			count--;
			waits[i] = waits[count];
			clients[i] = clients[count];
		}
		if (waits[0].revents && count <= CLIENTS) {
			int sock = accept(listener, NULL, NULL);
			if (sock < 0)
				continue;
			clients[count].len = clients[count].drops = 0;
			waits[count++] = (struct pollfd){
				.fd = sock, .events = POLLIN};
		}
	}
}
