/* syscalls_bare: system calls as nothing but their words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program makes calls that the table of calls does not have, and calls
 * whose memory cannot be read. Both are shown under the kernel's own name for
 * the function behind the system call: sys_recvmsg(3, 0x7ffd4010, 0).
 */
#include "base/mem.h"
#include "call/syscalls.h"

#include <sys/syscall.h>

#define W                                                                      \
	{                                                                      \
		"word", KIND_WORD, false                                       \
	}
#define FD                                                                     \
	{                                                                      \
		"fd", KIND_FD, false                                           \
	}
#define BARE(call, can, ...)                                                   \
	{                                                                      \
		.name = "sys_" #call, .strace_name = #call,                    \
		.number = SYS_##call, .flags = (can),                          \
		.parameters = {__VA_ARGS__}, .python = "sys_" #call "(...)",   \
		.help = "Is the system call " #call " by its bare words.",     \
		.man = #call "(2)",                                            \
	}
#define NO 0
#define BLOCKS SYSCALL_CAN_BLOCK
#define MAKES SYSCALL_MAKES_FD

/* clang-format off */
static const struct syscall table[] = {
	BARE(accept, BLOCKS | MAKES, FD, W, W),
	BARE(accept4, BLOCKS | MAKES, FD, W, W, W),
	BARE(bind, NO, FD, W, W),
	BARE(close, BLOCKS | SYSCALL_ENDS_FD, FD),
	BARE(close_range, NO, W, W, W),
	BARE(connect, BLOCKS, FD, W, W),
	BARE(dup, MAKES, FD),
#ifdef SYS_dup2
	BARE(dup2, MAKES, FD, W),
#endif
	BARE(dup3, MAKES, FD, W, W),
#ifdef SYS_epoll_create
	BARE(epoll_create, MAKES, W),
#endif
	BARE(epoll_create1, MAKES, W),
	BARE(epoll_ctl, NO, FD, W, W, W),
	BARE(epoll_pwait, BLOCKS, FD, W, W, W, W, W),
#ifdef SYS_epoll_pwait2
	BARE(epoll_pwait2, BLOCKS, FD, W, W, W, W, W),
#endif
#ifdef SYS_epoll_wait
	BARE(epoll_wait, BLOCKS, FD, W, W, W),
#endif
	BARE(exit_group, NO, W),
	BARE(fcntl, NO, FD, W, W),
	BARE(getpeername, NO, FD, W, W),
	BARE(getsockname, NO, FD, W, W),
	BARE(getsockopt, NO, FD, W, W, W, W),
	BARE(ioctl, NO, FD, W, W),
	BARE(listen, NO, FD, W),
#ifdef SYS_poll
	BARE(poll, BLOCKS, W, W, W),
#endif
	BARE(ppoll, BLOCKS, W, W, W, W, W),
	BARE(pselect6, BLOCKS, W, W, W, W, W, W),
	BARE(read, BLOCKS, FD, W, W),
	BARE(readv, BLOCKS, FD, W, W),
	BARE(recvfrom, BLOCKS, FD, W, W, W, W, W),
	BARE(recvmmsg, BLOCKS, FD, W, W, W, W),
	BARE(recvmsg, BLOCKS, FD, W, W),
#ifdef SYS_select
	BARE(select, BLOCKS, W, W, W, W, W),
#endif
	BARE(sendfile, BLOCKS, FD, FD, W, W),
	BARE(sendmmsg, BLOCKS, FD, W, W, W),
	BARE(sendmsg, BLOCKS, FD, W, W),
	BARE(sendto, BLOCKS, FD, W, W, W, W, W),
	BARE(setsockopt, NO, FD, W, W, W, W),
	BARE(shutdown, NO, FD, W),
	BARE(socket, MAKES, W, W, W),
	BARE(socketpair, NO, W, W, W, W),
	BARE(splice, BLOCKS, FD, W, FD, W, W, W),
	BARE(write, BLOCKS, FD, W, W),
	BARE(writev, BLOCKS, FD, W, W),
};
/* clang-format on */

const struct syscall *syscall_bare(long number)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (table[i].number == number)
			return &table[i];
	return NULL;
}

const struct syscall *syscall_bare_find(struct str name)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (str_is(name, table[i].name))
			return &table[i];
	return NULL;
}
