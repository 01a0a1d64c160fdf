/* call_syscalls: the tables of calls, of kinds and of options.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/option.h"
#include "call/table/syscalls.h"
#include "call/whole/raw.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/syscall.h>

Test(syscalls, table_is_sorted_and_complete)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		const struct syscall *row = &table[i];
		cr_expect(!i || strcmp(table[i - 1].name, row->name) < 0, "%s",
			  row->name);
		cr_expect(row->strace_name && row->python &&
				  (row->number >= 0 || row->operation),
			  "%s", row->name);
		const char *help = sentence_text(row->help);
		size_t len = strlen(help);
		cr_expect(len > 10 && help[len - 1] == '.', "%s", row->name);
		cr_expect(strstr(row->man, "(2)") || strstr(row->man, "(3)"),
			  "%s", row->name);
		cr_expect_eq(syscall_find(str_from(row->name)), row);
	}
	cr_expect_null(syscall_find(str_from("lisen")));
	cr_expect_null(syscall_find(str_from("")));
}

Test(syscalls, has_the_calls_of_the_lessons)
{
	static const struct {
		const char *name, *strace_name;
		long number;
		size_t parameters, words;
		unsigned flags;
	} rows[] = {
		{"socket", "socket", SYS_socket, 3, 3, SYSCALL_MAKES_FD},
		{"bind", "bind", SYS_bind, 2, 3, 0},
		{"listen", "listen", SYS_listen, 2, 2, 0},
		{"accept", "accept", SYS_accept, 1, 3,
		 SYSCALL_MAKES_FD | SYSCALL_CAN_BLOCK},
		{"accept4", "accept4", SYS_accept4, 2, 4,
		 SYSCALL_MAKES_FD | SYSCALL_CAN_BLOCK},
		{"connect", "connect", SYS_connect, 2, 3, SYSCALL_CAN_BLOCK},
		{"send", "sendto", SYS_sendto, 3, 6,
		 SYSCALL_CAN_BLOCK | SYSCALL_SENDS},
		{"sendto", "sendto", SYS_sendto, 4, 6,
		 SYSCALL_CAN_BLOCK | SYSCALL_SENDS},
		{"recv", "recvfrom", SYS_recvfrom, 3, 6,
		 SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES},
		{"recvfrom", "recvfrom", SYS_recvfrom, 3, 6,
		 SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES},
		{"read", "read", SYS_read, 2, 3,
		 SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES},
		{"write", "write", SYS_write, 2, 3,
		 SYSCALL_CAN_BLOCK | SYSCALL_SENDS},
		{"shutdown", "shutdown", SYS_shutdown, 2, 2, 0},
		{"close", "close", SYS_close, 1, 1,
		 SYSCALL_ENDS_FD | SYSCALL_CAN_BLOCK},
		{"getsockname", "getsockname", SYS_getsockname, 1, 3, 0},
		{"getpeername", "getpeername", SYS_getpeername, 1, 3, 0},
		{"setsockopt", "setsockopt", SYS_setsockopt, 4, 5, 0},
		{"getsockopt", "getsockopt", SYS_getsockopt, 3, 5, 0},
		{"fork", "clone", SYS_clone, 0, 3, 0},
		{"pthread_create", "pthread_create", -1, 0, 0, 0},
		{"_exit", "exit_group", SYS_exit_group, 1, 1,
		 SYSCALL_ENDS_ACTOR},
		{"waitpid", "wait4", SYS_wait4, 2, 4, SYSCALL_CAN_BLOCK},
		{"kill", "kill", SYS_kill, 2, 2, 0},
#ifdef SYS_alarm
		{"alarm", "alarm", SYS_alarm, 1, 1, 0},
#endif
		{"sleep", "clock_nanosleep", SYS_clock_nanosleep, 1, 4,
		 SYSCALL_CAN_BLOCK},
		{"getaddrinfo", "getaddrinfo", -1, 3, 4, 0},
		{"getnameinfo", "getnameinfo", -1, 2, 5, 0},
		{"signal", "rt_sigaction", SYS_rt_sigaction, 2, 4, 0},
		{"sigaction", "rt_sigaction", SYS_rt_sigaction, 3, 4, 0},
		{"dup", "dup", SYS_dup, 1, 1, SYSCALL_MAKES_FD},
#ifdef SYS_dup2
		{"dup2", "dup2", SYS_dup2, 2, 2, SYSCALL_MAKES_FD},
#endif
		{"fcntl", "fcntl", SYS_fcntl, 3, 3, 0},
		{"ioctl", "ioctl", SYS_ioctl, 3, 3, 0},
		{"socketpair", "socketpair", SYS_socketpair, 4, 4, 0},
		{"pipe", "pipe2", SYS_pipe2, 1, 2, SYSCALL_GIVES_NUMBERS},
		{"pipe2", "pipe2", SYS_pipe2, 2, 2, SYSCALL_GIVES_NUMBERS},
#ifdef SYS_poll
		{"poll", "poll", SYS_poll, 2, 3, SYSCALL_CAN_BLOCK},
#endif
		{"select", "pselect6", SYS_pselect6, 4, 6, SYSCALL_CAN_BLOCK},
		{"epoll_create1", "epoll_create1", SYS_epoll_create1, 1, 1,
		 SYSCALL_MAKES_FD},
		{"epoll_ctl", "epoll_ctl", SYS_epoll_ctl, 4, 4, 0},
#ifdef SYS_epoll_wait
		{"epoll_wait", "epoll_wait", SYS_epoll_wait, 3, 4,
		 SYSCALL_CAN_BLOCK},
#endif
		{"sendmsg", "sendmsg", SYS_sendmsg, 3, 3,
		 SYSCALL_CAN_BLOCK | SYSCALL_SENDS},
		{"recvmsg", "recvmsg", SYS_recvmsg, 3, 3,
		 SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES},
		{"readv", "readv", SYS_readv, 2, 3,
		 SYSCALL_CAN_BLOCK | SYSCALL_RECEIVES},
		{"writev", "writev", SYS_writev, 2, 3,
		 SYSCALL_CAN_BLOCK | SYSCALL_SENDS},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct syscall_word words[SYSCALL_WORDS_MAX];
		const struct syscall *row =
			syscall_find(str_from(rows[i].name));
		cr_assert(row, "%s", rows[i].name);
		cr_expect_str_eq(row->strace_name, rows[i].strace_name);
		cr_expect_eq(row->number, rows[i].number, "%s", row->name);
		cr_expect_eq(row->flags, rows[i].flags, "%s", row->name);
		cr_expect_eq(syscall_parameters(row), rows[i].parameters, "%s",
			     row->name);
		cr_expect_eq(syscall_words(row, words), rows[i].words, "%s",
			     row->name);
	}
}

/* The written kinds of row.raw are those of the parameters, in their order. */
Test(syscalls, raw_kinds_agree_with_parameters)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		size_t arg = 0;
		for (size_t k = 0; k < COUNT(table[i].raw) && table[i].raw[k];
		     k++) {
			const struct kind *kind = table[i].raw[k];
			if (kind->hidden)
				continue;
			cr_expect_eq(table[i].parameters[arg].kind, kind,
				     "%s, argument %zu", table[i].name, arg);
			arg++;
		}
		cr_expect_eq(arg, syscall_parameters(&table[i]), "%s",
			     table[i].name);
	}
}

