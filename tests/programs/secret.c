/* secret: a listener that its user may not look into, see PR_SET_DUMPABLE.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sys/prctl.h>

int main(int argc, char **argv)
{
	char text[16];
	prctl(PR_SET_DUMPABLE, 0);
	int srv = net_listen(argc > 1 ? atoi(argv[1]) : 12345);
	int conn = accept(srv, NULL, NULL);
	recv(conn, text, sizeof(text), 0);
	shutdown(conn, SHUT_WR);
	close(conn);
	close(srv);
	return 0;
}
