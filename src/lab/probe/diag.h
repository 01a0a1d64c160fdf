/* diag: asks sock_diag(7) for the sockets of a network namespace.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/snapshot.h"

/* Adds every TCP, UDP and UNIX socket of the namespace in which `fd`
 * (NETLINK_SOCK_DIAG) was made to `out`, as rows of `host`, without owners:
 * all that are in a connection, listen, or have a UDP port or a UNIX name. */
bool diag_dump(int fd, const char *host, struct snapshot *out, struct err *err);

/* Asks for one TCP, UDP or UNIX socket again, as `known` has it (its addresses
 * or its inode, and its cookie), and adds its row. Returns false, and adds
 * nothing, when there is no such socket any more, or it is of another protocol.
 */
bool diag_again(int fd, const struct socket_state *known, struct snapshot *out);

/* Ends every TCP connection of the namespace, see SOCK_DESTROY in sock_diag(7):
 * one whose process is gone and whose last segments nobody acknowledges would
 * keep the namespace, and half a megabyte of the kernel's memory, for as long
 * as the kernel sends them again. Where it cannot, it does nothing. */
void diag_end_all(int fd);

/* The same for TCP sockets that are bound and nothing else; none before Linux
 * 6.8. They are listed apart because it takes as long as all the others. */
bool diag_dump_bound(int fd, const char *host, struct snapshot *out,
		     struct err *err);
