#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 64, MOST = 10000, WAITING = 400000 };

struct client {
	int sock; /* 0: nobody */
	bool joined, gone;
	char name[MOST + 1];
	unsigned char in[4 + MOST];
	size_t got, waiting;
	char out[WAITING];
};

static struct client clients[CLIENTS];

static void flush(struct client *client)
{
	ssize_t sent = send(client->sock, client->out, client->waiting,
			    MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent <= 0)
		return;
	client->waiting -= sent;
	memmove(client->out, client->out + sent, client->waiting);
}

static void tell(struct client *client, const char *text, size_t len)
{
	uint32_t head = htonl(len);
	if (client->waiting + 4 + len > WAITING) {
		client->gone = true;
		return;
	}
	memcpy(client->out + client->waiting, &head, 4);
	memcpy(client->out + client->waiting + 4, text, len);
	client->waiting += 4 + len;
	flush(client);
}

static void tell_all(const struct client *but, const char *name,
		     const char *between, const unsigned char *text, size_t len)
{
	static char all[2 * MOST + 16];
	size_t begin = sprintf(all, "%s%s", name, between);
	memcpy(all + begin, text, len);
	for (struct client *one = clients; one < clients + CLIENTS; one++) {
		if (one->sock && one->joined && one != but)
			tell(one, all, begin + len);
	}
}

/* How many bytes the message has that is being received; the length first. */
static size_t size_of(const struct client *client)
{
	uint32_t head = 0;
	if (client->got >= 4)
		memcpy(&head, client->in, 4);
	return 4 + (size_t)ntohl(head);
}

static void take(struct client *client)
{
	size_t len = client->got - 4;
	client->got = 0;
	if (client->joined) {
		tell_all(client, client->name, ": ", client->in + 4, len);
		return;
	}
	memcpy(client->name, client->in + 4, len);
	client->joined = true;
	tell_all(NULL, client->name, " joined", client->in, 0);
}

static void receive(struct client *client)
{
	ssize_t got = recv(client->sock, client->in + client->got,
			   size_of(client) - client->got, 0);
	if (got <= 0) {
		client->gone = true;
		return;
	}
	client->got += got;
	size_t size = size_of(client);
	if (size > 4 + MOST)
		client->gone = true;
	else if (client->got >= 4 && client->got == size)
		take(client);
}

/* Takes away who has gone; telling it can show that others have. */
static void sweep(void)
{
	for (struct client *one = clients; one < clients + CLIENTS; one++) {
		if (!one->sock || !one->gone)
			continue;
		close(one->sock);
		one->sock = 0;
		if (one->joined)
			tell_all(NULL, one->name, " left", one->in, 0);
		one = clients - 1;
	}
}

static void take_client(int listener)
{
	int sock = accept(listener, NULL, NULL);
	for (struct client *one = clients; one < clients + CLIENTS; one++) {
		if (one->sock)
			continue;
		memset(one, 0, sizeof(*one));
		one->sock = sock;
		return;
	}
	close(sock);
}

static void serve(int listener)
{
	struct pollfd polls[CLIENTS + 1];
	for (int i = 0; i < CLIENTS; i++) {
		const struct client *one = &clients[i];
		polls[i].fd = one->sock ? one->sock : -1;
		polls[i].events = POLLIN | (one->waiting ? POLLOUT : 0);
	}
	polls[CLIENTS] = (struct pollfd){listener, POLLIN, 0};
	poll(polls, CLIENTS + 1, -1);
	for (int i = 0; i < CLIENTS; i++) {
		if (polls[i].fd < 0)
			continue;
		if (polls[i].revents & POLLOUT)
			flush(&clients[i]);
		if (polls[i].revents & ~POLLOUT)
			receive(&clients[i]);
	}
	sweep();
	if (polls[CLIENTS].revents)
		take_client(listener);
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
	    listen(listener, 16) < 0) {
		perror("listen");
		return 1;
	}
	for (;;)
		serve(listener);
}
