/* descriptor: the descriptors of another process, read through copies.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/socket.h"

#include <sys/types.h>

struct stat;

/* A descriptor of a process that names a socket or an epoll instance. */
struct descriptor {
	int fd;
	uint32_t inode; /* 0: of an epoll instance, which shares its own */
};

/* Lists the descriptors of sockets and of epoll instances of process `pid`,
 * smallest first. A process that is gone has none. The caller frees `list`.
 * Fails for one that may not be looked into. */
bool descriptors_list(pid_t pid, struct descriptor **list, size_t *count,
		      struct err *err);

/* Copies descriptor `fd` of the process behind `pidfd` into this process, see
 * pidfd_getfd(2); -1 with errno when that cannot be. The copy keeps the socket
 * alive: close it at once. */
int descriptor_copy(int pidfd, int fd);

/* The inode of the socket behind a descriptor of a process, or of a thread's,
 * whose /proc is closed to us; 0 for none. False where it cannot be known. */
bool descriptor_inode(pid_t pid, int fd, uint32_t *inode);

/* What proc_pid_fd(5) says is open under a number of a process or thread, cut
 * to `size`. False with errno, and an empty text, where it says nothing. */
bool descriptor_target(pid_t pid, int fd, char *target, size_t size);

/* The same as stat(2) has it. */
bool descriptor_stat(pid_t pid, int fd, struct stat *status);

/* Identifies the network namespace of a socket; 0 before Linux 5.14. */
uint64_t descriptor_namespace(int copy);

/* Fills in what sock_diag(7) does not say about the socket `copy`: O_NONBLOCK,
 * the size of the next datagram, the options. */
void descriptor_complete(int copy, struct socket_state *row,
			 struct arena *arena);

/* Fills in the whole row of a socket that sock_diag(7) does not list. Returns
 * false when `copy` is no socket. `info` is where row->tcp_info will point. */
bool descriptor_describe(int copy, struct socket_state *row,
			 struct tcp_info *info);
