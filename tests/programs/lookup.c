/* lookup: looks up a name and a user, and has a UDP socket of its own besides.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <netdb.h>
#include <pwd.h>

int main(void)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
	struct sockaddr_in discard = net_address(9);
	int udp, netlink;
	if (!getaddrinfo("localhost", "12345", &hints, &found))
		freeaddrinfo(found);
	getpwnam("nobody-of-that-name");
	// As the lookup does it, at the same number, and yet no lookup's.
	udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	connect(udp, (struct sockaddr *)&discard, sizeof(discard));
	close(udp);
	netlink = socket(AF_NETLINK, SOCK_RAW, 0);
	close(netlink);
	return 0;
}
