/* diag_row: one answer of sock_diag(7) as a row of a snapshot.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The requests and the readers of their answers, which diag.c puts together.
 * A reader copies what it wants: `row` may borrow from the message only until
 * the row was added to a snapshot. Returns false for a message that is cut
 * short or is no row.
 */
#pragma once
#include "journal/socket/socket.h"

#include <libmnl/libmnl.h>

enum { /* masks of states: 1 << TCP_ESTABLISHED … of tcp_states.h */
       DIAG_STATES = (1 << 13) - 1,
       DIAG_BOUND = 1 << 13, /* TCPF_BOUND_INACTIVE, Linux 6.8 */
};

/* One dump of one protocol. */
struct diag_request {
	const char *what; /* for messages */
	uint16_t type;	  /* nlmsg_type */
	uint8_t family;	  /* AF_* */
	uint8_t protocol; /* IPPROTO_* */
	uint32_t states;
	void (*put)(struct nlmsghdr *message,
		    const struct diag_request *request);
	bool (*read)(const struct nlmsghdr *message,
		     const struct diag_request *request,
		     struct socket_state *row, struct tcp_info *info);
};

void diag_inet_put(struct nlmsghdr *message,
		   const struct diag_request *request);
/* Makes a request by family one for the socket that `known` is. */
void diag_inet_identify(struct nlmsghdr *message,
			const struct socket_state *known);
bool diag_inet_read(const struct nlmsghdr *message,
		    const struct diag_request *request,
		    struct socket_state *row, struct tcp_info *info);
void diag_unix_put(struct nlmsghdr *message,
		   const struct diag_request *request);
/* Makes a request one for the socket that `known` is. */
void diag_unix_identify(struct nlmsghdr *message,
			const struct socket_state *known);
bool diag_unix_read(const struct nlmsghdr *message,
		    const struct diag_request *request,
		    struct socket_state *row, struct tcp_info *info);

/* INET_DIAG_SHUTDOWN and UNIX_DIAG_SHUTDOWN: the kernel's sk_shutdown. */
void diag_take_shutdown(const struct nlattr *attribute,
			struct socket_state *row);
