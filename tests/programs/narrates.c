/* narrates: says behind each call what it has done, as who debugs by printf
 * does; a child does so too, on the same terminal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sys/wait.h>

int main(void)
{
	int pair[2];
	puts("before all");
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	puts("have a pair");
	fflush(stdout);
	if (!fork()) {
		send(pair[1], "x", 1, 0);
		puts("the child has sent");
		fflush(stdout);
		close(pair[1]);
		_exit(0);
	}
	wait(NULL);
	close(pair[1]);
	puts("closed one end");
	close(pair[0]);
	puts("closed the other");
	return 0;
}
