/* signals: waits in accept, with a handler for SIGUSR1 that may restart it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <errno.h>
#include <signal.h>

static void handler(int signal)
{
	(void)signal;
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = handler};
	action.sa_flags =
		argc > 1 && !strcmp(argv[1], "restart") ? SA_RESTART : 0;
	sigaction(SIGUSR1, &action, NULL);
	int srv = net_listen(12345);
	int conn = accept(srv, NULL, NULL);
	if (conn < 0 && errno == EINTR)
		conn = accept(srv, NULL, NULL);
	close(conn);
	return 0;
}
