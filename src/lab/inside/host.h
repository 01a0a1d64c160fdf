/* host: a network namespace with addresses, built by rtnetlink.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/address.h"
#include "lab/lab.h"

enum { HOST_ADDRESSES_MAX = 8 };

/* What a host is to have. Ports of the addresses are 0. */
struct host {
	char name[32];
	struct address addresses[HOST_ADDRESSES_MAX];
	unsigned char prefixes[HOST_ADDRESSES_MAX];
	size_t address_count;
};

/* Reads a host of the lab's configuration. Fails for an address that is no
 * "ADDRESS/PREFIX". */
bool host_parse(const struct lab_host *config, struct host *host,
		struct err *err);

/* The ends of a host that the lab holds. Descriptors are -1 while not there. */
struct host_ends {
	int packet;	      /* AF_PACKET socket on tap0 */
	int diag;	      /* NETLINK_SOCK_DIAG socket */
	int route;	      /* NETLINK_ROUTE socket */
	int ifindex;	      /* of tap0 */
	unsigned char mac[6]; /* of wire0 */
};

void host_ends_close(struct host_ends *ends);

/* The packet socket on that interface, tap0. */
bool host_open_packet(struct host_ends *ends, int ifindex, struct err *err);

/* Builds the network of the calling process's fresh namespace, the wire
 * included. `number` makes the MAC address differ between hosts. errno is
 * set when it fails. */
bool host_build(const struct host *host, size_t number, struct host_ends *ends,
		struct err *err);

/* The same without a wire: lo is up and has the addresses. */
bool host_build_plain(const struct host *host, struct host_ends *ends,
		      struct err *err);

/* Only the sockets that ask for socket states and for addresses, of the
 * namespace as it is. */
bool host_open_netlink(struct host_ends *ends, struct err *err);
