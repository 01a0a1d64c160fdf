/* backlog: a listener admits one connection more than its backlog.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: lessons show the queue, Recv-Q and Send-Q of LISTEN, and that the
 * next client's connect is not answered: it stays in SYN_SENT.
 */
#include "kernel.h"

int main(void)
{
	enum { BACKLOG = 2, SYN_SENT = 2 };
	enter_namespaces();
	int diag = diag_open(), srv = listen_at(12345, BACKLOG);
	uint64_t cookie = cookie_of(srv);
	for (int i = 0; i < BACKLOG + 1; i++)
		connect_to(12345);
	struct inet_diag_msg row = diag_find(diag, cookie);
	HOLDS(row.idiag_rqueue == BACKLOG + 1 && row.idiag_wqueue == BACKLOG,
	      "Recv-Q %u, Send-Q %u", row.idiag_rqueue, row.idiag_wqueue);
	struct sockaddr_in at = loopback(12345);
	int late = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	HOLDS(connect(late, (struct sockaddr *)&at, sizeof(at)) < 0 &&
		      errno == EINPROGRESS,
	      "a connect that does not block");
	struct pollfd end = {.fd = late, .events = POLLOUT};
	HOLDS(poll(&end, 1, 300) == 0, "the late connect was answered");
	HOLDS(diag_find(diag, cookie_of(late)).idiag_state == SYN_SENT,
	      "the late connect is not in SYN_SENT");
	return 0;
}
