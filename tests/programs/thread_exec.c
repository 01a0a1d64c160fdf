/* thread_exec: a thread that is not the first one calls execve.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <pthread.h>

static void *become(void *data)
{
	char client[4096];
	const char *self = data;
	snprintf(client, sizeof(client), "%.*sclient",
		 (int)(strrchr(self, '/') + 1 - self), self);
	execl(client, "client", "54321", (char *)NULL);
	_exit(126);
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int srv = net_listen(argc > 1 ? atoi(argv[1]) : 12345);
	pthread_create(&thread, NULL, become, argv[0]);
	accept(srv, NULL, NULL);
	return 1;
}
