/* answer: only the kernel is believed on a netlink socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "eye.h"
#include "inside.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A message to the socket `to`, from another one of the same namespace. */
static bool forge(int to, uint32_t said_len, size_t len)
{
	struct {
		struct nlmsghdr head;
		char rest[64];
	} message = {.head = {.nlmsg_len = said_len, .nlmsg_type = 20}};
	struct sockaddr_nl name = {0};
	socklen_t name_len = sizeof(name);
	AUTO_CLOSE int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	return !getsockname(to, (struct sockaddr *)&name, &name_len) &&
	       sendto(fd, &message, len, 0, (struct sockaddr *)&name,
		      name_len) == (ssize_t)len;
}

static void forged(struct buf *found)
{
	struct eye eye;
	eye_open(&eye);
	// The first look gives the socket a port.
	INSIDE_EXPECT(found, !eye_look(&eye), "%s", eye_look(&eye));
	size_t before = eye.snapshot.count;
	int srv = eye_listen("127.0.0.1:12345", 5);
	INSIDE_EXPECT(found,
		      forge(eye.host.diag, 0x80000020u, 64) &&
			      forge(eye.host.diag, 64, 64) &&
			      forge(eye.host.diag, 17, 17),
		      "cannot forge: %s", strerror(errno));
	const char *why = eye_look(&eye);
	INSIDE_EXPECT(found, !why, "%s", why);
	INSIDE_EXPECT(found, eye.snapshot.count == before + 1,
		      "%zu sockets more", eye.snapshot.count - before);
	close(srv);
	eye_close(&eye);
}

Test(answer, what_is_forged_is_thrown_away)
{
	AUTO_FREE char *found = inside(forged);
	cr_expect_str_empty(found, "%s", found);
}
