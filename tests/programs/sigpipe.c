/* sigpipe: writes to a socket whose other end is closed, and dies of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

int main(void)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	close(pair[1]);
	write(1, "not a socket\n", 13);
	write(pair[0], "x", 1);
	return 0;
}
