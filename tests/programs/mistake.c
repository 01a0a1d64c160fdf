/* mistake: makes one mistake that is found, or does the same rightly.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mistake WORD [right]
 */
#include "net.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>

enum { PORT = 12345, LARGE = 256 << 10 };

/* Both ends of a connection. */
struct pair {
	int srv, cli, conn;
};

static struct pair pair_open(void)
{
	struct pair pair = {.srv = net_listen(PORT)};
	pair.cli = net_connect(PORT);
	pair.conn = accept(pair.srv, NULL, NULL);
	return pair;
}

static void pair_close(const struct pair *pair)
{
	close(pair->cli);
	close(pair->conn);
	close(pair->srv);
}

/* A server that has one client after the other. */
static int left_open(bool right)
{
	int srv = net_listen(PORT), conn;
	char byte;
	for (int i = 0; i < 2; i++) {
		int cli = net_connect(PORT);
		conn = accept(srv, NULL, NULL);
		close(cli);
		recv(conn, &byte, 1, 0);
		if (right)
			close(conn);
	}
	return 0; // With the listener open: that is no mistake.
}

/* Sends it all, and takes it out at the other end where there is no room. */
static int short_send(bool right)
{
	static char bytes[LARGE];
	struct pair pair = pair_open();
	fcntl(pair.cli, F_SETFL, O_NONBLOCK);
	for (size_t sent = 0; sent < sizeof(bytes);) {
		ssize_t part =
			send(pair.cli, bytes + sent, sizeof(bytes) - sent, 0);
		if (part > 0)
			sent += (size_t)part;
		if (!right)
			break;
		if (part < 0)
			recv(pair.conn, bytes, sizeof(bytes), 0);
	}
	pair_close(&pair);
	return 0;
}

static int end_ignored(bool right)
{
	char byte;
	struct pair pair = pair_open();
	shutdown(pair.cli, SHUT_WR);
	for (int i = 0; i < (right ? 2 : 5); i++) // As stdio does.
		recv(pair.conn, &byte, 1, 0);
	pair_close(&pair);
	return 0;
}

