/* waits: listens, says so, and takes connections one after the other for ever.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

int main(void)
{
	char bytes[16];
	struct sockaddr_in address;
	socklen_t len = sizeof(address);
	int srv = net_listen(0);
	getsockname(srv, (struct sockaddr *)&address, &len);
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	while (1) {
		int conn = accept(srv, NULL, NULL);
		ssize_t got = recv(conn, bytes, sizeof(bytes), 0);
		send(conn, bytes, got > 0 ? (size_t)got : 0, 0);
		close(conn);
	}
}
