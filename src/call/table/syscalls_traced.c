/* syscalls_traced: system calls that traced programs make, and nobody else.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of poll(2) and epoll_wait(2) there are forms with a mask and a finer time:
 * what they wait for, and what comes back, is the same, so they are shown and
 * explained as those; so is pipe(2) where the C library does not use pipe2(2).
 * The others have no counterpart among the calls of lessons.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"

#include <sys/syscall.h>

/* clang-format off */
#define POLLS(call, is_called)                                                 \
		.name = (call), .strace_name = #is_called,                     \
		.number = SYS_##is_called, .flags = SYSCALL_CAN_BLOCK
#define EPOLLS(is_called, span)                                                \
	{                                                                      \
		POLLS("epoll_wait", is_called),                                \
		.parameters = {{"epfd", &kind_fd, false},                      \
			       {"maxevents", &kind_events_room, false},        \
			       {"timeout", &(span), false}},                   \
		.otherwise = {[1] = "10", [2] = "-1"},                         \
		.raw = {&kind_fd, &kind_events_room, &(span), &kind_mask},     \
		.python = "$0.poll($2, $1)",                                   \
		.help = SENTENCE_ID("call-epoll-wait"),                        \
		.man = "epoll_wait(2)",                                        \
	}

static const struct syscall variants[] = {
	EPOLLS(epoll_pwait, kind_epoll_timeout),
#ifdef SYS_epoll_pwait2
	EPOLLS(epoll_pwait2, kind_epoll_span),
#endif
#ifdef SYS_pipe
	{
		.name = "pipe", .strace_name = "pipe", .number = SYS_pipe,
		.parameters = {{"pipefd", &kind_pair, false}},
		.raw = {&kind_pair},
		.python = "$0 = os.pipe()",
		.help = SENTENCE_ID("call-pipe"),
		.man = "pipe(2)",
	},
#endif
	{
		POLLS("poll", ppoll),
		.parameters = {{"fds", &kind_poll, false},
			       {"timeout", &kind_poll_span, false}},
		.otherwise = {[1] = "-1"},
		.raw = {&kind_poll, &kind_poll_span, &kind_mask},
		.python = "p = select.poll()$0; @p.poll($1)",
		.help = SENTENCE_ID("call-poll"),
		.man = "poll(2)",
	},
};

#define CALL(called)                                                           \
		.name = #called, .strace_name = #called,                       \
		.number = SYS_##called, .python = #called "(...)",             \
		.man = #called "(2)"

static const struct syscall others[] = {
	{
		CALL(close_range),
		.parameters = {{"first", &kind_any_fd, false},
			       {"last", &kind_any_fd, false},
			       {"flags", &kind_range, false}},
		.raw = {&kind_any_fd, &kind_any_fd, &kind_range},
		.help = SENTENCE_ID("call-close-range"),
	}, {
		CALL(dup3), .flags = SYSCALL_MAKES_FD,
		.parameters = {{"oldfd", &kind_fd, false},
			       {"newfd", &kind_fd, false},
			       {"flags", &kind_duplicate, false}},
		.raw = {&kind_fd, &kind_fd, &kind_duplicate},
		.help = SENTENCE_ID("call-dup3"),
	}, {
		CALL(recvmmsg), .flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"sockfd", &kind_fd, false},
			       {"msgvec", &kind_messages_room, false},
			       {"flags", &kind_msg, false},
			       {"timeout", &kind_time_left, false}},
		.raw = {&kind_fd, &kind_messages_room, &kind_msg,
			&kind_time_left},
		.help = SENTENCE_ID("call-recvmmsg"),
	}, {
		CALL(sendfile),
		.flags = SYSCALL_CAN_BLOCK | SYSCALL_SENDS,
		.parameters = {{"out_fd", &kind_fd, false},
			       {"in_fd", &kind_fd, false},
			       {"offset", &kind_offset, false},
			       {"count", &kind_size, false}},
		.raw = {&kind_fd, &kind_fd, &kind_offset, &kind_size},
		.help = SENTENCE_ID("call-sendfile"),
	}, {
		CALL(sendmmsg), .flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"sockfd", &kind_fd, false},
			       {"msgvec", &kind_messages, false},
			       {"flags", &kind_msg, false}},
		.raw = {&kind_fd, &kind_messages, &kind_msg},
		.help = SENTENCE_ID("call-sendmmsg"),
	}, {
		CALL(splice), .flags = SYSCALL_CAN_BLOCK,
		.parameters = {{"fd_in", &kind_fd, false},
			       {"off_in", &kind_offset, false},
			       {"fd_out", &kind_fd, false},
			       {"off_out", &kind_offset, false},
			       {"len", &kind_size, false},
			       {"flags", &kind_splice, false}},
		.raw = {&kind_fd, &kind_offset, &kind_fd, &kind_offset,
			&kind_size, &kind_splice},
		.help = SENTENCE_ID("call-splice"),
	},
};
/* clang-format on */

const struct syscall *syscall_variants(size_t *count)
{
	*count = COUNT(variants);
	return variants;
}

const struct syscall *syscall_others(size_t *count)
{
	*count = COUNT(others);
	return others;
}
