/* diag: asks sock_diag(7) for the sockets of a network namespace.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A netlink socket stays in the namespace it was made in, so the sockets of a
 * host are read from outside. Each protocol is one dump: a request, then
 * messages of up to 32 KiB that hold many rows, ended by NLMSG_DONE.
 *
 * The time of a dump of few sockets is the walk over the kernel's hash tables,
 * not the rows. A lab has small ones of its own (lab/kernel/tables.h); without
 * namespaces, or before Linux 6.1, they are the machine's, with hundreds of
 * thousands of buckets. The older request TCPDIAG_GETSOCK walks them once for
 * both families where two requests by family walk them twice, and knows
 * everything that is asked for here.
 */
#include "lab/probe/diag.h"

#include "base/sentence.h"
#include "lab/kernel/answer.h"
#include "lab/probe/diag_row.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>

/* No message of a dump is larger than 32 KiB: netlink_dump() in the kernel. */
enum { DIAG_ROOM = 64 * 1024 };

/* clang-format off */
static const struct diag_request requests[] = {
	{"TCP",  TCPDIAG_GETSOCK,     AF_UNSPEC, IPPROTO_TCP, DIAG_STATES, diag_inet_put, diag_inet_read},
	{"UDP",  SOCK_DIAG_BY_FAMILY, AF_INET,   IPPROTO_UDP, DIAG_STATES, diag_inet_put, diag_inet_read},
	{"UDP6", SOCK_DIAG_BY_FAMILY, AF_INET6,  IPPROTO_UDP, DIAG_STATES, diag_inet_put, diag_inet_read},
	{"UNIX", SOCK_DIAG_BY_FAMILY, AF_UNIX,   0,           DIAG_STATES, diag_unix_put, diag_unix_read},
};
static const struct diag_request bound =
	{"TCP",  TCPDIAG_GETSOCK,     AF_UNSPEC, IPPROTO_TCP, DIAG_BOUND,  diag_inet_put, diag_inet_read};
/* clang-format on */

/* A dump on its way into a snapshot. */
struct dump {
	const struct diag_request *request;
	const char *host;
	struct snapshot *out;
};

static int take_row(const struct nlmsghdr *message, void *data)
{
	const struct dump *dump = data;
	struct tcp_info info;
	struct socket_state row = {
		.host = dump->host,
		.next_size = -1,
		.source = SOCKET_FROM_DIAG,
	};
	if (dump->request->read(message, dump->request, &row, &info))
		snapshot_add(dump->out, &row);
	return MNL_CB_OK;
}

static bool dump_send(int fd, const struct diag_request *request, uint32_t seq)
{
	char room[256] __attribute__((aligned(MNL_ALIGNTO)));
	struct nlmsghdr *message = mnl_nlmsg_put_header(room);
	message->nlmsg_type = request->type;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	message->nlmsg_seq = seq;
	request->put(message, request);
	const struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	return sendto(fd, message, message->nlmsg_len, 0,
		      (const struct sockaddr *)&kernel, sizeof(kernel)) >= 0;
}

/* The kernel answers ENOENT for a protocol that has no diag module: then
 * there is nothing to list, and `sockstep doctor` says so. */
static bool dump_receive(int fd, uint32_t seq, struct dump *dump, char *room)
{
	for (;;) {
		ssize_t len = answer_receive(fd, room, DIAG_ROOM, 0);
		if (len < 0)
			return false;
		int more =
			mnl_cb_run(room, (size_t)len, seq, 0, take_row, dump);
		if (more == MNL_CB_STOP)
			return true;
		if (more < MNL_CB_STOP)
			return errno == ENOENT;
	}
}

/* An answer to an older request is none to this. */
static uint32_t next_seq(void)
{
	static uint32_t seq;
	return ++seq;
}

static bool dump_one(int fd, struct dump *dump, struct err *err)
{
	AUTO_FREE char *room = xmalloc(DIAG_ROOM);
	uint32_t seq = next_seq();
	if (dump_send(fd, dump->request, seq) &&
	    dump_receive(fd, seq, dump, room))
		return true;
	return FAILURE(err, "list-sockets",
		       SLOT_TEXT("what", dump->request->what),
		       SLOT_TEXT("host", dump->host),
		       SLOT_TEXT("reason", strerror(errno)));
}

bool diag_dump(int fd, const char *host, struct snapshot *out, struct err *err)
{
	for (size_t i = 0; i < COUNT(requests); i++) {
		struct dump dump = {&requests[i], host, out};
		if (!dump_one(fd, &dump, err))
			return false;
	}
	return true;
}

bool diag_dump_bound(int fd, const char *host, struct snapshot *out,
		     struct err *err)
{
	struct dump dump = {&bound, host, out};
	return dump_one(fd, &dump, err);
}

/* The one request of its protocol and family; NULL where none asks for one
 * socket. */
static const struct diag_request *
again_request(const struct socket_state *known, struct diag_request *request)
{
	bool is_inet = known->family == AF_INET || known->family == AF_INET6;
	*request = (struct diag_request){
		.type = SOCK_DIAG_BY_FAMILY,
		.family = (uint8_t)known->family,
		.protocol = (uint8_t)known->protocol,
		.states = DIAG_STATES,
		.put = is_inet ? diag_inet_put : diag_unix_put,
		.read = is_inet ? diag_inet_read : diag_unix_read,
	};
	bool is_asked = is_inet ? known->protocol == IPPROTO_TCP ||
					  known->protocol == IPPROTO_UDP
				: known->family == AF_UNIX && known->inode;
	return is_asked ? request : NULL;
}

static bool again_send(int fd, const struct socket_state *known,
		       const struct diag_request *request, uint16_t type,
		       uint32_t seq)
{
	char room[256] __attribute__((aligned(MNL_ALIGNTO)));
	struct nlmsghdr *message = mnl_nlmsg_put_header(room);
	message->nlmsg_type = type;
	message->nlmsg_flags = NLM_F_REQUEST;
	message->nlmsg_seq = seq;
	request->put(message, request);
	if (known->family == AF_UNIX)
		diag_unix_identify(message, known);
	else
		diag_inet_identify(message, known);
	const struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	return sendto(fd, message, message->nlmsg_len, 0,
		      (const struct sockaddr *)&kernel, sizeof(kernel)) >= 0;
}

bool diag_again(int fd, const struct socket_state *known, struct snapshot *out)
{
	struct diag_request made;
	const struct diag_request *request = again_request(known, &made);
	struct dump dump = {request, known->host, out};
	char room[4096] __attribute__((aligned(MNL_ALIGNTO)));
	size_t before = out->count;
	uint32_t seq = next_seq();
	ssize_t len = -1;
	if (request && again_send(fd, known, request, request->type, seq))
		len = answer_receive(fd, room, sizeof(room), MSG_DONTWAIT);
	if (len > 0)
		mnl_cb_run(room, (size_t)len, seq, 0, take_row, &dump);
	return out->count > before;
}

void diag_end_all(int fd)
{
	struct snapshot all = {0};
	struct dump dump = {&requests[0], "", &all};
	struct err err;
	(void)!dump_one(fd, &dump, &err);
	for (size_t i = 0; i < all.count; i++) {
		struct diag_request made;
		const struct diag_request *request =
			again_request(&all.rows[i], &made);
		if (request && all.rows[i].state != SOCKET_LISTEN)
			(void)!again_send(fd, &all.rows[i], request,
					  SOCK_DESTROY, next_seq());
	}
	snapshot_done(&all);
}
