/* produced_amounts: calls that came back well, with less than was hoped.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#define UDP_PAIR                                                               \
	"server srv = socket(AF_INET, SOCK_DGRAM, 0)\n"                        \
	"server bind(srv, 127.0.0.1:5000)\n" UDP_CLIENT

/* clang-format off */
static const struct produced rows[] = {
	{"recv of less than asked for",
	 TCP_CONNECTED
	 "client send(cli, \"hello\")\n"
	 "server recv(conn, 16)\n",
	 "server", 0,
	 "16 bytes were asked for, and 5 were there: recv() takes what has come"},
	{"close of one number of two",
	 TCP_LISTENER "server copy = dup(srv)\n" "server close(srv)\n",
	 "server", 0,
	 "Only the number is given back: the socket is open, as server's fd 4."},
	{"close of a listener with a queue",
	 TCP_LISTENER TCP_CLIENT "client connect(cli, 127.0.0.1:12345)\n"
	 "server close(srv)\n",
	 "server", 0,
	 "A connection was not accepted yet: the kernel has reset it (RST, packet "
	 "4)."},
	{"close with unread bytes",
	 TCP_CONNECTED "client send(cli, \"hello\")\n" "server close(conn)\n",
	 "server", 0,
	 "5 bytes were not read: so the kernel sent an RST (packet 6) and no "
	 "FIN."},
	{"close with SO_LINGER",
	 TCP_CONNECTED "server setsockopt(conn, SOL_SOCKET, SO_LINGER, {1, 0})\n"
	 "server close(conn)\n",
	 "server", 0, "SO_LINGER is on with 0 seconds: so the kernel sent an RST"},
	{"close as it should be", TCP_CONNECTED "server close(conn)\n",
	 "server", 0, NULL},
	{"a backlog below 0",
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server listen(srv, -1)\n",
	 "server", 0, "The backlog is 4096 and not -1: net.core.somaxconn is the "
	 "most, and a number below 0 counts as a very large one."},
	{"a backlog of too many",
	 "server srv = socket(AF_UNIX, SOCK_STREAM, 0)\n"
	 "server bind(srv, unix:/tmp/s)\n" "server listen(srv, 100000)\n",
	 "server", 0, "The backlog is 4096 and not 100000: net.core.somaxconn is "
	 "the most."},
	{"recv that leaves bytes",
	 TCP_CONNECTED
	 "client send(cli, \"hello\")\n"
	 "server recv(conn, 4)\n",
	 "server", 0, "1 byte is left unread in server's fd 4."},
	{"recv of all",
	 TCP_CONNECTED
	 "client send(cli, \"hello\")\n"
	 "server recv(conn, 5)\n",
	 "server", 0, NULL},
	{"the end of a stream",
	 TCP_CONNECTED
	 "client close(cli)\n"
	 "server recv(conn, 16)\n",
	 "server", 0, "The end of the stream: client sent FIN (packet 4), and "
	 "all bytes before it have been read."},
	{"the end comes while it sleeps",
	 TCP_CONNECTED
	 "server recv(conn, 16)\n"
	 "client shutdown(cli, SHUT_WR)\n"
	 "await server\n",
	 "server", 0, "The end of the stream: client sent FIN (packet 4)"},
	{"the end of a UNIX stream",
	 UNIX_CONNECTED
	 "client close(cli)\n"
	 "server recv(conn, 16)\n",
	 "server", 0, "The end of the stream: the other end is closed"},
	{"a UNIX stream that is shut down",
	 UNIX_CONNECTED
	 "client shutdown(cli, SHUT_WR)\n"
	 "server recv(conn, 16)\n",
	 "server", 0,
	 "The end of the stream: client's fd 3 is shut down for sending."},
	{"recv after its own shutdown",
	 TCP_CONNECTED
	 "server shutdown(conn, SHUT_RD)\n"
	 "server recv(conn, 16)\n",
	 "server", 0, "server's fd 4 is shut down for receiving"},
	{"recv of nothing",
	 TCP_CONNECTED
	 "client send(cli, \"hello\")\n"
	 "server recv(conn, 0)\n",
	 "server", 0, "0 because 0 bytes were asked for"},
	{"an empty datagram",
	 UDP_PAIR
	 "client sendto(cli, \"\", 0, 127.0.0.1:5000)\n"
	 "server recvfrom(srv, 16)\n",
	 "server", 0, "A datagram without bytes came."},
	{"a datagram that is cut",
	 UDP_PAIR
	 "client sendto(cli, \"hello there\", 0, 127.0.0.1:5000)\n"
	 "server recvfrom(srv, 5)\n",
	 "server", 0,
	 "The datagram had 11 bytes; 6 bytes did not fit and are lost."},
	{"a datagram that fits",
	 UDP_PAIR
	 "client sendto(cli, \"hello\", 0, 127.0.0.1:5000)\n"
	 "server recvfrom(srv, 16)\n",
	 "server", 0, NULL},
	{"a send that takes part",
	 TCP_CONNECTED "client send(cli, \"x\" * 9000000, MSG_DONTWAIT)\n",
	 "client", 0, "of 9000000"},
	{"a send that takes all",
	 TCP_CONNECTED "client send(cli, \"hello\")\n",
	 "client", 0, NULL},
};
/* clang-format on */

const struct produced *produced_amounts(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
