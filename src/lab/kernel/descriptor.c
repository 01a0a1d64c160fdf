/* descriptor: the descriptors of another process, read through copies.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy made by pidfd_getfd(2) is one more reference to the same open file,
 * so everything it answers is the actor's own socket: O_NONBLOCK, options,
 * addresses. Two things follow. If the actor closes its descriptor while we
 * hold the copy, the socket lives until we close ours, so copies are held for
 * microseconds; and SO_ERROR must not be read, for reading clears it.
 *
 * The /proc of a process that is not dumpable (PR_SET_DUMPABLE, or a program
 * whose file cannot be read) is root's. The owner of its user namespace may
 * copy its descriptors all the same, one number after the other; outside of a
 * lab's namespaces nothing can be known of them.
 */
#include "lab/kernel/descriptor.h"

#include "base/sentence.h"
#include "lab/kernel/process.h"
#include "lab/probe/sockopt.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SO_MEMINFO
#define SO_MEMINFO 55 /* Linux 4.12 */
#endif
#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71 /* Linux 5.14 */
#endif

enum { STATE_ESTABLISHED = 1, STATE_CLOSE = 7 }; /* tcp_states.h */

/* What an entry of /proc/PID/fd is; false when it is of neither sort. */
static bool read_entry(int folder, const char *name,
		       struct descriptor *descriptor)
{
	char target[64];
	static const char prefix[] = "socket:[";
	ssize_t len = readlinkat(folder, name, target, sizeof(target) - 1);
	if (len <= 0)
		return false;
	target[len] = '\0';
	*descriptor = (struct descriptor){.fd = atoi(name)};
	if (!strcmp(target, "anon_inode:[eventpoll]"))
		return true;
	if (strncmp(target, prefix, sizeof(prefix) - 1) != 0)
		return false;
	descriptor->inode =
		(uint32_t)strtoul(target + sizeof(prefix) - 1, NULL, 10);
	return true;
}

static int compare_fds(const void *a, const void *b)
{
	return ((const struct descriptor *)a)->fd -
	       ((const struct descriptor *)b)->fd;
}

/* A pidfd is of a process, so its first thread is asked for. */
static int open_process(pid_t pid, int *size)
{
	char text[2048];
	int first = 0;
	if (process_read(pid, "status", text, sizeof(text)) <= 0)
		return -1;
	const char *tgid = strstr(text, "\nTgid:");
	const char *slots = strstr(text, "\nFDSize:");
	if (!tgid || !slots || sscanf(tgid, "\nTgid: %d", &first) != 1 ||
	    sscanf(slots, "\nFDSize: %d", size) != 1)
		return -1;
	return process_open(first);
}

/* The inode of a socket, as /proc and sock_diag(7) have it; 0 for none. */
static uint32_t inode_of(int copy)
{
	struct stat stat;
	return copy >= 0 && !fstat(copy, &stat) && S_ISSOCK(stat.st_mode)
		       ? (uint32_t)stat.st_ino
		       : 0;
}

bool descriptor_inode(pid_t pid, int fd, uint32_t *inode)
{
	int size;
	AUTO_CLOSE int pidfd = open_process(pid, &size);
	AUTO_CLOSE int copy = descriptor_copy(pidfd, fd);
	bool known = copy >= 0 || errno != EPERM;
	*inode = inode_of(copy);
	return known;
}

/* Lists what can be copied; false when nothing may be. */
static bool list_copies(pid_t pid, struct descriptor **list, size_t *count)
{
	int size = 0;
	size_t cap = 0;
	AUTO_CLOSE int pidfd = open_process(pid, &size);
	for (int fd = 0; pidfd >= 0 && fd < size; fd++) {
		AUTO_CLOSE int copy = descriptor_copy(pidfd, fd);
		uint32_t inode = inode_of(copy);
		if (copy < 0 && errno == EPERM)
			return false;
		if (!inode)
			continue;
		*list = xgrow(*list, &cap, *count + 1, sizeof(**list));
		(*list)[(*count)++] = (struct descriptor){fd, inode};
	}
	return pidfd >= 0;
}

bool descriptors_list(pid_t pid, struct descriptor **list, size_t *count,
		      struct err *err)
{
	char path[32];
	size_t cap = 0;
	*list = NULL;
	*count = 0;
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	DIR *folder = opendir(path);
	int error = errno;
	// Who is ending has lost the memory, and then its /proc is root's.
	if (!folder && (error == ENOENT || error == ESRCH ||
			(error == EACCES && process_is_ending(pid))))
		return true;
	if (!folder && error == EACCES && list_copies(pid, list, count))
		return true;
	if (!folder)
		return FAILURE(err, "list-descriptors", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(error)));
	// A process that ends meanwhile makes readdir() stop or fail (ESRCH).
	for (struct dirent *entry; (entry = readdir(folder));) {
		struct descriptor descriptor;
		if (entry->d_name[0] == '.' ||
		    !read_entry(dirfd(folder), entry->d_name, &descriptor))
			continue;
		*list = xgrow(*list, &cap, *count + 1, sizeof(**list));
		(*list)[(*count)++] = descriptor;
	}
	closedir(folder);
	if (*count)
		qsort(*list, *count, sizeof(**list), compare_fds);
	return true;
}

