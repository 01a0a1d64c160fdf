/* both_families: one old request lists the TCP sockets of both families.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: TCPDIAG_GETSOCK walks the kernel's table once where a request for
 * each family walks it twice.
 */
#include "kernel.h"

static void count_families(void *data, const struct inet_diag_msg *row)
{
	int *counts = data;
	counts[row->idiag_family == AF_INET6]++;
}

int main(void)
{
	enter_namespaces();
	int counts[2] = {0};
	listen_at(12345, 1);
	struct sockaddr_in6 at = {.sin6_family = AF_INET6,
				  .sin6_port = htons(12346)};
	int v6 = socket(AF_INET6, SOCK_STREAM, 0);
	if (v6 < 0)
		CANNOT("no IPv6");
	HOLDS(!bind(v6, (struct sockaddr *)&at, sizeof(at)) && !listen(v6, 1),
	      "listen on [::]");
	diag_each(diag_open(), ~0u, count_families, counts);
	HOLDS(counts[0] == 1 && counts[1] == 1, "%d of IPv4, %d of IPv6",
	      counts[0], counts[1]);
	return 0;
}
