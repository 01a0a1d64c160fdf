/* faulty: passes what the kernel refuses.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr *volatile bad = (struct sockaddr *)16;
	if (bind(fd, bad, 16) == 0 ||
	    sendto(fd, (void *)bad, 4, MSG_NOSIGNAL, bad, 16) >= 0)
		return 1;
	if (send(-1, "x", 1, 0) >= 0)
		return 1;
	return 0;
}