int descriptor_copy(int pidfd, int fd)
{
	if (pidfd < 0) {
		errno = EBADF;
		return -1;
	}
	return (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);
}

/* Its name in /proc. */
static void print_path(pid_t pid, int fd, char *path, size_t size)
{
	snprintf(path, size, "/proc/%d/fd/%d", (int)pid, fd);
}

bool descriptor_target(pid_t pid, int fd, char *target, size_t size)
{
	char path[64];
	print_path(pid, fd, path, sizeof(path));
	ssize_t len = readlink(path, target, size - 1);
	target[len > 0 ? len : 0] = '\0';
	return len > 0;
}

bool descriptor_stat(pid_t pid, int fd, struct stat *status)
{
	char path[64];
	print_path(pid, fd, path, sizeof(path));
	return stat(path, status) == 0;
}

uint64_t descriptor_namespace(int copy)
{
	uint64_t cookie = 0;
	socklen_t len = sizeof(cookie);
	if (getsockopt(copy, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &len) < 0)
		return 0;
	return cookie;
}

void descriptor_complete(int copy, struct socket_state *row,
			 struct arena *arena)
{
	int flags = fcntl(copy, F_GETFL);
	row->nonblock = flags >= 0 && flags & O_NONBLOCK;
	int size;
	if (row->protocol == IPPROTO_UDP && !ioctl(copy, FIONREAD, &size))
		row->next_size = size;
	options_read(copy, row, arena);
}

static int int_option(int copy, int name)
{
	int value = 0;
	socklen_t len = sizeof(value);
	if (getsockopt(copy, SOL_SOCKET, name, &value, &len) < 0)
		return -1;
	return value;
}

static void read_names(int copy, struct socket_state *row)
{
	socklen_t len = sizeof(row->local.as);
	if (!getsockname(copy, &row->local.as.any, &len))
		row->local.len = len;
	len = sizeof(row->peer.as);
	if (!getpeername(copy, &row->peer.as.any, &len))
		row->peer.len = len;
}

/* The columns that ss(8) has no row for. TCP: FIONREAD counts what recv can
 * take, in state CLOSE too; SIOCOUTQ would go on counting a SYN or data that
 * were thrown away with their queue, so it is asked only while there is one.
 * A datagram socket's are of memory. */
static void read_queues(int copy, struct socket_state *row)
{
	uint32_t memory[SK_MEMINFO_VARS] = {0};
	socklen_t len = sizeof(memory);
	bool has_memory =
		!getsockopt(copy, SOL_SOCKET, SO_MEMINFO, memory, &len);
	bool tcp = row->protocol == IPPROTO_TCP,
	     udp = row->protocol == IPPROTO_UDP;
	int in = 0, out = 0;
	if (tcp) {
		row->no_recv_q = ioctl(copy, FIONREAD, &in) < 0;
		row->no_send_q =
			!has_memory || (memory[SK_MEMINFO_WMEM_QUEUED] &&
					ioctl(copy, SIOCOUTQ, &out) < 0);
		row->recv_q = row->no_recv_q ? 0 : (uint32_t)in;
		row->send_q = row->no_send_q ? 0 : (uint32_t)out;
		return;
	}
	row->no_recv_q = row->no_send_q = !has_memory || !udp;
	if (row->no_recv_q)
		return;
	row->recv_q = memory[SK_MEMINFO_RMEM_ALLOC];
	row->send_q = memory[SK_MEMINFO_WMEM_ALLOC];
}

bool descriptor_describe(int copy, struct socket_state *row,
			 struct tcp_info *info)
{
	socklen_t len = sizeof(row->cookie);
	if (getsockopt(copy, SOL_SOCKET, SO_COOKIE, &row->cookie, &len) < 0)
		return false;
	row->source = SOCKET_FROM_FD;
	row->next_size = -1;
	row->family = int_option(copy, SO_DOMAIN);
	row->type = int_option(copy, SO_TYPE);
	row->protocol = int_option(copy, SO_PROTOCOL);
	read_names(copy, row);
	row->state = row->peer.len ? STATE_ESTABLISHED : STATE_CLOSE;
	read_queues(copy, row);
	if (row->protocol != IPPROTO_TCP || row->type != SOCK_STREAM)
		return true;
	memset(info, 0, sizeof(*info));
	len = sizeof(*info);
	if (!getsockopt(copy, IPPROTO_TCP, TCP_INFO, info, &len)) {
		row->tcp_info = info;
		row->state = info->tcpi_state;
	}
	return true;
}
