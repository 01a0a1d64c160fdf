/* diag_namespace: a netlink socket stays in the namespace it was made in.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: the main process reads a host's sockets through a descriptor that
 * came from inside, and never enters the namespace. A socket also knows which
 * namespace it is of, by SO_NETNS_COOKIE.
 */
#include "kernel.h"

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

static uint64_t namespace_of(int fd)
{
	uint64_t cookie = 0;
	socklen_t len = sizeof(cookie);
	if (getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &len) < 0)
		CANNOT("SO_NETNS_COOKIE, Linux 5.14");
	return cookie;
}

int main(void)
{
	enter_namespaces();
	int diag = diag_open();
	int inside = listen_at(12345, 1);
	HOLDS(!unshare(CLONE_NEWNET), "a second namespace");
	int outside = bound_at(0);
	HOLDS(diag_each(diag, ~0u, NULL, NULL) == 1,
	      "the old socket does not list the old namespace");
	HOLDS(diag_each(diag_open(), (1u << BOUND_INACTIVE) - 1, NULL, NULL) ==
		      0,
	      "a new socket lists the old namespace");
	HOLDS(namespace_of(diag) == namespace_of(inside),
	      "sockets of one namespace differ");
	HOLDS(namespace_of(diag) != namespace_of(outside),
	      "sockets of two namespaces do not differ");
	return 0;
}
