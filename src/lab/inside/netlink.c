/* netlink: a batch of rtnetlink requests, sent and acknowledged at once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel handles the messages of one datagram in order and goes on after a
 * refused one, so there are always as many answers as requests; see
 * netlink(7).
 */
#include "lab/inside/netlink.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

/* Room that a request with all its attributes never exceeds. */
enum { NETLINK_REQUEST = 256 };

void *netlink_begin(struct netlink_batch *batch, const char *name,
		    uint16_t type, uint16_t flags, size_t size)
{
	assert(batch->len + NETLINK_REQUEST <= sizeof(batch->bytes));
	assert(batch->count < COUNT(batch->names));
	batch->request = mnl_nlmsg_put_header(batch->bytes + batch->len);
	batch->request->nlmsg_type = type;
	batch->request->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	batch->request->nlmsg_seq = batch->count;
	batch->names[batch->count++] = name;
	return mnl_nlmsg_put_extra_header(batch->request, size);
}

void netlink_end(struct netlink_batch *batch)
{
	assert(batch->request->nlmsg_len <= NETLINK_REQUEST);
	batch->len += MNL_ALIGN(batch->request->nlmsg_len);
}

/* Reads the answers of one datagram. Returns how many there were; the first
 * refusal goes to *refused (errno) and *which. */
static unsigned read_answers(const char *bytes, int len, int *refused,
			     unsigned *which)
{
	unsigned count = 0;
	const struct nlmsghdr *answer = (const struct nlmsghdr *)bytes;
	for (; mnl_nlmsg_ok(answer, len);
	     answer = mnl_nlmsg_next(answer, &len)) {
		if (answer->nlmsg_type != NLMSG_ERROR)
			continue;
		const struct nlmsgerr *error = mnl_nlmsg_get_payload(answer);
		if (error->error && !*refused) {
			*refused = -error->error;
			*which = answer->nlmsg_seq;
		}
		count++;
	}
	return count;
}

bool netlink_send(struct netlink_batch *batch, struct mnl_socket *socket,
		  struct err *err)
{
	if (mnl_socket_sendto(socket, batch->bytes, batch->len) < 0)
		return FAILURE(err, "send-rtnetlink",
			       SLOT_NUMBER("count", batch->count),
			       SLOT_TEXT("reason", strerror(errno)));
	int refused = 0;
	unsigned which = 0;
	_Alignas(16) char bytes[16384];
	for (unsigned seen = 0; seen < batch->count;) {
		ssize_t len = mnl_socket_recvfrom(socket, bytes, sizeof(bytes));
		if (len < 0)
			return FAILURE(err, "read-rtnetlink",
				       SLOT_TEXT("reason", strerror(errno)));
		seen += read_answers(bytes, (int)len, &refused, &which);
	}
	errno = refused;
	if (refused)
		return err_set(err, "%s: %s",
			       which < batch->count ? batch->names[which] : "?",
			       strerror(refused));
	return true;
}
