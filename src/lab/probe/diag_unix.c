/* diag_unix: UNIX sockets as unix_diag reports them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A connection that waits to be accepted has no file yet and is not listed;
 * the listener's queue counts it, and its client's peer inode is 0.
 */
#include "lab/probe/diag_row.h"

#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stddef.h>
#include <string.h>

void diag_unix_put(struct nlmsghdr *message, const struct diag_request *request)
{
	struct unix_diag_req *wanted =
		mnl_nlmsg_put_extra_header(message, sizeof(*wanted));
	wanted->sdiag_family = request->family;
	wanted->udiag_states = ~0u;
	wanted->udiag_show =
		UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN;
}

void diag_unix_identify(struct nlmsghdr *message,
			const struct socket_state *known)
{
	struct unix_diag_req *wanted = mnl_nlmsg_get_payload(message);
	wanted->udiag_ino = (uint32_t)known->inode;
	wanted->udiag_cookie[0] = (uint32_t)known->cookie;
	wanted->udiag_cookie[1] = (uint32_t)(known->cookie >> 32);
}

/* The bytes of a name as bind(2) keeps them: a path ends in NUL, an abstract
 * name begins with one. */
static struct address address_from(const void *name, size_t len)
{
	struct address address = {0};
	address.as.un.sun_family = AF_UNIX;
	if (len > sizeof(address.as.un.sun_path))
		len = sizeof(address.as.un.sun_path);
	memcpy(address.as.un.sun_path, name, len);
	address.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	return address;
}

static void read_attribute(const struct nlattr *attribute,
			   struct socket_state *row)
{
	const void *payload = mnl_attr_get_payload(attribute);
	size_t len = mnl_attr_get_payload_len(attribute);
	struct unix_diag_rqlen queue;
	switch (mnl_attr_get_type(attribute)) {
	case UNIX_DIAG_NAME:
		row->local = address_from(payload, len);
		break;
	case UNIX_DIAG_PEER:
		if (len >= sizeof(row->peer_inode))
			memcpy(&row->peer_inode, payload,
			       sizeof(row->peer_inode));
		break;
	case UNIX_DIAG_RQLEN:
		if (len < sizeof(queue))
			break;
		memcpy(&queue, payload, sizeof(queue));
		row->recv_q = queue.udiag_rqueue;
		row->send_q = queue.udiag_wqueue;
		break;
	case UNIX_DIAG_SHUTDOWN:
		diag_take_shutdown(attribute, row);
		break;
	}
}

bool diag_unix_read(const struct nlmsghdr *message,
		    const struct diag_request *request,
		    struct socket_state *row, struct tcp_info *info)
{
	(void)request;
	(void)info;
	if (mnl_nlmsg_get_payload_len(message) < sizeof(struct unix_diag_msg))
		return false;
	const struct unix_diag_msg *said = mnl_nlmsg_get_payload(message);
	row->family = AF_UNIX;
	row->type = said->udiag_type;
	row->state = said->udiag_state;
	row->inode = said->udiag_ino;
	row->cookie =
		(uint64_t)said->udiag_cookie[1] << 32 | said->udiag_cookie[0];
	row->local = address_from("", 0);
	const struct nlattr *attribute;
	mnl_attr_for_each(attribute, message, sizeof(*said))
		read_attribute(attribute, row);
	return true;
}
