/* brief: a minute of TIME_WAIT that is over after BRIEF milliseconds.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That minute has no setting, so it is shortened where sockstep hears of it:
 * loaded before it (LD_PRELOAD), this takes what is too much off the time left
 * that the kernel tells of a row, and has the kernel end the row, as its own
 * clock would, when none is left. What is told after that, and what sockstep
 * makes of it, is theirs.
 */
#include <dlfcn.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MINUTE = 60 * 1000, TIMER_TIMEWAIT = 3 };

struct destroy {
	struct nlmsghdr header;
	struct inet_diag_req_v2 what;
};

static unsigned brief(void)
{
	const char *said = getenv("BRIEF");
	return said ? (unsigned)atoi(said) : MINUTE;
}

/* Without NLM_F_ACK nothing is answered that the reader did not ask for. */
static void end_row(int fd, const struct inet_diag_msg *row)
{
	const struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct destroy order = {
		.header = {.nlmsg_len = sizeof(order),
			   .nlmsg_type = SOCK_DESTROY,
			   .nlmsg_flags = NLM_F_REQUEST},
		.what = {.sdiag_family = row->idiag_family,
			 .sdiag_protocol = IPPROTO_TCP,
			 .idiag_states = 1U << TCP_TIME_WAIT,
			 .id = row->id},
	};
	sendto(fd, &order, sizeof(order), 0, (const struct sockaddr *)&kernel,
	       sizeof(kernel));
}

static void shorten(int fd, struct nlmsghdr *message)
{
	struct inet_diag_msg *row = NLMSG_DATA(message);
	unsigned less = MINUTE - brief();
	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(*row)) ||
	    row->idiag_state != TCP_TIME_WAIT ||
	    row->idiag_timer != TIMER_TIMEWAIT)
		return;
	if (row->idiag_expires > less) {
		row->idiag_expires -= less;
	} else {
		message->nlmsg_type = NLMSG_NOOP;
		end_row(fd, row);
	}
}

static bool asks_for_sockets(int fd)
{
	int domain = 0, protocol = -1;
	socklen_t size = sizeof(int);
	return !getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) &&
	       domain == AF_NETLINK &&
	       !getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) &&
	       protocol == NETLINK_SOCK_DIAG;
}

ssize_t recvfrom(int fd, void *room, size_t size, int flags,
		 struct sockaddr *from, socklen_t *from_len)
{
	static ssize_t (*real)(int, void *, size_t, int, struct sockaddr *,
			       socklen_t *);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "recvfrom");
	ssize_t len = real(fd, room, size, flags, from, from_len);
	int error = errno;
	if (len > 0 && asks_for_sockets(fd)) {
		int left = (int)len;
		for (struct nlmsghdr *at = room; NLMSG_OK(at, (unsigned)left);
		     at = NLMSG_NEXT(at, left))
			shorten(fd, at);
	}
	errno = error;
	return len;
}
