/* produced_arguments: errors whose reason is an argument, told by the table.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <errno.h>

#define GROUP(last)                                                            \
	"client setsockopt(cli, IPPROTO_IP, IP_ADD_MEMBERSHIP, "               \
	"{224.0.1." last ", 127.0.0.1})\n"
/* clang-format off */
#define GROUPS_1_TO_20 \
	GROUP("1") GROUP("2") GROUP("3") GROUP("4") GROUP("5") \
	GROUP("6") GROUP("7") GROUP("8") GROUP("9") GROUP("10") \
	GROUP("11") GROUP("12") GROUP("13") GROUP("14") GROUP("15") \
	GROUP("16") GROUP("17") GROUP("18") GROUP("19") GROUP("20")
/* clang-format on */

#define UNIX_DGRAM "client cli = socket(AF_UNIX, SOCK_DGRAM, 0)\n"
#define TCP_SILENT                                                             \
	TCP_CONNECTED                                                          \
	"client setsockopt(cli, IPPROTO_TCP, TCP_USER_TIMEOUT, 100)\n"         \
	"wire cut\n"                                                           \
	"client send(cli, \"hello\")\n"

/* clang-format off */
static const struct produced rows[] = {
	{"a family that leads out of the lab", "client socket(AF_VSOCK, SOCK_STREAM, 0)\n",
	 "client", EPERM, "This is a rule of the lab, not of the kernel"},
	{"a socket of the ordinary user's", "client socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)\n",
	 "client", EPERM, NULL},
	{"a type with other bits", "client socket(AF_INET, 17, 0)\n",
	 "client", EINVAL, "SOCK_NONBLOCK and SOCK_CLOEXEC; 0x10 is neither."},
	{"TCP with datagrams", "client socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP)\n",
	 "client", EPROTONOSUPPORT, NULL},
	{"a type that a family does not have", "client socket(AF_INET, SOCK_SEQPACKET, 0)\n",
	 "client", ESOCKTNOSUPPORT, NULL},
	{"a family that is none", "client socket(99, SOCK_STREAM, 0)\n",
	 "client", EAFNOSUPPORT, NULL},
	{"not a socket", "client listen(0, 1)\n", "client", ENOTSOCK,
	 "client's fd 0 is its standard input, and no socket."},
	{"accept on nothing", "client accept(99)\n", "client", EBADF,
	 "No call of client has given it a descriptor 99."},
	{"close twice", TCP_CLIENT "client close(cli)\nclient close(3)\n",
	 "client", EBADF,
	 "client has no fd 3 any more: it ended with close(cli)."},
	{"bind in no folder", UNIX_CLIENT "client bind(cli, unix:/tmp/none/s)\n",
	 "client", ENOENT, NULL},
	{"bind below a file", UNIX_CLIENT "client bind(cli, unix:/etc/passwd/s)\n",
	 "client", ENOTDIR, NULL},
	{"bind where nothing can be written", UNIX_CLIENT "client bind(cli, unix:/etc/s)\n",
	 "client", EROFS, NULL},
	{"bind in a circle of links",
	 "run ln -s /tmp/loop /tmp/loop\n" UNIX_CLIENT
	 "client bind(cli, unix:/tmp/loop/s)\n", "client", ELOOP, NULL},
	{"bind to an interface that is not there",
	 "client cli = socket(AF_INET6, SOCK_STREAM, 0)\n"
	 "client bind(cli, [fe80::1%99]:12345)\n", "client", ENODEV, NULL},
	{"connect below a file", UNIX_CLIENT "client connect(cli, unix:/etc/passwd/s)\n",
	 "client", ENOTDIR, NULL},
	{"connect in a circle of links",
	 "run ln -s /tmp/loop /tmp/loop\n" UNIX_CLIENT
	 "client connect(cli, unix:/tmp/loop)\n", "client", ELOOP, NULL},
	{"connect without a scope",
	 "client cli = socket(AF_INET6, SOCK_STREAM, 0)\n"
	 "client connect(cli, [fe80::1]:12345)\n", "client", EINVAL,
	 "sin6_scope_id, which is 0 here"},
	{"connect to IPv6", TCP_CLIENT "client connect(cli, [::1]:12345)\n",
	 "client", EAFNOSUPPORT,
	 "client's fd 3 is of AF_INET, the address of AF_INET6."},
	{"connect to a broadcast", UDP_CLIENT "client connect(cli, 10.0.0.255:9)\n",
	 "client", EACCES, "10.0.0.255 is a broadcast address"},
	{"connect without a route", TCP_CLIENT "client connect(cli, 198.51.100.1:9)\n",
	 "client", ENETUNREACH,
	 "No route of host a leads to 198.51.100.1. It has 127.0.0.1/8, "
	 "10.0.0.1/24, ::1/128 and fd00::1/64. No host of the lab has "
	 "198.51.100.1."},
	{"connect after a failure that was read",
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client getsockopt(cli, SOL_SOCKET, SO_ERROR)\n"
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", ECONNABORTED, NULL},
	{"shut down what has no connection", TCP_CLIENT "client shutdown(cli, SHUT_WR)\n",
	 "client", ENOTCONN, "client's fd 3 has no peer: it is in UNCONN."},
	{"shut down a fourth direction", TCP_CONNECTED "client shutdown(cli, 7)\n",
	 "client", EINVAL, NULL},
	{"an urgent byte that is not there",
	 TCP_CONNECTED "client recv(cli, 1, MSG_OOB)\n", "client", EINVAL, NULL},
	{"an urgent byte of datagrams",
	 UNIX_DGRAM "client recv(cli, 1, MSG_OOB)\n", "client", EOPNOTSUPP, NULL},
	{"recv on a dead connection", TCP_SILENT
	 "client recv(cli, 16)\n" "await client\n", "client", ETIMEDOUT,
	 "nothing came back from 127.0.0.1:12345."},
	{"send on a dead connection", TCP_SILENT
	 "state client cli UNCONN\n" "client send(cli, \"more\")\n", "client", ETIMEDOUT,
	 "nothing came back from 127.0.0.1:12345."},
	{"recv where nobody received",
	 UDP_CLIENT
	 "client connect(cli, 127.0.0.1:9999)\n"
	 "client send(cli, \"one\")\n"
	 "client recv(cli, 16)\n", "client", ECONNREFUSED,
	 "was answered with an ICMP port unreachable (packet 2)."},
	{"send to who hears another one only",
	 "server one = socket(AF_UNIX, SOCK_DGRAM, 0)\n"
	 "server bind(one, unix:/tmp/one)\n"
	 "server two = socket(AF_UNIX, SOCK_DGRAM, 0)\n"
	 "server bind(two, unix:/tmp/two)\n"
	 "server connect(one, unix:/tmp/two)\n" UNIX_DGRAM
	 "client sendto(cli, \"x\", 0, unix:/tmp/one)\n", "client", EPERM,
	 "server's fd 3 is connected to /tmp/two"},
	{"send to a path of nobody",
	 UNIX_DGRAM "client sendto(cli, \"x\", 0, unix:/tmp/none)\n",
	 "client", ENOENT, "No socket of the lab is bound to /tmp/none."},
	{"send to a path of another type",
	 UNIX_LISTENER UNIX_DGRAM
	 "client sendto(cli, \"x\", 0, unix:/tmp/s)\n",
	 "client", EPROTOTYPE, "is SOCK_STREAM, client's fd 3 is SOCK_DGRAM."},
	{"send to port 0", UDP_CLIENT "client sendto(cli, \"x\", 0, 127.0.0.1:0)\n",
	 "client", EINVAL, "Port 0 is no destination."},
	{"send an urgent datagram",
	 UDP_CLIENT "client sendto(cli, \"x\", MSG_OOB, 127.0.0.1:9)\n",
	 "client", EOPNOTSUPP, NULL},
	{"send to IPv6", UDP_CLIENT "client sendto(cli, \"x\", 0, [::1]:9)\n",
	 "client", EAFNOSUPPORT,
	 "client's fd 3 is of AF_INET, the address of AF_INET6."},
	{"send without a route",
	 UDP_CLIENT "client sendto(cli, \"x\", 0, 198.51.100.1:9)\n",
	 "client", ENETUNREACH,
	 "No route of host a leads to 198.51.100.1. It has 127.0.0.1/8, "
	 "10.0.0.1/24, ::1/128 and fd00::1/64. No host of the lab has "
	 "198.51.100.1."},
	{"send after the RST, the first time",
	 TCP_CONNECTED
	 "server setsockopt(conn, SOL_SOCKET, SO_LINGER, {1, 0})\n"
	 "server close(conn)\n"
	 "client send(cli, \"x\")\n",
	 "client", ECONNRESET, "127.0.0.1:12345 sent RST (packet 4)."},
	{"send with an address on a UNIX stream",
	 UNIX_CONNECTED "client sendto(cli, \"x\", 0, unix:/tmp/s)\n",
	 "client", EISCONN, "client's fd 3 has a peer already"},
	{"send on a UNIX socket without a peer",
	 UNIX_CLIENT "client send(cli, \"x\")\n",
	 "client", ENOTCONN, "client's fd 3 has no peer: it is in UNCONN."},
	{"an option that needs a privilege",
	 TCP_CLIENT "client setsockopt(cli, SOL_SOCKET, SO_RCVBUFFORCE, 4096)\n",
	 "client", EPERM, NULL},
	{"the option of the kernel's developers",
	 TCP_CLIENT "client setsockopt(cli, SOL_SOCKET, SO_DEBUG, 1)\n",
	 "client", EACCES, "Option 1 of SOL_SOCKET is SO_DEBUG"},
	{"a congestion control of nobody",
	 TCP_CLIENT "client setsockopt(cli, IPPROTO_TCP, TCP_CONGESTION, \"none\")\n",
	 "client", ENOENT, NULL},
	{"an interface of nobody",
	 TCP_CLIENT "client setsockopt(cli, SOL_SOCKET, SO_BINDTODEVICE, \"none\")\n",
	 "client", ENODEV, NULL},
	{"a value out of range",
	 TCP_CLIENT "client setsockopt(cli, IPPROTO_TCP, TCP_KEEPIDLE, 0)\n",
	 "client", EINVAL, "TCP_KEEPIDLE takes 1 to 32767, and this is 0"},
	{"a million microseconds",
	 TCP_CLIENT "client setsockopt(cli, SOL_SOCKET, SO_RCVTIMEO, {0, 1000000})\n",
	 "client", EDOM,
	 "tv_usec is 1000000, and must be from 0 to 999999: whole seconds "
	 "belong in tv_sec."},
	{"an option of nobody",
	 TCP_CLIENT "client setsockopt(cli, SOL_SOCKET, 999, 1)\n",
	 "client", ENOPROTOOPT, NULL},
	{"a TCP option of a UNIX socket",
	 UNIX_CLIENT "client setsockopt(cli, IPPROTO_TCP, TCP_NODELAY, 1)\n",
	 "client", EOPNOTSUPP,
	 "client's fd 3 has no such option: a UNIX socket has those of "
	 "SOL_SOCKET only."},
	{"join a group twice", UDP_CLIENT GROUP("1") GROUP("1"),
	 "client", EADDRINUSE, NULL},
	{"leave a group before joining",
	 UDP_CLIENT
	 "client setsockopt(cli, IPPROTO_IP, IP_DROP_MEMBERSHIP, "
	 "{224.0.1.1, 127.0.0.1})\n", "client", EADDRNOTAVAIL, NULL},
	{"join one group too many", UDP_CLIENT GROUPS_1_TO_20 GROUP("21"),
	 "client", ENOBUFS, NULL},
	{"read an option of nobody",
	 TCP_CLIENT "client getsockopt(cli, SOL_SOCKET, 999)\n",
	 "client", ENOPROTOOPT, NULL},
	{"read a TCP option of a UDP socket",
	 UDP_CLIENT "client getsockopt(cli, IPPROTO_TCP, TCP_NODELAY)\n",
	 "client", EOPNOTSUPP,
	 "those of IPPROTO_TCP are for sockets of TCP, and this is one of "
	 "UDP."},
	{"read the MTU of a way to nowhere",
	 TCP_CLIENT "client getsockopt(cli, IPPROTO_IP, IP_MTU)\n",
	 "client", ENOTCONN, "client's fd 3 has no peer: it is in UNCONN."},
	{"read the groups of no peer",
	 UNIX_CLIENT "client getsockopt(cli, SOL_SOCKET, SO_PEERGROUPS)\n",
	 "client", ENODATA, NULL},
};
/* clang-format on */

const struct produced *produced_arguments(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
