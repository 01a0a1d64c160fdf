/* syscalls_bare: system calls as nothing but their words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program makes calls that the table of calls does not have, and calls
 * whose memory cannot be read. Both are shown under the kernel's own name for
 * the function behind the system call: sys_recvmsg(3, 0x7ffd4010, 0).
 */
#include "base/mem.h"
#include "call/table/syscalls.h"

#include <signal.h>
#include <sys/syscall.h>

/* clang-format off */
#define WORD {"word", &kind_word, false}
#define WORDS_1(first) {{"word", first, false}}, .raw = {first}
#define WORDS_2(first) {{"word", first, false}, WORD}, .raw = {first, &kind_word}
#define WORDS_3(first) {{"word", first, false}, WORD, WORD},                   \
	.raw = {first, &kind_word, &kind_word}
#define WORDS_4(first) {{"word", first, false}, WORD, WORD, WORD},             \
	.raw = {first, &kind_word, &kind_word, &kind_word}
#define WORDS_5(first) {{"word", first, false}, WORD, WORD, WORD, WORD},       \
	.raw = {first, &kind_word, &kind_word, &kind_word, &kind_word}
#define WORDS_6(first) {{"word", first, false}, WORD, WORD, WORD, WORD, WORD}, \
	.raw = {first, &kind_word, &kind_word, &kind_word, &kind_word, &kind_word}
#define BARE(call, can, count, first)                                          \
	{                                                                      \
		.name = "sys_" #call, .strace_name = #call,                    \
		.number = SYS_##call, .flags = (can),                          \
		.parameters = WORDS_##count(&kind_##first),                     \
		.python = "sys_" #call "(...)",                                \
		.help = "Is the system call " #call " by its bare words.",     \
		.man = #call "(2)",                                            \
	}
#define NO 0
#define BLOCKS SYSCALL_CAN_BLOCK
#define MAKES SYSCALL_MAKES_FD

static const struct syscall table[] = {
	BARE(accept, BLOCKS | MAKES, 3, fd),
	BARE(accept4, BLOCKS | MAKES, 4, fd),
	BARE(bind, NO, 3, fd),
	BARE(close, BLOCKS | SYSCALL_ENDS_FD, 1, fd),
	BARE(connect, BLOCKS, 3, fd),
	BARE(dup, MAKES, 1, fd),
#ifdef SYS_dup2
	BARE(dup2, MAKES, 2, fd),
#endif
#ifdef SYS_epoll_create
	BARE(epoll_create, MAKES, 1, word),
#endif
	BARE(epoll_create1, MAKES, 1, word),
	BARE(epoll_ctl, NO, 4, fd),
	BARE(epoll_pwait, BLOCKS, 6, fd),
#ifdef SYS_epoll_pwait2
	BARE(epoll_pwait2, BLOCKS, 6, fd),
#endif
#ifdef SYS_epoll_wait
	BARE(epoll_wait, BLOCKS, 4, fd),
#endif
	BARE(exit_group, NO, 1, word),
	BARE(fcntl, NO, 3, fd),
	BARE(getpeername, NO, 3, fd),
	BARE(getsockname, NO, 3, fd),
	BARE(getsockopt, NO, 5, fd),
	BARE(ioctl, NO, 3, fd),
	BARE(listen, NO, 2, fd),
#ifdef SYS_poll
	BARE(poll, BLOCKS, 3, word),
#endif
	BARE(ppoll, BLOCKS, 5, word),
	BARE(pselect6, BLOCKS, 6, word),
	BARE(read, BLOCKS, 3, fd),
	BARE(readv, BLOCKS, 3, fd),
	BARE(recvfrom, BLOCKS, 6, fd),
	BARE(recvmmsg, BLOCKS, 5, fd),
	BARE(recvmsg, BLOCKS, 3, fd),
#ifdef SYS_select
	BARE(select, BLOCKS, 5, word),
#endif
	BARE(sendmmsg, BLOCKS, 4, fd),
	BARE(sendmsg, BLOCKS, 3, fd),
	BARE(sendto, BLOCKS, 6, fd),
	BARE(setsockopt, NO, 5, fd),
	BARE(shutdown, NO, 2, fd),
	BARE(socket, MAKES, 3, word),
	BARE(socketpair, NO, 4, word),
	BARE(write, BLOCKS, 3, fd),
	BARE(writev, BLOCKS, 3, fd),
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

bool syscall_is_piped(const struct syscall *syscall, int signal)
{
	return signal == SIGPIPE && (syscall->flags & SYSCALL_SENDS);
}

bool syscall_makes_actor(const struct syscall *syscall)
{
	return syscall->operation == RAW_FORK ||
	       syscall->operation == RAW_THREAD;
}

const struct syscall *syscall_find(struct str name)
{
	size_t count;
	const struct syscall *rows = syscall_table(&count);
	for (size_t i = 0; i < count; i++)
		if (str_is(name, rows[i].name))
			return &rows[i];
	rows = syscall_others(&count);
	for (size_t i = 0; i < count; i++)
		if (str_is(name, rows[i].name))
			return &rows[i];
	return syscall_bare_find(name);
}
