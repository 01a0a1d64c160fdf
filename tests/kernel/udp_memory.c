/* udp_memory: the Recv-Q of UDP is memory; FIONREAD is the next datagram.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: the screen shows both, each under its own name.
 */
#include "kernel.h"

int main(void)
{
	enter_namespaces();
	struct sockaddr_in at = loopback(9000);
	int fd = socket(AF_INET, SOCK_DGRAM, 0), size = -1;
	HOLDS(!bind(fd, (struct sockaddr *)&at, sizeof(at)), "bind");
	for (size_t len = 5; len <= 7; len++)
		sendto(fd, "1234567", len, 0, (struct sockaddr *)&at,
		       sizeof(at));
	char line[256];
	unsigned memory = 0;
	FILE *table = fopen("/proc/net/udp", "re");
	while (table && fgets(line, sizeof(line), table))
		sscanf(line, " %*d: %*x:2328 %*x:%*x %*x %*x:%x", &memory);
	HOLDS(memory > 3 * 256, "three datagrams take %u bytes", memory);
	HOLDS(!ioctl(fd, FIONREAD, &size) && size == 5, "FIONREAD is %d", size);
	return 0;
}
