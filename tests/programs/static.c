/* static: a program without a dynamic linker.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in address = net_address(9);
	return sendto(fd, "x", 1, 0, (struct sockaddr *)&address,
		      sizeof(address)) != 1;
}