static void check_kind(const struct kind *kind, const char *where)
{
	cr_expect(kind->expected && kind->expected[0], "%s", where);
	// What is a part of another argument has no words.
	bool has_words = kind->encode && kind->decode && kind->strace;
	cr_expect(kind->words <= 3 && has_words == (kind->words > 0), "%s",
		  where);
	bool written = kind->parse && kind->print_c && kind->python &&
		       (kind->expression || !kind->words);
	cr_expect(written != kind->hidden, "%s", where);
}

Test(kind, rows_are_complete)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < COUNT(table[i].raw) && table[i].raw[k];
		     k++)
			check_kind(table[i].raw[k], table[i].name);
}

Test(option, shapes_read_and_write_their_fields)
{
	const struct option *option = option_find(SOL_SOCKET, SO_PEERCRED);
	unsigned char data[sizeof(struct ucred)];
	cr_assert(option && option->shape);
	cr_assert_eq(option->shape->size, sizeof(data));
	static const int64_t nums[] = {-1, 4294967294, -1};
	for (size_t i = 0; i < 3; i++)
		option_field_set(&option->shape->fields[i], data, nums[i]);
	for (size_t i = 0; i < option_fields(option->shape); i++)
		cr_expect_eq(option_field_get(&option->shape->fields[i], data),
			     nums[i], "field %zu", i);
	struct ucred cred;
	memcpy(&cred, data, sizeof(cred));
	cr_expect(cred.pid == -1 && cred.uid == 4294967294);
	cr_expect_null(option_find(SOL_SOCKET, SO_REUSEADDR));
}
