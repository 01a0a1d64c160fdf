/* produced_addresses: errors whose reason is an address, a port or a path.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <errno.h>

/* clang-format off */
static const struct produced rows[] = {
	{"bind to the port of a listener",
	 TCP_LISTENER TCP_CLIENT "client bind(cli, 127.0.0.1:12345)\n",
	 "client", EADDRINUSE,
	 "Port 12345 is already bound by server's fd 3, in LISTEN."},
	{"bind where the wildcard is taken",
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server bind(srv, 0.0.0.0:12345)\n"
	 TCP_CLIENT "client bind(cli, 127.0.0.1:12345)\n",
	 "client", EADDRINUSE,
	 "Port 12345 is already bound by server's fd 3, in UNCONN. "
	 "0.0.0.0:12345 is every address of the host."},
	{"bind to the port of a UDP socket",
	 "server srv = socket(AF_INET, SOCK_DGRAM, 0)\n"
	 "server bind(srv, 127.0.0.1:12345)\n"
	 UDP_CLIENT "client bind(cli, 127.0.0.1:12345)\n",
	 "client", EADDRINUSE,
	 "Port 12345 is already bound by server's fd 3, in UNCONN."},
	{"bind while the connection is in TIME-WAIT",
	 TCP_CONNECTED
	 "server close(srv)\n"
	 "server close(conn)\n"
	 "client close(cli)\n"
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server bind(srv, 127.0.0.1:12345)\n",
	 "server", EADDRINUSE,
	 "No process has port 12345 any more, but the kernel still keeps "
	 "127.0.0.1:12345 to 127.0.0.1:"},
	{"bind with SO_REUSEADDR while in TIME-WAIT without",
	 TCP_CONNECTED
	 "server close(srv)\n"
	 "server close(conn)\n"
	 "client close(cli)\n"
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, 1)\n"
	 "server bind(srv, 127.0.0.1:12345)\n",
	 "server", EADDRINUSE, "both need it."},
	{"bind to a path that a socket has",
	 UNIX_LISTENER UNIX_CLIENT "client bind(cli, unix:/tmp/s)\n",
	 "client", EADDRINUSE,
	 "/tmp/s is already bound by server's fd 3, in LISTEN."},
	{"bind to a path that was left behind",
	 UNIX_LISTENER "server close(srv)\n"
	 UNIX_CLIENT "client bind(cli, unix:/tmp/s)\n",
	 "client", EADDRINUSE,
	 "No socket is bound to /tmp/s, but the file is there"},
	{"bind to an address of nobody",
	 TCP_CLIENT "client bind(cli, 10.9.9.9:12345)\n",
	 "client", EADDRNOTAVAIL,
	 "No interface of host a has the address 10.9.9.9. It has 127.0.0.1/8, "
	 "10.0.0.1/24, ::1/128 and fd00::1/64."},
	{"bind to a low port",
	 TCP_CLIENT "client bind(cli, 127.0.0.1:80)\n",
	 "client", EACCES,
	 "Port 80 is below 1024, and client has no privilege"},
	{"bind a second time",
	 TCP_CLIENT
	 "client bind(cli, 127.0.0.1:12345)\n"
	 "client bind(cli, 127.0.0.1:12346)\n",
	 "client", EINVAL,
	 "client's fd 3 is already bound to 127.0.0.1:12345, in UNCONN."},
	{"bind to an address of IPv6",
	 TCP_CLIENT "client bind(cli, [::1]:12345)\n",
	 "client", EAFNOSUPPORT,
	 "client's fd 3 is of AF_INET, the address of AF_INET6."},
	{"bind an IPv6 socket to IPv4",
	 "client cli = socket(AF_INET6, SOCK_STREAM, 0)\n"
	 "client bind(cli, 127.0.0.1:12345)\n",
	 "client", EINVAL,
	 "client's fd 3 is of AF_INET6, the address of AF_INET."},
	{"listen where another one listens",
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, 1)\n"
	 "server bind(srv, 127.0.0.1:12345)\n"
	 TCP_CLIENT
	 "client setsockopt(cli, SOL_SOCKET, SO_REUSEADDR, 1)\n"
	 "client bind(cli, 127.0.0.1:12345)\n"
	 "server listen(srv, 1)\n"
	 "client listen(cli, 1)\n",
	 "client", EADDRINUSE,
	 "Port 12345 is already bound by server's fd 3, in LISTEN."},
	{"connect with the ends of another connection",
	 TCP_LISTENER TCP_CLIENT
	 "client setsockopt(cli, SOL_SOCKET, SO_REUSEADDR, 1)\n"
	 "client bind(cli, 127.0.0.1:40000)\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client two = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "client setsockopt(two, SOL_SOCKET, SO_REUSEADDR, 1)\n"
	 "client bind(two, 127.0.0.1:40000)\n"
	 "client connect(two, 127.0.0.1:12345)\n",
	 "client", EADDRNOTAVAIL,
	 "client's fd 3 has the connection from 127.0.0.1:40000 to "
	 "127.0.0.1:12345 already, in ESTAB"},
	{"connect without a free port",
	 TCP_LISTENER TCP_CLIENT
	 "client setsockopt(cli, IPPROTO_IP, IP_LOCAL_PORT_RANGE, 0x9c419c41)\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client two = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "client setsockopt(two, IPPROTO_IP, IP_LOCAL_PORT_RANGE, 0x9c419c41)\n"
	 "client connect(two, 127.0.0.1:12345)\n",
	 "client", EADDRNOTAVAIL,
	 "The kernel found no free port of its own for a connection to "
	 "127.0.0.1:12345. client's fd 4 may only have a port from 40001 to 40001 "
	 "(IP_LOCAL_PORT_RANGE). A connection to there has port 40001 already."},
	{"send to a broadcast",
	 UDP_CLIENT "client sendto(cli, \"x\", 0, 10.0.0.255:9)\n",
	 "client", EACCES,
	 "10.0.0.255 is a broadcast address, and client's fd 3 does not have "
	 "SO_BROADCAST."},
	{"connect to a path of nobody",
	 UNIX_LISTENER UNIX_CLIENT "client connect(cli, unix:/tmp/t)\n",
	 "client", ENOENT,
	 "No socket of the lab is bound to /tmp/t. server's fd 3 is bound to "
	 "/tmp/s."},
	{"connect to a path of another type",
	 UNIX_LISTENER
	 "client cli = socket(AF_UNIX, SOCK_DGRAM, 0)\n"
	 "client connect(cli, unix:/tmp/s)\n",
	 "client", EPROTOTYPE,
	 "server's fd 3 at /tmp/s is SOCK_STREAM, client's fd 3 is "
	 "SOCK_DGRAM."},
};
/* clang-format on */

const struct produced *produced_addresses(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
