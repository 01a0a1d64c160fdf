/* resolves: looks up a name at a name server that never answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <netdb.h>
#include <resolv.h>

int main(void)
{
	struct sockaddr_in server = net_address(12353);
	struct addrinfo *found;
	int silent = socket(AF_INET, SOCK_DGRAM, 0);
	if (bind(silent, (struct sockaddr *)&server, sizeof(server)) < 0)
		return 1;
	res_init();
	_res.nscount = 1;
	_res.nsaddr_list[0] = server;
	_res.retrans = 600;
	return getaddrinfo("silent.example", "80", NULL, &found) == 0;
}
