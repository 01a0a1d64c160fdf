/* eye: this process as the one actor of a probe.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "eye.h"

#include "base/clock.h"
#include "patience.h"

#include <linux/netlink.h>
#include <sched.h>
#include <sys/syscall.h>

void eye_open(struct eye *eye)
{
	*eye = (struct eye){
		.host = {"host", socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
					NETLINK_SOCK_DIAG)},
		.actor = {"me", "host", -1, getpid()},
	};
	eye->actor.pidfd = (int)syscall(SYS_pidfd_open, getpid(), 0);
}

void eye_close(struct eye *eye)
{
	snapshot_done(&eye->snapshot);
	close(eye->host.diag);
	close(eye->actor.pidfd);
}

const char *eye_look(struct eye *eye)
{
	static struct err err;
	snapshot_done(&eye->snapshot);
	return probe_take(&eye->host, 1, &eye->actor, 1, false, &eye->snapshot,
			  &err)
		       ? NULL
		       : err.text;
}

bool eye_wait(struct eye *eye, bool (*holds)(const struct eye *eye))
{
	uint64_t end = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	do {
		if (!eye_look(eye) && holds(eye))
			return true;
		sched_yield();
	} while (clock_now() < end);
	return false;
}

const struct socket_state *eye_row(const struct eye *eye, int fd)
{
	static const struct socket_state none = {.host = ""};
	const struct socket_state *row =
		snapshot_find_fd(&eye->snapshot, "me", fd);
	return row ? row : &none;
}

/* A socket of the address's family. */
static int socket_for(const char *text, int type, struct address *address)
{
	struct err err;
	if (!address_parse(str_from(text), address, &err))
		return -1;
	return socket(address_family(address), type | SOCK_CLOEXEC, 0);
}

int eye_bind(const char *text, int type)
{
	struct address address;
	AUTO_CLOSE int fd = socket_for(text, type, &address);
	if (fd < 0 || bind(fd, &address.as.any, address.len) < 0)
		return -1;
	return take_fd(&fd);
}

int eye_listen(const char *text, int backlog)
{
	AUTO_CLOSE int fd = eye_bind(text, SOCK_STREAM);
	return fd < 0 || listen(fd, backlog) < 0 ? -1 : take_fd(&fd);
}

int eye_connect(const char *text)
{
	struct address address;
	AUTO_CLOSE int fd = socket_for(text, SOCK_STREAM, &address);
	if (fd < 0 || connect(fd, &address.as.any, address.len) < 0)
		return -1;
	return take_fd(&fd);
}
