/* socket: the state of one socket at one instant, as the kernel reported it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "call/address.h"

#include <linux/tcp.h>
#include <stdint.h>

/* The kernel's states, which it does not export: those of TCP (tcp_states.h),
 * also used for UDP and UNIX sockets. */
enum socket_tcp_state {
	SOCKET_ESTABLISHED = 1,
	SOCKET_SYN_SENT,
	SOCKET_SYN_RECV,
	SOCKET_FIN_WAIT1,
	SOCKET_FIN_WAIT2,
	SOCKET_TIME_WAIT,
	SOCKET_CLOSE, /* UNCONN in ss */
	SOCKET_CLOSE_WAIT,
	SOCKET_LAST_ACK,
	SOCKET_LISTEN,
	SOCKET_CLOSING,
	SOCKET_NEW_SYN_RECV,   /* inside the kernel only */
	SOCKET_BOUND_INACTIVE, /* asked for, never answered */
	SOCKET_STATE_COUNT
};

/* A process that has the socket open: an actor, or the program and the number
 * of one that is none, "nc[12]". */
struct socket_owner {
	const char *actor;
	int fd;
};

/* What the kernel calls the socket's timer; the words of ss -o. */
enum socket_timer {
	SOCKET_TIMER_NONE,
	SOCKET_TIMER_ON, /* retransmission */
	SOCKET_TIMER_KEEPALIVE,
	SOCKET_TIMER_TIMEWAIT,
	SOCKET_TIMER_PERSIST, /* zero window probe */
	SOCKET_TIMER_COUNT
};

/* An option that differs from what a new socket of that kind has. */
struct socket_option {
	int level, name; /* as setsockopt(2) takes them */
	int64_t value;
};

/* Which source said so: it bounds what the other fields can hold. */
enum socket_source {
	SOCKET_FROM_DIAG, /* listed by sock_diag(7), as by ss */
	SOCKET_FROM_FD,	  /* only found through an actor's descriptor: an
			   * unbound TCP socket, a bound one before Linux 6.8 */
};

/* Added to the cookie of a socket that is still open, in state CLOSE, while its
 * connection goes on without it in TIME_WAIT, under the same SO_COOKIE. */
#define SOCKET_LEFT_BEHIND (UINT64_C(1) << 63)

/* Strings and arrays belong to the arena of the snapshot or journal. The
 * identity of a socket over time is (host, cookie): the kernel keeps SO_COOKIE
 * from the handshake through TIME_WAIT. */
struct socket_state {
	const char *host;
	uint64_t cookie;
	uint32_t inode; /* 0: no process has a descriptor for it */
	enum socket_source source;
	int family, type, protocol;
	int state; /* enum socket_tcp_state */
	struct address local,
		peer;		   /* len 0: none; UNIX peers: see peer_inode */
	uint32_t peer_inode;	   /* UNIX: inode of the other end, or 0 */
	uint32_t recv_q, send_q;   /* what ss prints: on LISTEN the accept queue
				    * and the backlog, on UDP memory */
	bool no_recv_q, no_send_q; /* nothing says these two: not listed */
	bool unbound;	   /* TCP without a port; `local` is what getsockname(2)
			    * goes on saying of one that it had */
	int64_t next_size; /* FIONREAD where it means another number than
			    * recv_q: size of the next datagram; -1: unknown */
	uint32_t drops;	   /* datagrams dropped for want of memory */
	enum socket_timer timer;
	uint32_t timer_ms;    /* until it expires */
	uint32_t retransmits; /* of what the timer waits for */
	bool shut_rd, shut_wr;
	bool nonblock; /* O_NONBLOCK of the open file */
	const struct socket_owner *owners;
	size_t owner_count;
	const struct socket_option *options;
	size_t option_count;
	const struct tcp_info *tcp_info; /* NULL: none */
};

/* The word of ss(8) for the state: LISTEN, ESTAB, TIME-WAIT, UNCONN … */
const char *socket_state_word(const struct socket_state *socket);

/* "none", or the word of ss -o: "on", "keepalive", "timewait", "persist". */
const char *socket_timer_word(enum socket_timer timer);

/* The state that `word` names, in the words of ss, of the kernel (SYN_RECV)
 * or of netstat (ESTABLISHED); -1 for none. */
int socket_state_from_word(struct str word);

/* Adds one end of the socket, &socket->local or &socket->peer, as ss(8) prints
 * it: an address that is not there is the wildcard of the family. */
void socket_print_end(const struct socket_state *socket,
		      const struct address *end, struct buf *out);

/* "tcp", "udp", "u_str", "u_dgr", "u_seq" …: the Netid of ss(8). */
const char *socket_netid(const struct socket_state *socket);

/* Whether descriptor `fd` of the actor, NULL for none, is this socket. */
bool socket_has_owner(const struct socket_state *socket, const char *actor,
		      int64_t fd);

/* Adds what a number on this row really means, when it is not what its column
 * says: "1 waiting", "incl. FIN", "the SYN", "buffer memory; next datagram 22
 * bytes", "in the accept queue, no process yet", "kernel, no process". Adds
 * nothing for a plain row. */
void socket_annotate(const struct socket_state *socket, struct buf *out);

/* Whether ss(8) has a line for it: not for TCP that has no port, or is bound
 * and no more. */
bool socket_is_listed(const struct socket_state *socket);

/* Whether socket_annotate() says something of its timer. */
bool socket_tells_timer(const struct socket_state *socket);

/* Adds an option by its name in C and its value with the unit: "SO_RCVTIMEO
 * 300000 us". */
void socket_print_option(const struct socket_option *option, struct buf *out);

/* A copy whose strings and arrays live in `arena`. */
struct socket_state socket_copy(const struct socket_state *socket,
				struct arena *arena);

/* Whether all that is shown is equal. What ticks by itself (timer_ms and the
 * times inside tcp_info) is not compared. */
bool socket_same(const struct socket_state *a, const struct socket_state *b);
