/* cookie: a TCP socket has one cookie from the handshake to TIME_WAIT.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: (host, cookie) is the identity of a socket over time, in sock_diag
 * as in SO_COOKIE, when accept gives it a process and when close takes it away.
 */
#include "kernel.h"

static void take_child(void *data, const struct inet_diag_msg *row)
{
	if (!row->idiag_inode && row->idiag_state == ESTABLISHED)
		*(uint64_t *)data = (uint64_t)row->id.idiag_cookie[1] << 32 |
				    row->id.idiag_cookie[0];
}

int main(void)
{
	enter_namespaces();
	int diag = diag_open();
	int srv = listen_at(12345, 5), cli = connect_to(12345);
	uint64_t waiting = 0, cookie = cookie_of(cli);
	HOLDS(diag_find(diag, cookie).idiag_state == ESTABLISHED,
	      "SO_COOKIE is not sock_diag's cookie");
	diag_each(diag, ~0u, take_child, &waiting);
	HOLDS(waiting, "no child waits in the queue");
	int conn = accept(srv, NULL, NULL);
	HOLDS(cookie_of(conn) == waiting, "accept changes the cookie");
	close(cli);
	struct inet_diag_msg row = diag_await(diag, cookie, FIN_WAIT2);
	HOLDS(row.idiag_state == FIN_WAIT2, "FIN_WAIT2 has another cookie");
	close(conn);
	row = diag_await(diag, cookie, TIME_WAIT);
	HOLDS(row.idiag_state == TIME_WAIT, "TIME_WAIT has another cookie");
	HOLDS(!row.idiag_inode && row.idiag_timer == 3,
	      "TIME_WAIT has an inode, or not its timer");
	return 0;
}
