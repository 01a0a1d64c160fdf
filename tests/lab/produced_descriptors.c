/* produced_descriptors: errors of descriptors: copied, sent, asked, used up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <errno.h>

/* What the limit is put to, as `ulimit -n` shows it: 0, 1 and 2 are open. */
#define LIMIT_3 "run prlimit --pid 3 --nofile=3:\n"
#define LIMIT_4 "run prlimit --pid 3 --nofile=4:\n"
#define PAIR "client socketpair(AF_UNIX, SOCK_DGRAM, 0, {a, b})\n"
#define PIPE "client pipe2({r, w}, O_NONBLOCK)\n"
#define TEN(text) text text text text text text text text text text

/* clang-format off */
static const struct produced rows[] = {
	{"accept without a free number",
	 "client srv = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "client bind(srv, 127.0.0.1:12345)\n"
	 "client listen(srv, 1)\n" LIMIT_4
	 "server cli = socket(AF_INET, SOCK_STREAM, 0)\n"
	 "server connect(cli, 127.0.0.1:12345)\n" "client accept(srv)\n",
	 "client", EMFILE, "client has 1 socket open."},
	{"socket without a free number",
	 TCP_CLIENT LIMIT_4 "client socket(AF_INET, SOCK_STREAM, 0)\n",
	 "client", EMFILE, "client has 1 socket open."},
	{"dup without a free number",
	 TCP_CLIENT LIMIT_4 "client dup(cli)\n",
	 "client", EMFILE, "client has 1 socket open."},
	{"fcntl without a free number",
	 TCP_CLIENT LIMIT_4 "client fcntl(cli, F_DUPFD, 3)\n",
	 "client", EMFILE, "client has 1 socket open."},
	{"epoll without a free number",
	 LIMIT_3 "client epoll_create1(0)\n", "client", EMFILE, NULL},
	{"a pair with one free number",
	 LIMIT_4 "client socketpair(AF_UNIX, SOCK_STREAM, 0, {a, b})\n",
	 "client", EMFILE, NULL},
	{"a pipe with one free number", LIMIT_4 "client pipe({r, w})\n",
	 "client", EMFILE, NULL},
	{"a pipe with a flag that is none", "client pipe2({r, w}, 1)\n",
	 "client", EINVAL, NULL},
	{"an empty pipe", PIPE "client read(r, 9)\n", "client", EAGAIN,
	 "The pipe of client's fd 3 is empty."},
	{"a full pipe", PIPE "client write(w, \"x\" * 65536)\n"
	 "client write(w, \"y\")\n", "client", EAGAIN,
	 "The pipe of client's fd 4 has no room for the bytes: nobody reads it "
	 "fast enough."},
	{"read the end that is written to", PIPE "client read(w, 9)\n",
	 "client", EBADF,
	 "client's fd 4 is the end of a pipe that is written to: nothing can be "
	 "read from it."},
	{"write to a copy of the end that is read",
	 PIPE "client c = dup(r)\n" "client write(c, \"x\")\n", "client", EBADF,
	 "client's fd 5 is the end of a pipe that is read: nothing can be "
	 "written to it."},
	{"read an end that was closed",
	 PIPE "client close(r)\n" "client read(r, 9)\n", "client", EBADF,
	 "client has no fd 3 any more: it ended with close(r)."},
	{"a pipe that nobody reads",
	 PIPE "client signal(SIGPIPE, SIG_IGN)\n" "client close(r)\n"
	 "client write(w, \"x\")\n", "client", EPIPE,
	 "Nobody can read from the pipe of client's fd 4 any more: every "
	 "descriptor of its other end is closed."},
	{"a pipe that nobody writes to",
	 PIPE "client close(w)\n" "client read(r, 9)\n", "client", 0,
	 "The pipe of client's fd 3 is at its end: it is empty, and every "
	 "descriptor of its other end is closed."},
	{"no bytes of a pipe", PIPE "client read(r, 0)\n", "client", 0, NULL},
	{"receive from a pipe", PIPE "client recv(r, 9)\n", "client", ENOTSOCK,
	 "client's fd 3 is what pipe2({r, w}, O_NONBLOCK) made, and no socket."},
	{"wait for an empty pipe",
	 "client pipe({r, w})\n" "client read(r, 9)\n", "client",
	 PRODUCED_BLOCKED,
	 "The pipe of client's fd 3 is empty: the call sleeps until something is "
	 "written, or until every descriptor of its other end is closed."},
	{"wait for a full pipe",
	 "client pipe({r, w})\n" "client write(w, \"x\" * 65536)\n"
	 "client write(w, \"y\")\n", "client", PRODUCED_BLOCKED,
	 "The pipe of client's fd 4 is full: the call sleeps until somebody "
	 "reads from it."},
	{"poll for a pipe that nobody reads",
	 PIPE "client close(r)\n" "client poll({{w, POLLOUT}}, 0)\n", "client", 0,
	 "client's fd 4, which is no socket, has lost its other end or has an "
	 "error: POLLERR, which comes unasked."},
	{"copy what is not open", "client dup(99)\n", "client", EBADF,
	 "No call of client has given it a descriptor 99."},
	{"copy what was closed",
	 TCP_CLIENT "client close(cli)\n" "client dup2(3, 9)\n",
	 "client", EBADF,
	 "client has no fd 3 any more: it ended with close(cli)."},
	{"copy to a number beyond the limit",
	 TCP_CLIENT LIMIT_4 "client dup2(cli, 4)\n", "client", EBADF, NULL},
	{"fcntl of what is not open", "client fcntl(99, F_GETFL)\n",
	 "client", EBADF, "No call of client has given it a descriptor 99."},
	{"a command that is none", TCP_CLIENT "client fcntl(cli, 999, 5)\n",
	 "client", EINVAL, NULL},
	{"an owner that is nobody",
	 TCP_CLIENT "client fcntl(cli, F_SETOWN, 999999)\n",
	 "client", ESRCH, NULL},
	{"ioctl of what is not open", "client ioctl(99, FIONREAD)\n",
	 "client", EBADF, "No call of client has given it a descriptor 99."},
	{"ioctl of half of a pair that was closed",
	 PAIR "client close(b)\n" "client ioctl(b, FIONREAD)\n",
	 "client", EBADF,
	 "client has no fd 4 any more: it ended with close(b)."},
	{"count the bytes of a listener",
	 TCP_LISTENER "server ioctl(srv, FIONREAD)\n", "server", EINVAL,
	 "server's fd 3 is in LISTEN: it has connections, and no bytes."},
	{"the urgent mark of datagrams",
	 UDP_CLIENT "client ioctl(cli, SIOCATMARK)\n", "client", ENOTTY,
	 "client's fd 3 is of UDP, which has no SIOCATMARK."},
	{"the size of the next datagram",
	 "client srv = socket(AF_INET, SOCK_DGRAM, 0)\n"
	 "client bind(srv, 127.0.0.1:5000)\n"
	 "client sendto(srv, \"one\", 0, 127.0.0.1:5000)\n"
	 "client sendto(srv, \"two again\", 0, 127.0.0.1:5000)\n"
	 "client ioctl(srv, FIONREAD)\n", "client", 0,
	 "It is the size of the next datagram: UDP does not add them up."},
	{"the bytes of a stream",
	 TCP_CONNECTED "client send(cli, \"hello\")\n"
	 "server ioctl(conn, FIONREAD)\n", "server", 0, NULL},
	{"a pair of an unknown family",
	 "client socketpair(99, SOCK_STREAM, 0, {a, b})\n",
	 "client", EAFNOSUPPORT, NULL},
	{"a pair of a type with other bits",
	 "client socketpair(AF_UNIX, 17, 0, {a, b})\n",
	 "client", EINVAL, "SOCK_NONBLOCK and SOCK_CLOEXEC; 0x10 is neither."},
	{"a pair of TCP",
	 "client socketpair(AF_INET, SOCK_STREAM, 0, {a, b})\n",
	 "client", EOPNOTSUPP, NULL},
	{"a pair with a protocol",
	 "client socketpair(AF_UNIX, SOCK_STREAM, 5, {a, b})\n",
	 "client", EPROTONOSUPPORT, NULL},
	{"a pair of a type that UNIX does not have",
	 "client socketpair(AF_UNIX, SOCK_RDM, 0, {a, b})\n",
	 "client", ESOCKTNOSUPPORT, NULL},
	{"send a number that is not open",
	 PAIR "client sendmsg(a, {iov={\"x\"}, rights={b, 99}})\n",
	 "client", EBADF, "No call of client has given it a descriptor 99."},
	{"send from a number that is not open",
	 "client sendmsg(99, {iov={\"x\"}})\n",
	 "client", EBADF, "No call of client has given it a descriptor 99."},
	{"a control message that is too short",
	 PAIR "client sendmsg(a, {iov={\"x\"}, control=\"\\0\" * 16})\n",
	 "client", EINVAL, NULL},
	{"a message that is too long",
	 UDP_CLIENT
	 "client sendmsg(cli, {iov={\"x\" * 40000, \"y\" * 30000}, "
	 "name=127.0.0.1:9})\n", "client", EMSGSIZE,
	 "The datagram has 70000 bytes; over IPv4 UDP carries 65507 at most."},
	{"credentials of another",
	 PAIR "client sendmsg(a, {iov={\"x\"}, credentials={1, getuid(), getgid()}})\n",
	 "client", EPERM,
	 "Process 1 is not client, which is process 3."},
	{"more under way than may be open",
	 PAIR LIMIT_4
	 TEN("client sendmsg(a, {iov={\"x\"}, rights={a}}, MSG_DONTWAIT)\n"),
	 "client", ETOOMANYREFS, NULL},
	{"a message of which nothing is there",
	 PAIR "client recvmsg(a, {iov={10}}, MSG_DONTWAIT)\n",
	 "client", EAGAIN, "MSG_DONTWAIT: the call must not wait."},
	{"an error queue of which nothing is there",
	 UDP_CLIENT
	 "client recvmsg(cli, {iov={10}, name, error}, MSG_ERRQUEUE)\n",
	 "client", EAGAIN,
	 "The error queue of client's fd 3 is empty; recvmsg() does not wait "
	 "for it."},
	{"a message that waits",
	 PAIR "client recvmsg(a, {iov={10}})\n", "client", PRODUCED_BLOCKED,
	 "No datagram waits in client's fd 3."},
	{"a message that is cut",
	 PAIR "client send(a, \"hello there\")\n"
	 "client recvmsg(b, {iov={3, 2}})\n", "client", 0,
	 "The datagram had 11 bytes; 6 bytes did not fit and are lost."},
	{"a message that is looked at",
	 PAIR "client send(a, \"hello there\")\n"
	 "client recvmsg(b, {iov={5}}, MSG_PEEK)\n", "client", 0,
	 "6 bytes did not fit and are still there: MSG_PEEK takes nothing."},
	{"a message in two buffers",
	 TCP_CONNECTED "client send(cli, \"hello\")\n"
	 "server recvmsg(conn, {iov={3, 10}})\n", "server", 0,
	 "13 bytes were asked for, and 5 were there"},
	{"several buffers",
	 TCP_CONNECTED "client writev(cli, {\"hel\", \"lo\"})\n"
	 "server readv(conn, {3, 1})\n", "server", 0,
	 "1 byte is left unread in server's fd 4."},
	{"a descriptor that was sent",
	 PAIR "client sendmsg(a, {iov={\"x\"}, rights={a}})\n"
	 "client recvmsg(b, {iov={1}, rights={got}})\n", "client", 0,
	 "client's fd 5 is the same socket as client's fd 3."},
	{"a descriptor that nobody else has",
	 PAIR TCP_CLIENT "client sendmsg(a, {iov={\"x\"}, rights={cli}})\n"
	 "client close(cli)\n"
	 "client recvmsg(b, {iov={1}, rights={got}})\n", "client", 0,
	 "client's fd 5 is the socket that was sent; nobody else has it open "
	 "any more."},
	{"a descriptor without room",
	 PAIR "client sendmsg(a, {iov={\"x\"}, rights={a}})\n"
	 "client recvmsg(b, {iov={1}})\n", "client", 0,
	 "MSG_CTRUNC: control messages came for which the call had no room, "
	 "and they are lost."},
	{"credentials that were sent",
	 PAIR "client setsockopt(b, SOL_SOCKET, SO_PASSCRED, 1)\n"
	 "client send(a, \"x\")\n"
	 "client recvmsg(b, {iov={1}, credentials})\n", "client", 0,
	 "Process 3 is client: the kernel has checked it."},
	{"an error that was queued",
	 UDP_CLIENT "client setsockopt(cli, IPPROTO_IP, IP_RECVERR, 1)\n"
	 "client sendto(cli, \"hello\", 0, 127.0.0.1:9)\n"
	 "client recvmsg(cli, {iov={10}, name, error}, MSG_ERRQUEUE)\n",
	 "client", 0,
	 "The error queue gives back what was sent once and failed, with the "
	 "reason."},
	{"a message to nobody",
	 TCP_CLIENT "client sendmsg(cli, {iov={\"x\"}}, MSG_NOSIGNAL)\n",
	 "client", EPIPE, "client's fd 3 was never connected"},
};
/* clang-format on */

const struct produced *produced_descriptors(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
