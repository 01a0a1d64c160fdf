/* netlink: the readers of sock_diag's answers on arbitrary bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte chooses the reader; the rest is what recv(2) gave.
 */
#include "base/mem.h"
#include "lab/probe/diag_row.h"

#include <limits.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct diag_request requests[] = {
	{.protocol = IPPROTO_TCP, .read = diag_inet_read},
	{.protocol = IPPROTO_UDP, .read = diag_inet_read},
	{.family = AF_UNIX, .read = diag_unix_read},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > INT_MAX)
		return 0;
	const struct diag_request *request =
		&requests[data[0] % COUNT(requests)];
	// As answer_receive() gives it; ASan watches the end of this copy.
	AUTO_FREE void *bytes = xcalloc(1, MNL_ALIGN(size - 1));
	memcpy(bytes, data + 1, size - 1);
	struct arena arena = {0};
	const struct nlmsghdr *message = bytes;
	int left = (int)size - 1;
	// libmnl takes a length above INT_MAX for a small one; the kernel never
	// says such a thing.
	for (; mnl_nlmsg_ok(message, left) && message->nlmsg_len <= INT_MAX;
	     message = mnl_nlmsg_next(message, &left)) {
		struct tcp_info info;
		struct socket_state row = {.host = "host"};
		if (request->read(message, request, &row, &info))
			socket_copy(&row, &arena);
	}
	arena_done(&arena);
	return 0;
}
