/* produced_waits: calls that sleep, or would have had to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <errno.h>

/* clang-format off */
static const struct produced rows[] = {
	{"accept with nobody there",
	 TCP_LISTENER "server accept(srv)\n",
	 "server", PRODUCED_BLOCKED,
	 "No connection waits at 127.0.0.1:12345: the accept queue is empty."},
	{"accept while the SYN is held",
	 "wire hold SYN\n" TCP_LISTENER TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "server accept(srv)\n",
	 "server", PRODUCED_BLOCKED,
	 "the accept queue is empty. A SYN (packet 1) is held on the wire."},
	{"accept while the handshake is half-open",
	 "wire hold SYN-ACK\n" TCP_LISTENER TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "server accept(srv)\n",
	 "server", PRODUCED_BLOCKED,
	 "One handshake is half-open, in SYN-RECV."},
	{"accept that must not wait",
	 "server srv = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "server bind(srv, 127.0.0.1:12345)\n"
	 "server listen(srv, 1)\n"
	 "server accept(srv)\n",
	 "server", EAGAIN,
	 "the accept queue is empty. server's fd 3 has O_NONBLOCK: the call "
	 "must not wait."},
	{"accept on a path",
	 UNIX_LISTENER "server accept(srv)\n",
	 "server", PRODUCED_BLOCKED, "No connection waits at /tmp/s"},
	{"connect while the SYN is held",
	 "wire hold SYN\n" TCP_LISTENER TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", PRODUCED_BLOCKED,
	 "The SYN (packet 1) is held on the wire."},
	{"connect while the SYN-ACK is held",
	 "wire hold SYN-ACK\n" TCP_LISTENER TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", PRODUCED_BLOCKED,
	 "The SYN (packet 1) arrived; the SYN-ACK (packet 2) is held on the "
	 "wire."},
	{"connect to an address of no host",
	 TCP_CLIENT "client connect(cli, 10.0.0.77:12345)\n",
	 "client", PRODUCED_BLOCKED,
	 "went to an address that no host has."},
	{"connect while the cable is cut",
	 TCP_LISTENER TCP_CLIENT
	 "wire cut\n"
	 "client connect(cli, 127.0.0.1:12345)\n",
	 "client", PRODUCED_BLOCKED,
	 "The SYN (packet 1) was lost on the wire"},
	{"connect to a full queue",
	 "server srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server bind(srv, 127.0.0.1:12345)\n"
	 "server listen(srv, 0)\n"
	 TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client two = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "client connect(two, 127.0.0.1:12345)\n",
	 "client", PRODUCED_BLOCKED,
	 "The accept queue of server's fd 3 is full: 1 waits, its backlog is "
	 "0."},
	{"connect to a full queue of UNIX",
	 UNIX_LISTENER UNIX_CLIENT
	 "client connect(cli, unix:/tmp/s)\n"
	 "client two = socket(AF_UNIX, SOCK_STREAM, 0)\n"
	 "client connect(two, unix:/tmp/s)\n"
	 "client three = socket(AF_UNIX, SOCK_STREAM, 0)\n"
	 "client connect(three, unix:/tmp/s)\n",
	 "client", PRODUCED_BLOCKED,
	 "The accept queue of server's fd 3 is full: 2 wait, its backlog is "
	 "1."},
	{"connect to a full queue of UNIX, not waiting",
	 UNIX_LISTENER UNIX_CLIENT
	 "client connect(cli, unix:/tmp/s)\n"
	 "client two = socket(AF_UNIX, SOCK_STREAM, 0)\n"
	 "client connect(two, unix:/tmp/s)\n"
	 "client three = socket(AF_UNIX, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(three, unix:/tmp/s)\n",
	 "client", EAGAIN,
	 "is full: 2 wait, its backlog is 1. client's fd 5 has O_NONBLOCK"},
	{"recv with nothing there",
	 TCP_CONNECTED "client recv(cli, 16)\n",
	 "client", PRODUCED_BLOCKED,
	 "client's fd 3 has no unread bytes. The other end is server's fd 4, "
	 "in ESTAB."},
	{"recv at both ends",
	 TCP_CONNECTED "server recv(conn, 16)\n" "client recv(cli, 16)\n",
	 "client", PRODUCED_BLOCKED,
	 "server is blocked in recv there: each waits for the other."},
	{"recv while the other accepts",
	 TCP_CONNECTED "server accept(srv)\n" "client recv(cli, 16)\n",
	 "client", PRODUCED_BLOCKED, "server is itself blocked in accept."},
	{"recv before accept",
	 TCP_LISTENER TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client recv(cli, 16)\n",
	 "client", PRODUCED_BLOCKED,
	 "The other end waits in the accept queue: no process has it yet."},
	{"recv while the data is held",
	 TCP_CONNECTED
	 "wire hold data\n"
	 "server send(conn, \"hello\")\n"
	 "client recv(cli, 16)\n",
	 "client", PRODUCED_BLOCKED, "for it is held on the wire."},
	{"recv that must not wait",
	 TCP_CONNECTED "client recv(cli, 16, MSG_DONTWAIT)\n",
	 "client", EAGAIN,
	 "client's fd 3 has no unread bytes. MSG_DONTWAIT: the call must not "
	 "wait."},
	{"recv with a timeout",
	 TCP_CONNECTED
	 "client setsockopt(cli, SOL_SOCKET, SO_RCVTIMEO, {0, 100000})\n"
	 "client recv(cli, 16)\n"
	 "await client\n",
	 "client", EAGAIN,
	 "It waited as long as SO_RCVTIMEO allows, 100 ms."},
	{"recvfrom with no datagram",
	 UDP_CLIENT
	 "client bind(cli, 127.0.0.1:5000)\n"
	 "client recvfrom(cli, 16)\n",
	 "client", PRODUCED_BLOCKED, "No datagram waits at 127.0.0.1:5000."},
	{"recvfrom without a port",
	 UDP_CLIENT "client recvfrom(cli, 16)\n",
	 "client", PRODUCED_BLOCKED,
	 "client's fd 3 has no port yet, so nobody can send to it."},
	{"recvfrom of a connected one",
	 UDP_CLIENT
	 "client connect(cli, 127.0.0.1:5000)\n"
	 "client recvfrom(cli, 16)\n",
	 "client", PRODUCED_BLOCKED,
	 "No datagram from 127.0.0.1:5000 waits; connect() lets no other "
	 "sender in."},
	{"send into a full buffer",
	 TCP_CONNECTED "client send(cli, \"x\" * 9000000)\n",
	 "client", PRODUCED_BLOCKED,
	 "The send buffer of client's fd 3 is full: Send-Q is "},
	{"send that must not wait",
	 TCP_CONNECTED
	 "wire hold all\n"
	 "client send(cli, \"x\" * 9000000, MSG_DONTWAIT)\n"
	 "client send(cli, \"x\", MSG_DONTWAIT)\n",
	 "client", EAGAIN, "MSG_DONTWAIT: the call must not wait."},
	{"close that lingers",
	 TCP_CONNECTED
	 "client setsockopt(cli, SOL_SOCKET, SO_LINGER, {1, 5})\n"
	 "wire hold all\n"
	 "client send(cli, \"hello\")\n"
	 "client close(cli)\n",
	 "client", PRODUCED_BLOCKED,
	 "SO_LINGER is set on client's fd 3: close() waits until 5 bytes in "
	 "Send-Q, and the FIN, are acknowledged."},
};
/* clang-format on */

const struct produced *produced_waits(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
