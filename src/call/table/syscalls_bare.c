/* syscalls_bare: system calls as nothing but their words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program makes calls that the table of calls does not have, and calls
 * whose memory cannot be read. Both are shown under the kernel's own name for
 * the function behind the system call: sys_recvmsg(3, 0x7ffd4010, 0).
 */
#include "base/mem.h"
#include "call/table/syscalls.h"

#include <sys/syscall.h>

/* clang-format off */
#define WORD {"word", KIND_WORD, false}
#define WORDS_1(first) {{"word", first, false}}, .raw = {first}
#define WORDS_2(first) {{"word", first, false}, WORD}, .raw = {first, KIND_WORD}
#define WORDS_3(first) {{"word", first, false}, WORD, WORD},                   \
	.raw = {first, KIND_WORD, KIND_WORD}
#define WORDS_4(first) {{"word", first, false}, WORD, WORD, WORD},             \
	.raw = {first, KIND_WORD, KIND_WORD, KIND_WORD}
#define WORDS_5(first) {{"word", first, false}, WORD, WORD, WORD, WORD},       \
	.raw = {first, KIND_WORD, KIND_WORD, KIND_WORD, KIND_WORD}
#define WORDS_6(first) {{"word", first, false}, WORD, WORD, WORD, WORD, WORD}, \
	.raw = {first, KIND_WORD, KIND_WORD, KIND_WORD, KIND_WORD, KIND_WORD}
#define BARE(call, can, count, first)                                          \
	{                                                                      \
		.name = "sys_" #call, .strace_name = #call,                    \
		.number = SYS_##call, .flags = (can),                          \
		.parameters = WORDS_##count(KIND_##first),                     \
		.python = "sys_" #call "(...)",                                \
		.help = "Is the system call " #call " by its bare words.",     \
		.man = #call "(2)",                                            \
	}
#define NO 0
#define BLOCKS SYSCALL_CAN_BLOCK
#define MAKES SYSCALL_MAKES_FD

static const struct syscall table[] = {
	BARE(accept, BLOCKS | MAKES, 3, FD),
	BARE(accept4, BLOCKS | MAKES, 4, FD),
	BARE(bind, NO, 3, FD),
	BARE(close, BLOCKS | SYSCALL_ENDS_FD, 1, FD),
	BARE(close_range, NO, 3, WORD),
	BARE(connect, BLOCKS, 3, FD),
	BARE(dup, MAKES, 1, FD),
#ifdef SYS_dup2
	BARE(dup2, MAKES, 2, FD),
#endif
	BARE(dup3, MAKES, 3, FD),
#ifdef SYS_epoll_create
	BARE(epoll_create, MAKES, 1, WORD),
#endif
	BARE(epoll_create1, MAKES, 1, WORD),
	BARE(epoll_ctl, NO, 4, FD),
	BARE(epoll_pwait, BLOCKS, 6, FD),
#ifdef SYS_epoll_pwait2
	BARE(epoll_pwait2, BLOCKS, 6, FD),
#endif
#ifdef SYS_epoll_wait
	BARE(epoll_wait, BLOCKS, 4, FD),
#endif
	BARE(exit_group, NO, 1, WORD),
	BARE(fcntl, NO, 3, FD),
	BARE(getpeername, NO, 3, FD),
	BARE(getsockname, NO, 3, FD),
	BARE(getsockopt, NO, 5, FD),
	BARE(ioctl, NO, 3, FD),
	BARE(listen, NO, 2, FD),
#ifdef SYS_poll
	BARE(poll, BLOCKS, 3, WORD),
#endif
	BARE(ppoll, BLOCKS, 5, WORD),
	BARE(pselect6, BLOCKS, 6, WORD),
	BARE(read, BLOCKS, 3, FD),
	BARE(readv, BLOCKS, 3, FD),
	BARE(recvfrom, BLOCKS, 6, FD),
	BARE(recvmmsg, BLOCKS, 5, FD),
	BARE(recvmsg, BLOCKS, 3, FD),
#ifdef SYS_select
	BARE(select, BLOCKS, 5, WORD),
#endif
	BARE(sendfile, BLOCKS, 4, FD),
	BARE(sendmmsg, BLOCKS, 4, FD),
	BARE(sendmsg, BLOCKS, 3, FD),
	BARE(sendto, BLOCKS, 6, FD),
	BARE(setsockopt, NO, 5, FD),
	BARE(shutdown, NO, 2, FD),
	BARE(socket, MAKES, 3, WORD),
	BARE(socketpair, NO, 4, WORD),
	BARE(splice, BLOCKS, 6, FD),
	BARE(write, BLOCKS, 3, FD),
	BARE(writev, BLOCKS, 3, FD),
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
