/* netlink: a batch of rtnetlink requests, sent and acknowledged at once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <libmnl/libmnl.h>
#include <stdint.h>

/* Requests that are sent together: one system call instead of many. Each has a
 * name for messages ("add the route to 127.0.0.0/8"), which is borrowed.
 * Zero-initialise before use. */
struct netlink_batch {
	_Alignas(16) char bytes[8192];
	size_t len;
	struct nlmsghdr *request; /* the one that was begun last */
	const char *names[64];
	unsigned count;
};

/* Begins a request of `type` and returns its header structure, `size` zero
 * bytes. Attributes are put into batch->request by mnl_attr_put() and its
 * family; netlink_end() ends it. */
void *netlink_begin(struct netlink_batch *batch, const char *name,
		    uint16_t type, uint16_t flags, size_t size);
void netlink_end(struct netlink_batch *batch);

/* Sends all requests on an rtnetlink socket and reads their answers. Fails
 * with the name of the first that the kernel refused, and its errno. */
bool netlink_send(struct netlink_batch *batch, struct mnl_socket *socket,
		  struct err *err);
