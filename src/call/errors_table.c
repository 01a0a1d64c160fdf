/* errors_table: for each call the errno that Linux can return, why, what next.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sorted by call, then by errno. "*" is any call. What holds for a whole family
 * of calls stands once, with its first: accept4 is looked up under accept too,
 * recvfrom and read under recv, sendto and write under send (errors.c).
 */
#include "call/errors.h"

#include <errno.h>

/* clang-format off */
static const struct error_help table[] = {
	{"*", EPERM,
	 "The process has no privilege for this, or a firewall rule refuses "
	 "the packet.",
	 "Look at what the call needs a privilege for, and at the rules with "
	 "`nft list ruleset`."},
	{"*", EINTR,
	 "A signal handler ran while the call was blocked, before anything "
	 "was done.",
	 "Make the call again: nothing was lost."},
	{"*", EIO,
	 "The kernel met an input or output error below the socket.",
	 "Read the kernel log with dmesg."},
	{"*", EBADF,
	 "The number is no open descriptor of this process: it was never "
	 "one, or it was closed before.",
	 "Check what socket() or accept() returned, and that nothing closed "
	 "it meanwhile."},
	{"*", EAGAIN,
	 "The socket does not block and nothing can be done at this moment.",
	 "Wait with poll() until the descriptor is ready, then make the call "
	 "again."},
	{"*", ENOMEM,
	 "The kernel has no memory left for this.",
	 "Close sockets that are not needed, and look at the memory line of "
	 "`ss -s`."},
	{"*", EACCES,
	 "The permissions of a file or of the network do not allow it.",
	 "Look at who owns the file or port and as whom the process runs."},
	{"*", EFAULT,
	 "A pointer leads outside the memory of the process.",
	 "Check the buffer, the address and the length that were passed."},
	{"*", EINVAL,
	 "An argument has a value that the call does not take, or the socket "
	 "is in the wrong state for it.",
	 "Compare the arguments and the socket's state with the call's man "
	 "page."},
	{"*", ENFILE,
	 "All open files that the whole system allows are in use.",
	 "Find who holds them with lsof; the limit is /proc/sys/fs/file-max."},
	{"*", EMFILE,
	 "The process has as many descriptors open as it may.",
	 "Close the ones that are done with, or raise the limit shown by "
	 "`ulimit -n`."},
	{"*", EPIPE,
	 "This end can send no more: it is shut down, or the connection is "
	 "gone.",
	 "Stop sending and close the socket; with MSG_NOSIGNAL there is no "
	 "SIGPIPE."},
	{"*", ENOSYS,
	 "This kernel does not have the call.",
	 "Use an older call that does the same, or a newer kernel."},
	{"*", ENOTSOCK,
	 "The descriptor is open, but it is a file, a pipe or a terminal and "
	 "no socket.",
	 "Check that the right variable was passed."},
	{"*", EPROTONOSUPPORT,
	 "The family does not know that protocol, or not with that type.",
	 "Leave the protocol at 0 to get the one that fits."},
	{"*", EOPNOTSUPP,
	 "This type of socket does not have that operation.",
	 "Check the type: listen() and accept() are for SOCK_STREAM, not for "
	 "UDP."},
	{"*", EAFNOSUPPORT,
	 "The address is of another family than the socket, or the kernel "
	 "lacks that family.",
	 "Use an address of the family that was given to socket()."},
	{"*", EADDRINUSE,
	 "Another socket has that address.",
	 "See who has it with `ss -tlnp` or `ss -ulnp`."},
	{"*", EADDRNOTAVAIL,
	 "No interface of this host has that address.",
	 "List the host's addresses with `ip addr`."},
	{"*", ENETDOWN,
	 "The interface that the packet would leave by is down.",
	 "See its state with `ip link`."},
	{"*", ENETUNREACH,
	 "This host has no route to that address.",
	 "Look at the routes with `ip route`, and for a missing address "
	 "family."},
	{"*", ECONNABORTED,
	 "The connection was given up on this side before it could be used.",
	 "Try again with a new connection."},
	{"*", ECONNRESET,
	 "The other end answered with RST: it had closed with data unread, "
	 "or knows no such connection.",
	 "Close this socket; the data under way is lost, so connect anew to "
	 "repeat it."},
	{"*", ENOBUFS,
	 "The kernel has no buffer memory left for this.",
	 "Send less at once, or try again a little later."},
	{"*", EISCONN,
	 "The socket is connected already.",
	 "Use it as it is, or make a new socket for another peer."},
	{"*", ENOTCONN,
	 "The socket is not connected.",
	 "Call connect() first, or use the descriptor that accept() "
	 "returned."},
	{"*", ETIMEDOUT,
	 "The other end did not answer for as long as the kernel was willing "
	 "to try.",
	 "Check that the host is up and that nothing drops the packets on "
	 "the way."},
	{"*", ECONNREFUSED,
	 "Nobody listens at that address: its kernel said so at once.",
	 "Check the port, and that the server runs, with `ss -tln` there."},
	{"*", EHOSTDOWN,
	 "The host does not answer on the local network.",
	 "Check that it is up, and its address."},
	{"*", EHOSTUNREACH,
	 "A router, or this host itself, knows no way to that host.",
	 "Check the address; ping shows who says so."},
	{"*", EALREADY,
	 "An earlier connect() on this socket is still under way.",
	 "Wait with poll() until the socket is writable, then read SO_ERROR."},
	{"*", EINPROGRESS,
	 "The socket does not block: the operation was begun and goes on.",
	 "Wait with poll() until the socket is writable, then read SO_ERROR."},
	{"accept", EPERM,
	 "A firewall rule refuses the connection.",
	 "Look at the rules with `nft list ruleset`."},
	{"accept", EAGAIN,
	 "No connection is waiting and the socket does not block, or "
	 "SO_RCVTIMEO ran out.",
	 "Wait with poll() until the listening socket is readable."},
	{"accept", EINVAL,
	 "The socket does not listen, or a flag of accept4() is unknown.",
	 "Call listen() first, and accept on the listening socket, not on a "
	 "connection."},
	{"accept", EMFILE,
	 "The process has as many descriptors open as it may; the connection "
	 "stays in the queue.",
	 "Close connections that are done with, or raise the limit shown by "
	 "`ulimit -n`."},
	{"accept", EPROTO,
	 "The connection broke on a protocol error while it waited.",
	 "Accept the next one."},
	{"accept", EOPNOTSUPP,
	 "Only stream sockets have connections to accept; this one is for "
	 "datagrams.",
	 "Use recvfrom() on a UDP socket: it needs no accept()."},
	{"accept", ECONNABORTED,
	 "The connection was reset while it waited in the queue.",
	 "Accept the next one."},
	{"bind", ENOENT,
	 "The directory of the UNIX path does not exist.",
	 "Create it, or choose another path."},
	{"bind", EACCES,
	 "Ports below 1024 need a privilege; for a UNIX path the directory "
	 "is not writable.",
	 "Take a port from 1024 up, or a directory of your own."},
	{"bind", ENODEV,
	 "An IPv6 link-local address names an interface that does not exist.",
	 "Write the number of the interface as scope; `ip link` lists them."},
	{"bind", ENOTDIR,
	 "Something on the UNIX path that should be a directory is a file.",
	 "Check each part of the path."},
	{"bind", EINVAL,
	 "The socket has an address already, or this one has a length that "
	 "its family does not have.",
	 "Bind once, to an address of the socket's family; make a new socket "
	 "for another address."},
	{"bind", EROFS,
	 "The UNIX path is on a file system that cannot be written.",
	 "Choose a path in a directory such as /tmp."},
	{"bind", ENAMETOOLONG,
	 "A part of the UNIX path is longer than the file system takes.",
	 "Choose a shorter name."},
	{"bind", ELOOP,
	 "The UNIX path goes through too many symbolic links.",
	 "Choose a path without the loop."},
	{"bind", EAFNOSUPPORT,
	 "The address is of another family than the socket.",
	 "Bind an AF_INET socket to 127.0.0.1:port, an AF_INET6 socket to "
	 "[::1]:port."},
	{"bind", EADDRINUSE,
	 "Another socket has the address, or a connection closed on this "
	 "side is still in TIME_WAIT, or the UNIX path exists.",
	 "See who has it with `ss -tan`; set SO_REUSEADDR before bind() for "
	 "TIME_WAIT; unlink() an old path."},
	{"bind", EADDRNOTAVAIL,
	 "No interface of this host has that address.",
	 "Bind to 127.0.0.1, to 0.0.0.0 for all, or to one that `ip addr` "
	 "lists."},
	{"close", EINTR,
	 "A signal came while close() waited for SO_LINGER; the descriptor "
	 "is gone all the same.",
	 "Do not close it again: the number may belong to another file by "
	 "now."},
	{"close", EBADF,
	 "The number is no open descriptor: most often it was closed "
	 "already.",
	 "Close each descriptor once, and forget its number then."},
	{"connect", EPERM,
	 "A firewall rule of this host refuses the connection.",
	 "Look at the rules with `nft list ruleset`."},
	{"connect", ENOENT,
	 "No socket file has that UNIX path.",
	 "Start the server first, and compare the paths."},
	{"connect", EINTR,
	 "A signal came while connect() waited; the handshake goes on by "
	 "itself.",
	 "Wait with poll() until the socket is writable, then read SO_ERROR; "
	 "do not connect again."},
	{"connect", EAGAIN,
	 "The queue of the UNIX listener is full and the socket does not "
	 "block.",
	 "Try again when the server has accepted."},
	{"connect", EACCES,
	 "The UNIX path may not be written by this user, or the address is a "
	 "broadcast and SO_BROADCAST is not set.",
	 "Look at the permissions of the path; set SO_BROADCAST for a "
	 "broadcast."},
	{"connect", ENOTDIR,
	 "Something on the UNIX path that should be a directory is a file.",
	 "Check each part of the path."},
	{"connect", EINVAL,
	 "The address has a length or a scope that its family does not have.",
	 "Use an address of the family that was given to socket()."},
	{"connect", EPROTOTYPE,
	 "The UNIX socket at that path is of another type.",
	 "Give both sockets the same type: SOCK_STREAM or SOCK_DGRAM."},
	{"connect", EAFNOSUPPORT,
	 "The address is of another family than the socket.",
	 "Connect an AF_INET socket to 127.0.0.1:port, an AF_INET6 socket to "
	 "[::1]:port."},
	{"connect", EADDRINUSE,
	 "The socket's own address has a connection to that peer already.",
	 "Leave out bind() so that the kernel chooses a free port."},
	{"connect", EADDRNOTAVAIL,
	 "No local port is free for that peer, or there is no such local "
	 "address.",
	 "Look at what holds the ports with `ss -tan`; the range is "
	 "ip_local_port_range."},
	{"connect", ENETUNREACH,
	 "This host has no route to that address.",
	 "Look at the routes with `ip route`; for IPv6 the host may have no "
	 "address of its own."},
	{"connect", ECONNABORTED,
	 "An earlier attempt on this socket failed and was given up.",
	 "Make a new socket and connect that."},
	{"connect", ECONNRESET,
	 "The other end answered the handshake and then reset the "
	 "connection.",
	 "Look at the server: it closed or aborted while the connection was "
	 "young."},
	{"connect", EISCONN,
	 "The socket is connected already, or it is a listening one.",
	 "Use it as it is; make a new socket for another connection."},
	{"connect", ETIMEDOUT,
	 "Nothing came back: the SYN was sent again and again without an "
	 "answer.",
	 "Check the address and for a firewall that drops; a closed port "
	 "would have refused at once."},
	{"connect", ECONNREFUSED,
	 "Nobody listens on that port: the other kernel answered with RST. A "
	 "UNIX path has no server behind it any more.",
	 "Start the server, and compare its address with `ss -ln`."},
	{"connect", EHOSTUNREACH,
	 "A router, or this host itself, knows no way to that host.",
	 "Check the address; on the same network nobody answered for it."},
	{"connect", EALREADY,
	 "An earlier connect() on this socket is still under way.",
	 "Wait with poll() until the socket is writable, then read SO_ERROR."},
	{"connect", EINPROGRESS,
	 "The socket does not block: the handshake has begun and goes on.",
	 "Wait with poll() until the socket is writable, then read SO_ERROR: "
	 "0 is connected."},
	{"getpeername", ENOTCONN,
	 "The socket has no peer: it is not connected, it listens, or the "
	 "connection is over.",
	 "Ask the descriptor that accept() returned or that connect() was "
	 "called on."},
	{"getsockopt", EINVAL,
	 "The option cannot be read in this way or state.",
	 "Compare the option's length and level with its man page."},
	{"getsockopt", ENODATA,
	 "The socket has no value for this option.",
	 "Ask for it on a socket that has one, such as a connected UNIX "
	 "socket."},
	{"getsockopt", ENOPROTOOPT,
	 "The level has no such option.",
	 "Check that level and option belong together: SO_* with SOL_SOCKET, "
	 "TCP_* with IPPROTO_TCP."},
	{"getsockopt", EOPNOTSUPP,
	 "This socket does not have that level: TCP options are for TCP "
	 "sockets.",
	 "Check the type of the socket with SO_TYPE and SO_PROTOCOL."},
	{"getsockopt", ENOTCONN,
	 "The answer exists only for a connected socket.",
	 "Connect first: the path to the peer decides IP_MTU."},
	{"listen", EINVAL,
	 "The socket is connected, or it is a UNIX socket without an "
	 "address.",
	 "Listen on a fresh socket after bind()."},
	{"listen", EOPNOTSUPP,
	 "Only SOCK_STREAM and SOCK_SEQPACKET can listen.",
	 "Leave listen() out for UDP: bind() is enough to receive."},
	{"listen", EADDRINUSE,
	 "Another socket listens on that port, or no port is free.",
	 "See who listens with `ss -tlnp`."},
	{"recv", EAGAIN,
	 "Nothing has arrived and the socket does not block, or SO_RCVTIMEO "
	 "ran out.",
	 "Wait with poll() until it is readable; 0 would mean the end of the "
	 "stream, this does not."},
	{"recv", EINVAL,
	 "There is no urgent byte for MSG_OOB, or the UNIX socket is not "
	 "connected.",
	 "Leave MSG_OOB out, and connect first."},
	{"recv", EOPNOTSUPP,
	 "This type of socket has no urgent data.",
	 "Leave MSG_OOB out."},
	{"recv", ECONNRESET,
	 "The other end answered with RST: it closed with data unread, set "
	 "SO_LINGER to 0, or was killed so.",
	 "Close this socket; what had not been received is lost."},
	{"recv", ENOTCONN,
	 "The stream socket is not connected; a listening socket never is.",
	 "Receive from the descriptor that accept() returned, or connect() "
	 "first."},
	{"recv", ETIMEDOUT,
	 "The connection died: the peer answered neither data nor keepalive "
	 "probes.",
	 "Close the socket and connect again."},
	{"recv", ECONNREFUSED,
	 "An earlier datagram on this connected socket met a port where "
	 "nobody receives (ICMP port unreachable).",
	 "Check that the peer runs; receiving may go on."},
	{"recv", EHOSTUNREACH,
	 "A router reported that the peer cannot be reached.",
	 "Check the way to the peer; TCP goes on trying for a while."},
	{"send", EPERM,
	 "A firewall rule of this host refuses the packet.",
	 "Look at the rules with `nft list ruleset`."},
	{"send", ENOENT,
	 "No socket file has that UNIX path.",
	 "Start the receiver first, and compare the paths."},
	{"send", EAGAIN,
	 "The send buffer is full and the socket does not block, or "
	 "SO_SNDTIMEO ran out.",
	 "Wait with poll() until it is writable; the peer may not be "
	 "reading."},
	{"send", EACCES,
	 "The address is a broadcast and SO_BROADCAST is not set, or the "
	 "UNIX path may not be written.",
	 "Set SO_BROADCAST first, or look at the permissions of the path."},
	{"send", EINVAL,
	 "The address or a flag does not fit the socket; port 0 is no "
	 "destination.",
	 "Send to a port from 1 to 65535 in the socket's own family."},
	{"send", EPIPE,
	 "This end can send no more: it was shut down or never connected, or "
	 "the peer reset the connection before.",
	 "Stop sending; without MSG_NOSIGNAL the signal SIGPIPE ends the "
	 "process here."},
	{"send", EDESTADDRREQ,
	 "The datagram has no destination: the socket is not connected.",
	 "Use sendto() with an address, or connect() first."},
	{"send", EMSGSIZE,
	 "The datagram is longer than one can be: 65507 bytes for UDP over "
	 "IPv4, or the send buffer of a UNIX socket.",
	 "Send smaller datagrams, or use a stream."},
	{"send", EPROTOTYPE,
	 "The UNIX socket at that path is of another type.",
	 "Give both sockets the same type: SOCK_STREAM or SOCK_DGRAM."},
	{"send", EOPNOTSUPP,
	 "A flag is not for this type of socket: UDP has no urgent data.",
	 "Leave the flag out."},
	{"send", EAFNOSUPPORT,
	 "The address is of another family than the socket.",
	 "Send from an AF_INET socket to IPv4, from an AF_INET6 socket to "
	 "IPv6."},
	{"send", ENETUNREACH,
	 "This host has no route to that address.",
	 "Look at the routes with `ip route`."},
	{"send", ECONNRESET,
	 "The peer answered earlier data with RST: it has no such connection "
	 "any more.",
	 "Close this socket; what was sent last did not arrive."},
	{"send", ENOBUFS,
	 "The queue of the interface is full; Linux mostly drops the packet "
	 "without saying so.",
	 "Send more slowly."},
	{"send", EISCONN,
	 "The connected socket takes no other address.",
	 "Use send(), or a socket of its own for the other peer."},
	{"send", ENOTCONN,
	 "The socket is not connected.",
	 "Call connect() first, or use the descriptor that accept() "
	 "returned."},
	{"send", ETIMEDOUT,
	 "The peer stopped acknowledging, and the kernel gave the connection "
	 "up.",
	 "Close the socket and connect again."},
	{"send", ECONNREFUSED,
	 "An earlier datagram met a port where nobody receives; this one was "
	 "not sent. A UNIX path has no receiver behind it.",
	 "Check that the receiver runs; the next send is tried again."},
	{"send", EHOSTUNREACH,
	 "A router, or this host itself, knows no way to that host.",
	 "Check the address, and that the host is up."},
	{"setsockopt", EPERM,
	 "The option needs a privilege that the process does not have.",
	 "Use the option without privilege (SO_RCVBUF for SO_RCVBUFFORCE), "
	 "or have CAP_NET_ADMIN."},
	{"setsockopt", ENOENT,
	 "The kernel has no module of that name.",
	 "See the names in "
	 "/proc/sys/net/ipv4/tcp_available_congestion_control."},
	{"setsockopt", EACCES,
	 "The option needs a privilege that the process does not have.",
	 "Leave the option out: SO_DEBUG is for the kernel's own developers."},
	{"setsockopt", ENODEV,
	 "No interface of this host has that name, number or address.",
	 "List the interfaces with `ip addr`."},
	{"setsockopt", EINVAL,
	 "The value is too short, out of range, or not possible in the "
	 "socket's state.",
	 "Compare value and length with the option's man page; some options "
	 "come before bind()."},
	{"setsockopt", EDOM,
	 "The microseconds of a timeout are not from 0 to 999999.",
	 "Put whole seconds into tv_sec."},
	{"setsockopt", ENOPROTOOPT,
	 "The level has no such option, or it can only be read.",
	 "Check that level and option belong together: SO_* with SOL_SOCKET, "
	 "TCP_* with IPPROTO_TCP."},
	{"setsockopt", EOPNOTSUPP,
	 "This socket does not have that level: TCP options are for TCP "
	 "sockets.",
	 "Check the type of the socket with SO_TYPE and SO_PROTOCOL."},
	{"setsockopt", EADDRINUSE,
	 "The socket is a member of that multicast group already.",
	 "Join each group once for each interface."},
	{"setsockopt", EADDRNOTAVAIL,
	 "The socket is no member of that multicast group.",
	 "Leave with the addresses that were used to join."},
	{"setsockopt", ENOBUFS,
	 "The socket is a member of as many multicast groups as it may.",
	 "Leave a group, or use another socket; the limit is "
	 "igmp_max_memberships."},
	{"shutdown", EINVAL,
	 "The direction is not SHUT_RD, SHUT_WR or SHUT_RDWR.",
	 "Write one of the three."},
	{"shutdown", ENOTCONN,
	 "There is no connection to shut down: it was never made, or is over "
	 "already.",
	 "Shut down once, while it is connected; a reset connection only "
	 "needs close()."},
	{"socket", EPERM,
	 "SOCK_RAW and AF_PACKET need CAP_NET_RAW, which ordinary users do "
	 "not have.",
	 "Use SOCK_STREAM or SOCK_DGRAM, or capture with a program that may."},
	{"socket", EACCES,
	 "A security policy of this system forbids sockets of that kind.",
	 "Ask who runs the system, or choose another family or type."},
	{"socket", EINVAL,
	 "The type has bits that mean nothing.",
	 "Write SOCK_STREAM or SOCK_DGRAM, with SOCK_NONBLOCK and "
	 "SOCK_CLOEXEC at most."},
	{"socket", EMFILE,
	 "The process has as many descriptors open as it may.",
	 "Close the sockets that are done with, or raise the limit shown by "
	 "`ulimit -n`."},
	{"socket", EPROTONOSUPPORT,
	 "The protocol does not go with that type: TCP is SOCK_STREAM, UDP "
	 "is SOCK_DGRAM.",
	 "Leave the protocol at 0 to get the one that fits."},
	{"socket", ESOCKTNOSUPPORT,
	 "The family has no sockets of that type.",
	 "For AF_INET use SOCK_STREAM or SOCK_DGRAM."},
	{"socket", EAFNOSUPPORT,
	 "This kernel does not have that address family.",
	 "Use AF_INET, AF_INET6 or AF_UNIX."},
};
/* clang-format on */

const struct error_help *error_help_table(size_t *count)
{
	*count = COUNT(table);
	return table;
}