/* The other end goes, and lingers for no time: that is a reset. */
static int send_to_dead(bool right, int flags)
{
	struct pair pair = pair_open();
	struct pollfd over = {.fd = pair.cli, .events = POLLIN};
	struct linger none = {.l_onoff = 1};
	setsockopt(pair.conn, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
	close(pair.conn);
	poll(&over, 1, -1);
	// The first one tells.
	for (int i = 0; i < (right ? 1 : 2); i++)
		send(pair.cli, "x", 1, flags);
	close(pair.cli);
	close(pair.srv);
	return 0;
}

static int dead_peer(bool right)
{
	return send_to_dead(right, MSG_NOSIGNAL);
}

static int sigpipe(bool right)
{
	return send_to_dead(right, 0);
}

static int queue_full(bool right)
{
	int srv = net_listen(PORT), cli, next = socket(AF_INET, SOCK_STREAM, 0);
	struct timeval while_it_waits = {1, 500000};
	struct sockaddr_in address = net_address(PORT);
	listen(srv, right ? 5 : 0);
	cli = net_connect(PORT);
	setsockopt(next, SOL_SOCKET, SO_SNDTIMEO, &while_it_waits,
		   sizeof(while_it_waits));
	connect(next, (struct sockaddr *)&address, sizeof(address));
	close(next);
	close(cli);
	close(srv);
	return 0;
}

static int unreachable(bool right)
{
	struct sockaddr_in address = net_address(PORT);
	int srv = socket(AF_INET, SOCK_STREAM, 0);
	int cli = socket(AF_INET, SOCK_STREAM, 0);
	if (!right)
		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
	bind(srv, (struct sockaddr *)&address, sizeof(address));
	listen(srv, 5);
	address = net_address(PORT);
	connect(cli, (struct sockaddr *)&address, sizeof(address));
	close(cli);
	close(srv);
	return 0;
}

/* A client that is refused: nothing but the server's socket differs. */
static int refused(bool listens, in_port_t port)
{
	struct sockaddr_in address = net_address(PORT);
	int srv = socket(AF_INET, SOCK_STREAM, 0);
	int cli = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_port = port;
	bind(srv, (struct sockaddr *)&address, sizeof(address));
	if (listens)
		listen(srv, 5);
	address = net_address(PORT);
	connect(cli, (struct sockaddr *)&address, sizeof(address));
	close(cli);
	close(srv);
	return 0;
}

static int no_htons(bool right)
{
	return refused(true, right ? htons(PORT) : PORT);
}

static int no_listen(bool right)
{
	return refused(right, htons(PORT));
}

static int next_port(bool right)
{
	return refused(true, htons(right ? PORT : PORT + 1));
}

/* The first is refused as well, and then tries where somebody listens. */
static int tries_again(bool right)
{
	struct sockaddr_in address = net_address(PORT);
	int srv = net_listen(PORT + 1), cli = socket(AF_INET, SOCK_STREAM, 0);
	connect(cli, (struct sockaddr *)&address, sizeof(address));
	address.sin_port = htons(PORT + 1);
	if (right)
		connect(cli, (struct sockaddr *)&address, sizeof(address));
	close(cli);
	close(srv);
	return 0;
}

static int not_connected(bool right)
{
	struct sockaddr_in address = net_address(PORT);
	int cli = socket(AF_INET, SOCK_STREAM, 0);
	if (!connect(cli, (struct sockaddr *)&address, sizeof(address)) ||
	    !right)
		send(cli, "x", 1, MSG_NOSIGNAL);
	close(cli);
	return 0;
}

static int closed_unread(bool right)
{
	struct pair pair = pair_open();
	char byte;
	send(pair.cli, "xy", 2, 0);
	for (int i = 0; i < (right ? 2 : 1); i++)
		recv(pair.conn, &byte, 1, 0);
	close(pair.conn);
	recv(pair.cli, &byte, 1, 0);
	close(pair.cli);
	close(pair.srv);
	return 0;
}

/* The server's end is closed first, and waits. */
static int no_reuseaddr(bool right)
{
	struct sockaddr_in address = net_address(PORT);
	struct pair pair = pair_open();
	int one = 1, srv;
	char byte;
	close(pair.conn);
	recv(pair.cli, &byte, 1, 0);
	close(pair.cli);
	close(pair.srv);
	srv = socket(AF_INET, SOCK_STREAM, 0);
	if (right)
		setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	bind(srv, (struct sockaddr *)&address, sizeof(address));
	close(srv);
	return 0;
}

/* The client's bytes are asked for where it was accepted from. */
static int used_listener(bool right)
{
	struct pair pair = pair_open();
	char byte;
	send(pair.cli, "x", 1, 0);
	recv(right ? pair.conn : pair.srv, &byte, 1, 0);
	if (!right)
		recv(pair.conn, &byte, 1, 0);
	close(pair.conn);
	close(pair.cli);
	close(pair.srv);
	return 0;
}

static const struct {
	const char *word;
	int (*make)(bool right);
} mistakes[] = {
	{"left-open", left_open},
	{"short-send", short_send},
	{"end-ignored", end_ignored},
	{"dead-peer", dead_peer},
	{"sigpipe", sigpipe},
	{"queue-full", queue_full},
	{"unreachable", unreachable},
	{"no-reuseaddr", no_reuseaddr},
	{"no-htons", no_htons},
	{"no-listen", no_listen},
	{"next-port", next_port},
	{"tries-again", tries_again},
	{"closed-unread", closed_unread},
	{"not-connected", not_connected},
	{"used-listener", used_listener},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++)
		if (argc > 1 && !strcmp(argv[1], mistakes[i].word))
			return mistakes[i].make(argc > 2);
	return 2;
}
