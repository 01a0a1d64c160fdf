/* produced_connections: errors whose reason is the state of a connection.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <errno.h>

/* clang-format off */
static const struct produced rows[] = {
	{"connect where nobody is",
	 TCP_CLIENT "client connect(cli, 127.0.0.1:12345)\n",
	 "client", ECONNREFUSED,
	 "No socket of the lab listens on 127.0.0.1:12345. Its kernel answered "
	 "the SYN (packet 1) with RST (packet 2)."},
	{"connect to another port",
	 TCP_LISTENER TCP_CLIENT "client connect(cli, 127.0.0.1:12346)\n",
	 "client", ECONNREFUSED,
	 "Nobody listens on 127.0.0.1:12346; server's fd 3 listens on "
	 "127.0.0.1:12345."},
	{"connect to another address",
	 TCP_LISTENER TCP_CLIENT "client connect(cli, 127.0.0.2:12345)\n",
	 "client", ECONNREFUSED,
	 "server's fd 3 listens on 127.0.0.1:12345 only, and that is not "
	 "127.0.0.2:12345."},
	{"connect to who does not listen",
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server bind(srv, 127.0.0.1:12345)\n"
	 TCP_CLIENT "client connect(cli, 127.0.0.1:12345)\n",
	 "client", ECONNREFUSED,
	 "server's fd 3 is bound to 127.0.0.1:12345 but does not listen: it is "
	 "in UNCONN."},
	{"connect to a port of UDP",
	 "server srv = socket(AF_INET, SOCK_DGRAM, 0)\n"
	 "server bind(srv, 127.0.0.1:12345)\n"
	 TCP_CLIENT "client connect(cli, 127.0.0.1:12345)\n",
	 "client", ECONNREFUSED,
	 "server's fd 3 has port 12345 of UDP, which is another."},
	{"connect to a path that does not listen",
	 "server srv = socket(AF_UNIX, SOCK_STREAM, 0)\n"
	 "server bind(srv, unix:/tmp/s)\n"
	 UNIX_CLIENT "client connect(cli, unix:/tmp/s)\n",
	 "client", ECONNREFUSED,
	 "server's fd 3 is bound to /tmp/s but does not listen: it is in "
	 "UNCONN."},
	{"connect to a path that was left behind",
	 UNIX_LISTENER "server close(srv)\n"
	 UNIX_CLIENT "client connect(cli, unix:/tmp/s)\n",
	 "client", ECONNREFUSED, "No open socket is bound to /tmp/s."},
	{"connect to a path that no call made",
	 "run python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"/tmp/s\")'\n"
	 UNIX_CLIENT "client connect(cli, unix:/tmp/s)\n",
	 "client", ECONNREFUSED,
	 "The file is there, and no call that is known here made it"},
	{"send again where nobody receives",
	 UDP_CLIENT
	 "client connect(cli, 127.0.0.1:9999)\n"
	 "client send(cli, \"one\")\n"
	 "client send(cli, \"two\")\n",
	 "client", ECONNREFUSED,
	 "No UDP socket had 127.0.0.1:9999: the datagram of packet 1 was "
	 "answered with an ICMP port unreachable (packet 2)."},
	{"recv on the listening socket",
	 TCP_LISTENER "server recv(srv, 16)\n",
	 "server", ENOTCONN,
	 "server's fd 3 is the listening socket, in LISTEN"},
	{"recv on a fresh socket",
	 TCP_CLIENT "client recv(cli, 16)\n",
	 "client", ENOTCONN, "client's fd 3 has no peer: it is in UNCONN."},
	{"getpeername after RST",
	 TCP_CONNECTED
	 "server setsockopt(conn, SOL_SOCKET, SO_LINGER, {1, 0})\n"
	 "server close(conn)\n"
	 "client getpeername(cli)\n",
	 "client", ENOTCONN,
	 "client's fd 3 is not connected any more: the RST of packet "},
	{"connect a second time",
	 TCP_CONNECTED "client connect(cli, 127.0.0.1:12345)\n",
	 "client", EISCONN,
	 "client's fd 3 is connected to 127.0.0.1:12345 already, in ESTAB."},
	{"connect a listening socket",
	 TCP_LISTENER "server connect(srv, 127.0.0.1:12345)\n",
	 "server", EISCONN, "server's fd 3 is in LISTEN"},
	{"connect a UNIX socket a second time",
	 UNIX_CONNECTED "client connect(cli, unix:/tmp/s)\n",
	 "client", EISCONN, "client's fd 3 has a peer already"},
	{"accept without listen",
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server bind(srv, 127.0.0.1:12345)\n"
	 "server accept(srv)\n",
	 "server", EINVAL,
	 "server's fd 3 does not listen: it is in UNCONN."},
	{"listen on a connection",
	 TCP_CONNECTED "client listen(cli, 1)\n",
	 "client", EINVAL, "client's fd 3 is in ESTAB: it has a connection."},
	{"listen without a path",
	 UNIX_CLIENT "client listen(cli, 1)\n",
	 "client", EINVAL, "client's fd 3 has no address yet."},
	{"listen on UDP",
	 UDP_CLIENT "client listen(cli, 1)\n",
	 "client", EOPNOTSUPP,
	 "client's fd 3 is a socket for datagrams, udp: it has no queue of "
	 "connections."},
	{"accept on UDP",
	 UDP_CLIENT "client accept(cli)\n",
	 "client", EOPNOTSUPP, "client's fd 3 is a socket for datagrams"},
	{"send to no one",
	 UDP_CLIENT "client send(cli, \"x\")\n",
	 "client", EDESTADDRREQ,
	 "client's fd 3 has no peer, and send() names none."},
	{"connect without waiting",
	 "wire hold SYN\n"
	 TCP_LISTENER
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", EINPROGRESS,
	 "client's fd 3 is in SYN-SENT. Its SYN (packet 1) is held on the "
	 "wire."},
	{"connect without waiting, and it is over already",
	 TCP_LISTENER
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", EINPROGRESS, "by now the handshake is over"},
	{"connect without waiting, and it is refused already",
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", EINPROGRESS,
	 "The call did not wait; by now the answer has come, an RST (packet "
	 "2). client's fd 3 is in UNCONN, and SO_ERROR says why."},
	{"connect again while it goes on",
	 "wire hold SYN\n"
	 TCP_LISTENER
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", EALREADY,
	 "client's fd 3 is in SYN-SENT. Its SYN (packet 1) is held on the "
	 "wire."},
	{"connect and no answer",
	 TCP_LISTENER TCP_CLIENT
	 "client setsockopt(cli, IPPROTO_TCP, TCP_USER_TIMEOUT, 100)\n"
	 "wire cut\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "await client\n",
	 "client", ETIMEDOUT,
	 "nothing came back from 127.0.0.1:12345."},
	{"send after shutdown",
	 TCP_CONNECTED
	 "client shutdown(cli, SHUT_WR)\n"
	 "client send(cli, \"x\", MSG_NOSIGNAL)\n",
	 "client", EPIPE,
	 "client's fd 3 can send no more since shutdown(cli, SHUT_WR)"},
	{"send after the RST",
	 TCP_CONNECTED
	 "server close(conn)\n"
	 "client send(cli, \"one\")\n"
	 "client send(cli, \"two\", MSG_NOSIGNAL)\n",
	 "client", EPIPE,
	 "The connection of client's fd 3 is over: 127.0.0.1:12345 sent "
	 "RST (packet "},
	{"send on a fresh socket",
	 TCP_CLIENT "client send(cli, \"x\", MSG_NOSIGNAL)\n",
	 "client", EPIPE, "client's fd 3 was never connected"},
	{"send to a closed UNIX end",
	 UNIX_CONNECTED
	 "server close(conn)\n"
	 "client send(cli, \"x\", MSG_NOSIGNAL)\n",
	 "client", EPIPE, "The other end of client's fd 3 is closed."},
	{"recv after bytes were left unread",
	 TCP_CONNECTED
	 "client send(cli, \"hello\")\n"
	 "server close(conn)\n"
	 "client recv(cli, 16)\n",
	 "client", ECONNRESET,
	 "127.0.0.1:12345 sent RST (packet "},
	{"blocked recv that is reset",
	 TCP_CONNECTED
	 "client send(cli, \"hello\")\n"
	 "client recv(cli, 16)\n"
	 "server close(conn)\n"
	 "await client\n",
	 "client", ECONNRESET, "server's fd 4 had 5 bytes unread then."},
	{"a descriptor that was closed",
	 TCP_CLIENT "client close(cli)\nclient send(3, \"x\")\n",
	 "client", EBADF,
	 "client has no fd 3 any more: it ended with close(cli)."},
	{"a descriptor of nobody",
	 "client listen(99, 1)\n",
	 "client", EBADF, "No call of client has given it a descriptor 99."},
	{"the result of a call that failed",
	 "client listen(-1, 1)\n",
	 "client", EBADF, "-1 is no descriptor"},
	{"a datagram that is too long",
	 UDP_CLIENT
	 "client sendto(cli, \"x\" * 65508, 0, 127.0.0.1:9)\n",
	 "client", EMSGSIZE,
	 "The datagram has 65508 bytes; over IPv4 UDP carries 65507 at most."},
};
/* clang-format on */

const struct produced *produced_connections(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
