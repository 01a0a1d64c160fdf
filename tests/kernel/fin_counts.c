/* fin_counts: the Recv-Q of CLOSE_WAIT counts the FIN as one byte.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: the screen says so beside any number above 0 in that state. A FIN
 * that waits alone counts until recv returned 0; one that came behind unread
 * data is gone with the last byte of them, before recv returns 0.
 */
#include "kernel.h"

static unsigned queue_of(int diag, int fd)
{
	return diag_await(diag, cookie_of(fd), CLOSE_WAIT).idiag_rqueue;
}

static int accepted(int *cli)
{
	static int port = 12345;
	int srv = listen_at(port, 1);
	*cli = connect_to(port++);
	return accept(srv, NULL, NULL);
}

int main(void)
{
	enter_namespaces();
	int diag = diag_open(), cli, conn = accepted(&cli);
	char room[16];
	HOLDS(send(cli, "hello", 5, 0) == 5, "send");
	HOLDS(diag_find(diag, cookie_of(conn)).idiag_rqueue == 5, "the data");
	shutdown(cli, SHUT_WR);
	HOLDS(queue_of(diag, conn) == 6, "data and FIN");
	HOLDS(recv(conn, room, 3, 0) == 3, "recv");
	HOLDS(queue_of(diag, conn) == 3, "two bytes and FIN");
	HOLDS(recv(conn, room, 2, 0) == 2, "recv");
	HOLDS(queue_of(diag, conn) == 0, "the FIN behind data went with them");

	conn = accepted(&cli);
	shutdown(cli, SHUT_WR);
	HOLDS(queue_of(diag, conn) == 1, "a FIN alone");
	HOLDS(recv(conn, room, sizeof(room), 0) == 0, "end of file");
	HOLDS(queue_of(diag, conn) == 0, "nothing is left");
	return 0;
}
