#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static int connect_to(const char *name, const char *port)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
	if (getaddrinfo(name, port, &hints, &found))
		return -1;
	int sock = -1;
	for (struct addrinfo *one = found; one && sock < 0;
	     one = one->ai_next) {
		sock = socket(one->ai_family, SOCK_STREAM, 0);
		if (sock >= 0 &&
		    connect(sock, one->ai_addr, one->ai_addrlen) < 0) {
			close(sock);
			sock = -1;
		}
	}
	freeaddrinfo(found);
	return sock;
}

/* How long the body is, by the header; -1 when nothing says so. */
static long body_length(const char *header)
{
	static const char name[] = "\r\nContent-Length:";
	for (; *header; header++) {
		if (!strncasecmp(header, name, strlen(name)))
			return atol(header + strlen(name));
	}
	return -1;
}

static int fault(const char *what)
{
	fprintf(stderr, "%s\n", what);
	return 1;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	int sock = connect_to(argv[1], argv[2]);
	if (sock < 0)
		return fault("cannot connect");
	dprintf(sock,
		"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
		argv[3], argv[1]);

	static char part[16384];
	size_t len = 0;
	char *body = NULL;
	while (!body) {
		ssize_t got = recv(sock, part + len, sizeof(part) - 1 - len, 0);
		if (got <= 0)
			return fault("no whole header");
		part[len += got] = 0;
		body = strstr(part, "\r\n\r\n");
	}
	body[2] = 0;
	body += 4;
	long left = body_length(part);
	ssize_t got = part + len - body;
	for (;;) {
		if (left >= 0 && got > left)
			got = left;
		fwrite(body, 1, got, stdout);
		if (left >= 0)
			left -= got;
		if (left == 0)
			break;
		body = part;
		got = recv(sock, part, sizeof(part), 0);
		if (!got && left < 0)
			break;
		if (got <= 0)
			return fault("the body ends too early");
	}
	close(sock);
	return 0;
}
