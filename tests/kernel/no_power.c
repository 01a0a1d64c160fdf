/* no_power: without capabilities a namespace's user is an ordinary one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: actors drop all capabilities, so that bind to port 80 says EACCES
 * and a raw socket EPERM inside the lab as it does outside.
 */
#include "kernel.h"

#include <linux/capability.h>

int main(void)
{
	enter_namespaces();
	struct sockaddr_in at = loopback(80);
	int with = socket(AF_INET, SOCK_STREAM, 0);
	HOLDS(!bind(with, (struct sockaddr *)&at, sizeof(at)),
	      "bind to port 80 as root of the namespace");
	close(with);
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};
	HOLDS(!syscall(SYS_capset, &header, none), "drop all capabilities");
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	HOLDS(bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0 &&
		      errno == EACCES,
	      "bind to port 80 without capabilities");
	HOLDS(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) < 0 && errno == EPERM,
	      "a raw socket without capabilities");
	return 0;
}
