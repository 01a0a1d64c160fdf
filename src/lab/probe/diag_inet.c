/* diag_inet: TCP and UDP sockets as inet_diag reports them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is surprising: TIME_WAIT and SYN_RECV sockets are small structures
 * with no file, so their inode is 0 and they have no attributes; an orphan in
 * FIN_WAIT2 is such a structure, too, and has the timer of TIME_WAIT. A bound
 * TCP socket that is neither listening nor connected is listed under the state
 * bit 13 since Linux 6.8; older kernels ignore the bit.
 */
#include "lab/probe/diag_row.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>

enum {
	STATE_CLOSE = 7,	   /* TCP_CLOSE of the kernel's tcp_states.h */
	STATE_LISTEN = 10,	   /* TCP_LISTEN */
	STATE_BOUND_INACTIVE = 13, /* may stand in an answer, for CLOSE */
};

static uint8_t extension(int attribute)
{
	return (uint8_t)(1u << (attribute - 1));
}

void diag_inet_put(struct nlmsghdr *message, const struct diag_request *request)
{
	uint8_t wanted = extension(INET_DIAG_SKMEMINFO);
	if (request->protocol == IPPROTO_TCP)
		wanted |= extension(INET_DIAG_INFO);
	if (request->type == TCPDIAG_GETSOCK) {
		struct inet_diag_req *old =
			mnl_nlmsg_put_extra_header(message, sizeof(*old));
		old->idiag_ext = wanted;
		old->idiag_states = request->states;
		return;
	}
	struct inet_diag_req_v2 *new =
		mnl_nlmsg_put_extra_header(message, sizeof(*new));
	new->sdiag_family = request->family;
	new->sdiag_protocol = request->protocol;
	new->idiag_ext = wanted;
	new->idiag_states = request->states;
}

static void put_end(const struct address *end, __be32 *ip, __be16 *port)
{
	if (end->len && address_family(end) == AF_INET) {
		memcpy(ip, &end->as.in.sin_addr, 4);
		*port = end->as.in.sin_port;
	} else if (end->len && address_family(end) == AF_INET6) {
		memcpy(ip, &end->as.in6.sin6_addr, 16);
		*port = end->as.in6.sin6_port;
	}
}

void diag_inet_identify(struct nlmsghdr *message,
			const struct socket_state *known)
{
	struct inet_diag_req_v2 *request = mnl_nlmsg_get_payload(message);
	struct inet_diag_sockid *id = &request->id;
	put_end(&known->local, id->idiag_src, &id->idiag_sport);
	put_end(&known->peer, id->idiag_dst, &id->idiag_dport);
	id->idiag_cookie[0] = (uint32_t)known->cookie;
	id->idiag_cookie[1] = (uint32_t)(known->cookie >> 32);
}

static struct address address_from(uint8_t family, const __be32 *ip,
				   __be16 port, __u32 interface)
{
	struct address address = {0};
	if (family == AF_INET) {
		address.len = sizeof(address.as.in);
		address.as.in.sin_family = AF_INET;
		address.as.in.sin_port = port;
		memcpy(&address.as.in.sin_addr, ip, 4);
		return address;
	}
	address.len = sizeof(address.as.in6);
	address.as.in6.sin6_family = AF_INET6;
	address.as.in6.sin6_port = port;
	memcpy(&address.as.in6.sin6_addr, ip, 16);
	if (IN6_IS_ADDR_LINKLOCAL(&address.as.in6.sin6_addr))
		address.as.in6.sin6_scope_id = interface;
	return address;
}

/* One attribute; `info` gets what the kernel has of struct tcp_info, which is
 * longer or shorter than ours on other kernels. */
static void read_attribute(const struct nlattr *attribute,
			   struct socket_state *row, struct tcp_info *info)
{
	const void *payload = mnl_attr_get_payload(attribute);
	size_t len = mnl_attr_get_payload_len(attribute);
	uint32_t drops;
	switch (mnl_attr_get_type(attribute)) {
	case INET_DIAG_SHUTDOWN:
		diag_take_shutdown(attribute, row);
		break;
	case INET_DIAG_SKMEMINFO:
		// TCP counts other things there than datagrams.
		if (row->protocol != IPPROTO_UDP ||
		    len < (SK_MEMINFO_DROPS + 1) * sizeof(drops))
			break;
		memcpy(&drops,
		       (const char *)payload + SK_MEMINFO_DROPS * sizeof(drops),
		       sizeof(drops));
		row->drops = drops;
		break;
	case INET_DIAG_INFO:
		memset(info, 0, sizeof(*info));
		memcpy(info, payload,
		       len < sizeof(*info) ? len : sizeof(*info));
		row->tcp_info = len ? info : NULL;
		break;
	}
}

bool diag_inet_read(const struct nlmsghdr *message,
		    const struct diag_request *request,
		    struct socket_state *row, struct tcp_info *info)
{
	if (mnl_nlmsg_get_payload_len(message) < sizeof(struct inet_diag_msg))
		return false;
	const struct inet_diag_msg *said = mnl_nlmsg_get_payload(message);
	const struct inet_diag_sockid *id = &said->id;
	row->family = said->idiag_family;
	row->protocol = request->protocol;
	row->type = row->protocol == IPPROTO_TCP ? SOCK_STREAM : SOCK_DGRAM;
	row->cookie = (uint64_t)id->idiag_cookie[1] << 32 | id->idiag_cookie[0];
	row->inode = said->idiag_inode;
	row->state = said->idiag_state == STATE_BOUND_INACTIVE
			     ? STATE_CLOSE
			     : said->idiag_state;
	row->local = address_from(said->idiag_family, id->idiag_src,
				  id->idiag_sport, id->idiag_if);
	// The kernel fills in zeros where there is no peer.
	if (row->state != STATE_LISTEN && id->idiag_dport)
		row->peer = address_from(said->idiag_family, id->idiag_dst,
					 id->idiag_dport, id->idiag_if);
	row->recv_q = said->idiag_rqueue;
	row->send_q = said->idiag_wqueue;
	if (said->idiag_timer < SOCKET_TIMER_COUNT) {
		row->timer = (enum socket_timer)said->idiag_timer;
		row->timer_ms = row->timer ? said->idiag_expires : 0;
		row->retransmits = said->idiag_retrans;
	}
	const struct nlattr *attribute;
	mnl_attr_for_each(attribute, message, sizeof(*said))
		read_attribute(attribute, row, info);
	return true;
}
