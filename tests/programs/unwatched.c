/* unwatched: makes calls that are about no socket, and a few that are, and
 * counts how often it had to give the processor away for them, as each stop
 * makes it. Its exit status: bit 0 for a stop at the first, bit 1 for none at
 * the others.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sys/resource.h>

enum { UNWATCHED = 100000, WATCHED = 1000 };

static long given_away(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_nvcsw;
}

int main(void)
{
	struct sockaddr_in name;
	socklen_t len = sizeof(name);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	long begin = given_away();
	for (int i = 0; i < UNWATCHED; i++)
		getppid();
	long middle = given_away();
	for (int i = 0; i < WATCHED; i++)
		getsockname(fd, (struct sockaddr *)&name, &len);
	long end = given_away();
	return (middle - begin >= WATCHED) | (end - middle < WATCHED) << 1;
}
