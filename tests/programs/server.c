/* server: takes one connection and sends back what comes, until its end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

int main(int argc, char **argv)
{
	char bytes[1024];
	struct sockaddr_in peer;
	socklen_t len = sizeof(peer);
	int srv = net_listen(argc > 1 ? atoi(argv[1]) : 12345);
	int conn = accept(srv, (struct sockaddr *)&peer, &len);
	ssize_t got;
	while ((got = recv(conn, bytes, sizeof(bytes), 0)) > 0)
		send(conn, bytes, (size_t)got, 0);
	close(conn);
	close(srv);
	return 0;
}
