/* produced_ready: poll(), select() and epoll_wait(), and what they tell.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <errno.h>

#define EPOLL "server ep = epoll_create1(0)\n"
#define KEPT                                                                   \
	TCP_LISTENER EPOLL                                                     \
		"server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"          \
		"server copy = dup(srv)\n"
#define HANDLED "server sigaction(SIGUSR1, handler)\n"
#define UDP_BOUND                                                              \
	"server srv = socket(AF_INET, SOCK_DGRAM, 0)\n"                        \
	"server bind(srv, 127.0.0.1:5000)\n"

/* clang-format off */
static const struct produced rows[] = {
	{"poll that waits for two",
	 TCP_CONNECTED "server poll({{srv, POLLIN}, {conn, POLLIN}}, -1)\n",
	 "server", PRODUCED_BLOCKED,
	 "server's fd 3: no connection waits at 127.0.0.1:12345, the accept "
	 "queue is empty. server's fd 4: no unread bytes. The other end is "
	 "client's fd 3, in ESTAB. It waits without an end."},
	{"poll while the SYN is held",
	 "wire hold SYN\n" TCP_LISTENER TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "server poll({{srv, POLLIN}}, -1)\n",
	 "server", PRODUCED_BLOCKED, "A SYN (packet 1) is held on the wire."},
	{"poll while the data is held",
	 TCP_CONNECTED "wire hold data\n" "client send(cli, \"hello\")\n"
	 "server poll({{conn, POLLIN}}, 600000)\n",
	 "server", PRODUCED_BLOCKED,
	 "no unread bytes. Packet 4 for it is held on the wire. It waits "
	 "600000 ms at most."},
	{"poll with a full buffer",
	 TCP_CONNECTED "wire hold all\n"
	 "client send(cli, \"x\" * 9000000, MSG_DONTWAIT)\n"
	 "client poll({{cli, POLLOUT}}, -1)\n",
	 "client", PRODUCED_BLOCKED, "client's fd 3: no room to send, Send-Q is "},
	{"poll during a handshake",
	 "wire hold SYN\n" TCP_LISTENER
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client poll({{cli, POLLOUT}}, -1)\n",
	 "client", PRODUCED_BLOCKED,
	 "client's fd 3 is still in SYN-SENT: its handshake is not done."},
	{"poll for nothing",
	 TCP_CONNECTED "client poll({{cli, 0}}, -1)\n",
	 "client", PRODUCED_BLOCKED,
	 "client's fd 3 is asked neither for reading nor for writing."},
	{"poll of nobody",
	 "client poll({{-1, POLLIN}}, -1)\n", "client", PRODUCED_BLOCKED,
	 "poll() passes over fd -1. It waits without an end."},
	{"poll of an empty list",
	 "client poll({}, -1)\n", "client", PRODUCED_BLOCKED,
	 "It watches no descriptor. It waits without an end."},
	{"poll that only looks",
	 TCP_CONNECTED "server poll({{conn, POLLIN}}, 0)\n", "server", 0,
	 "It only looked: the timeout is 0. server's fd 4: no unread bytes."},
	{"poll that waited long enough",
	 UDP_BOUND "server poll({{srv, POLLIN}}, 20)\n" "await server\n",
	 "server", 0,
	 "Nothing became ready in 20 ms. server's fd 3: no datagram waits."},
	{"poll that data wakes",
	 TCP_CONNECTED "server poll({{conn, POLLIN}}, -1)\n"
	 "client send(cli, \"hello\")\n" "await server\n",
	 "server", 0,
	 "server's fd 4: 5 bytes to be read, from packet 4."},
	{"poll that a connection wakes",
	 TCP_LISTENER "server poll({{srv, POLLIN}}, -1)\n" TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n" "await server\n",
	 "server", 0, "server's fd 3: a connection waits for accept()."},
	{"poll of the end",
	 TCP_CONNECTED "client close(cli)\n"
	 "server poll({{conn, POLLIN|POLLRDHUP}}, -1)\n",
	 "server", 0,
	 "server's fd 4 is at the end of the stream: recv() will return 0."},
	{"poll of half an end",
	 TCP_CONNECTED "client shutdown(cli, SHUT_WR)\n"
	 "server poll({{conn, POLLRDHUP}}, -1)\n",
	 "server", 0, "server's fd 4: the other end sends no more."},
	{"poll of both ends",
	 TCP_CONNECTED "client shutdown(cli, SHUT_WR)\n"
	 "server shutdown(conn, SHUT_WR)\n"
	 "server poll({{conn, POLLIN|POLLOUT}}, -1)\n",
	 "server", 0,
	 "server's fd 4 has no connection in either direction: POLLHUP, "
	 "which comes unasked."},
	{"poll of a socket that never connected",
	 TCP_CLIENT "client poll({{cli, POLLIN|POLLOUT}}, -1)\n",
	 "client", 0,
	 "client's fd 3 has no connection in either direction: POLLHUP, "
	 "which comes unasked."},
	{"poll of a failed connect",
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client poll({{cli, POLLOUT}}, -1)\n",
	 "client", 0, "client's fd 3 has an error: SO_ERROR or the next call "
	 "says which."},
	{"poll of a connect that is done",
	 TCP_LISTENER
	 "client cli = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)\n"
	 "client connect(cli, 127.0.0.1:12345)\n"
	 "client poll({{cli, POLLOUT}}, -1)\n",
	 "client", 0, "client's fd 3: room to send."},
	{"poll of a number that is not open",
	 "client poll({{99, POLLIN}}, -1)\n",
	 "client", 0, "client's fd 99 is not open: POLLNVAL."},
	{"poll of what is no socket",
	 "client poll({{0, POLLIN}}, -1)\n",
	 "client", 0, "client's fd 0, which is no socket, is ready: no call on "
	 "it would wait."},
	{"poll of an epoll instance",
	 EPOLL "server poll({{ep, POLLIN}}, -1)\n",
	 "server", PRODUCED_BLOCKED,
	 "server's fd 3, which is no socket, is not ready."},
	{"poll of a datagram",
	 UDP_BOUND UDP_CLIENT
	 "client sendto(cli, \"hello\", 0, 127.0.0.1:5000)\n"
	 "server poll({{srv, POLLIN}}, -1)\n",
	 "server", 0, "server's fd 3: a datagram of 5 bytes."},
	{"poll of an urgent byte",
	 TCP_CONNECTED "client send(cli, \"!\", MSG_OOB)\n"
	 "server poll({{conn, POLLPRI}}, -1)\n",
	 "server", 0, "server's fd 4: an urgent byte."},
	{"poll that is interrupted",
	 TCP_CONNECTED "client poll({{cli, POLLIN}}, -1)\n" "interrupt client\n",
	 "client", EINTR, "client was interrupted inside poll."},
	{"poll with more than may be open",
	 "run prlimit --pid 3 --nofile=3:\n"
	 "client poll({{0, 0}, {1, 0}, {2, 0}, {-1, 0}}, 0)\n",
	 "client", EINVAL, NULL},
	{"select that waits",
	 TCP_CONNECTED "server select({srv, conn}, {}, NULL, NULL)\n",
	 "server", PRODUCED_BLOCKED,
	 "queue is empty. server's fd 4: no unread bytes. The other end is "
	 "client's fd 3, in ESTAB. It waits without an end."},
	{"select that waits for a while",
	 TCP_CONNECTED "server select({conn}, NULL, {conn}, {600, 0})\n",
	 "server", PRODUCED_BLOCKED,
	 "in ESTAB. server's fd 4: no urgent byte. It waits 600000 ms at "
	 "most."},
	{"select of what is there",
	 TCP_CONNECTED "client send(cli, \"hello\")\n"
	 "server select({srv, conn}, {conn}, NULL, NULL)\n",
	 "server", 0,
	 "server's fd 4: 5 bytes to be read. server's fd 4: room to send."},
	{"select with a handler",
	 HANDLED TCP_LISTENER "server select({srv}, NULL, NULL, NULL)\n"
	 "signal server SIGUSR1\n",
	 "server", EINTR,
	 "SIGUSR1 came while server was inside select, and its handler ran."},
	{"select of a number that is not open",
	 TCP_CLIENT "client select({cli, 99}, NULL, NULL, NULL)\n",
	 "client", EBADF, "No call of client has given it a descriptor 99."},
	{"select of what was closed",
	 TCP_CLIENT "client two = socket(AF_INET, SOCK_STREAM)\n"
	 "client close(two)\n" "client select({cli}, {two}, NULL, NULL)\n",
	 "client", EBADF,
	 "client has no fd 4 any more: it ended with close(two)."},
	{"epoll_wait that waits",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server epoll_wait(ep, 10, -1)\n",
	 "server", PRODUCED_BLOCKED,
	 "server's fd 3: no connection waits at 127.0.0.1:12345, the accept "
	 "queue is empty. It waits without an end."},
	{"epoll_wait of an empty list",
	 EPOLL "server epoll_wait(ep, 10, -1)\n",
	 "server", PRODUCED_BLOCKED, "It watches no descriptor."},
	{"epoll_wait of a list that is empty again",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_DEL, srv)\n"
	 "server epoll_wait(ep, 10, -1)\n",
	 "server", PRODUCED_BLOCKED, "It watches no descriptor."},
	{"epoll_wait of what a close took off",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server close(srv)\n" "server epoll_wait(ep, 10, -1)\n",
	 "server", PRODUCED_BLOCKED, "It watches no descriptor."},
	{"epoll_wait by a child",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server child = fork()\n" "child epoll_wait(ep, 10, -1)\n",
	 "child", PRODUCED_BLOCKED, "child's fd 3: no connection waits"},
	{"epoll_wait by edge",
	 TCP_CONNECTED EPOLL
	 "server epoll_ctl(ep, EPOLL_CTL_ADD, conn, EPOLLIN|EPOLLET)\n"
	 "client send(cli, \"hello\")\n"
	 "server epoll_wait(ep, 10, -1)\n" "server recv(conn, 2)\n"
	 "server epoll_wait(ep, 10, -1)\n",
	 "server", PRODUCED_BLOCKED,
	 "server's fd 4 has unread bytes, but they were told of before: "
	 "EPOLLET only says what is new."},
	{"epoll_wait after the one time",
	 TCP_CONNECTED EPOLL
	 "server epoll_ctl(ep, EPOLL_CTL_ADD, conn, EPOLLIN|EPOLLONESHOT)\n"
	 "client send(cli, \"hello\")\n"
	 "server epoll_wait(ep, 10, -1)\n" "server epoll_wait(ep, 10, -1)\n",
	 "server", PRODUCED_BLOCKED,
	 "server's fd 4 was told of once: EPOLLONESHOT says no more until "
	 "EPOLL_CTL_MOD."},
	{"epoll_wait of what is there",
	 TCP_CONNECTED EPOLL
	 "server epoll_ctl(ep, EPOLL_CTL_ADD, conn, {EPOLLIN, 77})\n"
	 "client send(cli, \"hello\")\n" "server epoll_wait(ep, 10, -1)\n",
	 "server", 0, "server's fd 4: 5 bytes to be read."},
	{"epoll_wait that is interrupted",
	 EPOLL "server epoll_wait(ep, 10, -1)\n" "interrupt server\n",
	 "server", EINTR, "server was interrupted inside epoll_wait."},
	{"epoll_wait without room",
	 EPOLL "server epoll_wait(ep, 0, -1)\n", "server", EINVAL,
	 "There is room for 0 events; it takes 1 at least."},
	{"epoll_wait of a socket",
	 TCP_CLIENT "client epoll_wait(cli, 10, -1)\n", "client", EINVAL,
	 "client's fd 3 is a socket, and no epoll instance."},
	{"epoll with an unknown flag",
	 "server epoll_create1(5)\n", "server", EINVAL, NULL},
	{"a number that is not open for epoll",
	 EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, 99, EPOLLIN)\n",
	 "server", EBADF, "No call of server has given it a descriptor 99."},
	{"add twice",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLOUT)\n",
	 "server", EEXIST,
	 "server's fd 3 is in the list already, by epoll_ctl(ep, EPOLL_CTL_ADD, srv, "
	 "EPOLLIN)."},
	{"an epoll instance inside itself",
	 EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, ep, EPOLLIN)\n",
	 "server", EINVAL,
	 "server's fd 3 cannot watch itself: its two descriptors are the "
	 "same."},
	{"a socket for an epoll instance",
	 TCP_LISTENER EPOLL "server epoll_ctl(srv, EPOLL_CTL_ADD, ep, EPOLLIN)\n",
	 "server", EINVAL, "server's fd 3 is a socket, and no epoll instance."},
	{"two that watch each other",
	 EPOLL "server two = epoll_create1(0)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_ADD, two, EPOLLIN)\n"
	 "server epoll_ctl(two, EPOLL_CTL_ADD, ep, EPOLLIN)\n",
	 "server", ELOOP, NULL},
	{"change what is not in the list",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_MOD, srv, EPOLLIN)\n",
	 "server", ENOENT, "No call has added server's fd 3 to the list."},
	{"take off twice",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_DEL, srv)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_DEL, srv)\n",
	 "server", ENOENT,
	 "server's fd 3 was taken off the list by epoll_ctl(ep, EPOLL_CTL_DEL, "
	 "srv)."},
	{"change what a close took off",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server close(srv)\n" "server srv = socket(AF_INET, SOCK_STREAM)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_MOD, srv, EPOLLIN)\n",
	 "server", ENOENT,
	 "server's fd 3 is another one than epoll_ctl(ep, EPOLL_CTL_ADD, srv, "
	 "EPOLLIN) added: the close() between has taken that off the list."},
	{"watch what is always ready",
	 EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, 0, EPOLLIN)\n",
	 "server", EPERM, NULL},
	{"a closed number that epoll keeps",
	 KEPT "server close(srv)\n",
	 "server", 0,
	 "The epoll instance server's fd 4 still watches it, as fd 3: the socket "
	 "is open, as server's fd 5."},
	{"events of a closed number",
	 KEPT "server close(srv)\n" TCP_CLIENT
	 "client connect(cli, 127.0.0.1:12345)\n" "server epoll_wait(ep, 1, 0)\n",
	 "server", 0,
	 "The socket added as fd 3 (now server's fd 5): a connection waits for "
	 "accept(). epoll watches the open file, not the number"},
	{"epoll that waits for a closed number",
	 KEPT "server close(srv)\n" "server epoll_wait(ep, 1, -1)\n",
	 "server", PRODUCED_BLOCKED,
	 "The socket added as fd 3 (now server's fd 5): no connection waits"},
	{"a closed number to be taken off",
	 KEPT "server close(srv)\n" "server epoll_ctl(ep, EPOLL_CTL_DEL, srv)\n",
	 "server", EBADF,
	 "server has no fd 3 any more, but the list still has what was added as "
	 "it: the socket is open, as server's fd 5."},
	{"a copy to be taken off",
	 KEPT "server epoll_ctl(ep, EPOLL_CTL_DEL, copy)\n", "server", ENOENT,
	 "server's fd 5 has no entry, but its socket has one: it was added as fd "
	 "3."},
	{"another socket under a number that epoll keeps",
	 KEPT "server close(srv)\n"
	 "server other = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_DEL, other)\n",
	 "server", ENOENT,
	 "server's fd 3 is another socket than epoll_ctl(ep, EPOLL_CTL_ADD, srv, "
	 "EPOLLIN) added. That one is still in the list, and open as server's fd "
	 "5."},
	{"a copy that has the number back",
	 KEPT "server close(srv)\n" "server dup2(copy, 3)\n"
	 "server epoll_ctl(ep, EPOLL_CTL_DEL, 3)\n",
	 "server", 0, NULL},
	{"a closed number that a child keeps",
	 TCP_LISTENER EPOLL "server epoll_ctl(ep, EPOLL_CTL_ADD, srv, EPOLLIN)\n"
	 "server pid = fork()\n" "server close(srv)\n",
	 "server", 0, "The epoll instance server's fd 4 still watches it, as fd 3"},
	{"listen on an epoll instance",
	 EPOLL "server listen(ep, 1)\n", "server", ENOTSOCK,
	 "server's fd 3 is what ep = epoll_create1(0) made, and no socket."},
};
/* clang-format on */

const struct produced *produced_ready(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
