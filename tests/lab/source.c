/* source: tests that the line of a call is found in C and in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/source/source.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- a traced child --------------------------------------------------------
 */

static pid_t start(void (*act)(void), char *const argv[])
{
	pid_t pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		if (act)
			act();
		else
			execvp(argv[0], argv);
		_exit(127);
	}
	int status;
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert_eq(ptrace(PTRACE_SETOPTIONS, pid, NULL,
			    PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL |
				    PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC),
		     0);
	return pid;
}

static bool is_entry_of(pid_t tid, unsigned long number)
{
	struct __ptrace_syscall_info info;
	return ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info) > 0 &&
	       info.op == PTRACE_SYSCALL_INFO_ENTRY && info.entry.nr == number;
}

/* Lets the child run until one of its threads is about to make `number` for
 * the `times`th time. Returns the thread; 0 when the child ended before. */
static pid_t run_to(pid_t pid, unsigned long number, int times)
{
	pid_t tid = pid;
	int status = 0;
	for (;;) {
		bool is_signal = WIFSTOPPED(status) &&
				 WSTOPSIG(status) != (SIGTRAP | 0x80) &&
				 WSTOPSIG(status) != SIGTRAP &&
				 WSTOPSIG(status) != SIGSTOP;
		if (tid != pid || !WIFEXITED(status) || !status)
			ptrace(PTRACE_SYSCALL, tid, NULL,
			       is_signal ? WSTOPSIG(status) : 0);
		tid = waitpid(-1, &status, __WALL);
		if (tid < 0 || (tid == pid && !WIFSTOPPED(status)))
			return 0;
		if (WIFSTOPPED(status) && is_entry_of(tid, number) && !--times)
			return tid;
	}
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
}

static bool ends_in(const char *file, const char *wanted)
{
	size_t len = strlen(file), tail = strlen(wanted);
	return len >= tail && !strcmp(file + len - tail, wanted);
}

static void expect_own(const struct source_stack *stack, const char *file,
		       int line)
{
	cr_assert_geq(stack->own, 0, "no line is known of %zu frames",
		      stack->count);
	const struct source_frame *own = &stack->frames[stack->own];
	cr_expect(ends_in(own->file, file), "%s, expected %s", own->file, file);
	cr_expect_eq(own->line, line, "line %d of %s, expected %d", own->line,
		     own->file, line);
}

/* --- C ---------------------------------------------------------------------
 */

static const int line_of_call = __LINE__ + 4;

static inline __attribute__((always_inline)) int make_inlined(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static void act_in_c(void)
{
	_exit(make_inlined());
}

Test(source, a_line_of_c_is_found)
{
	pid_t pid = start(act_in_c, NULL);
	pid_t tid = run_to(pid, SYS_socket, 1);
	cr_assert_eq(tid, pid);
	struct source *source = source_open(pid);
	struct arena arena = {0};
	struct source_stack stack;
	source_find(source, tid, &arena, &stack);
	expect_own(&stack, "tests/lab/source.c", line_of_call);
	arena_done(&arena);
	source_close(source);
	end(pid);
}

static void *act_in_thread(void *data)
{
	(void)data;
	act_in_c();
	return NULL;
}

static void act_threaded(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, act_in_thread, NULL);
	pthread_join(thread, NULL);
}

Test(source, a_thread_has_a_line_of_its_own)
{
	pid_t pid = start(act_threaded, NULL);
	pid_t tid = run_to(pid, SYS_socket, 1);
	cr_assert(tid > 0 && tid != pid);
	struct source *source = source_open(pid);
	struct arena arena = {0};
	struct source_stack stack;
	source_find(source, tid, &arena, &stack);
	expect_own(&stack, "tests/lab/source.c", line_of_call);
	arena_done(&arena);
	source_close(source);
	end(pid);
}

/* What is gone has no frames, and nothing fails. */
Test(source, a_process_that_is_gone_has_no_lines)
{
	pid_t pid = start(act_in_c, NULL);
	cr_assert_eq(run_to(pid, SYS_socket, 1), pid);
	struct source *source = source_open(pid);
	end(pid);
	struct arena arena = {0};
	struct source_stack stack;
	source_find(source, pid, &arena, &stack);
	cr_expect_eq(stack.count, 0);
	cr_expect_eq(stack.own, -1);
	arena_done(&arena);
	source_close(source);
}

/* --- Python ----------------------------------------------------------------
 */

/* The 1st socket is made in line 7 by the library's create_server(), the 2nd in
 * line 4 by a thread. */
static const char program[] = "import socket, threading\n"
			      "class Client:\n"
			      "    def run(self):\n"
			      "        s = socket.socket()\n"
			      "        s.close()\n"
			      "\n"
			      "s = socket.create_server(('127.0.0.1', 0))\n"
			      "t = threading.Thread(target=Client().run)\n"
			      "t.start()\n"
			      "t.join()\n";

static void write_program(char path[])
{
	int fd = mkstemps(path, 3);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, program, strlen(program)),
		     (ssize_t)strlen(program));
	close(fd);
}

Test(source, a_line_of_python_is_found)
{
	char path[] = "/tmp/sockstep-XXXXXX.py";
	write_program(path);
	char *argv[] = {"/usr/bin/python3", path, NULL};
	pid_t pid = start(NULL, argv);
	pid_t tid = run_to(pid, SYS_socket, 1);
	cr_assert_eq(tid, pid);
	struct source *source = source_open(pid);
	struct arena arena = {0};
	struct source_stack stack;
	source_find(source, tid, &arena, &stack);
	expect_own(&stack, path, 7);
	cr_expect_gt(stack.own, 0, "the library's frames come first");
	cr_expect_str_eq(stack.frames[stack.own].function, "<module>");

	tid = run_to(pid, SYS_socket, 1);
	cr_assert(tid > 0 && tid != pid);
	source_find(source, tid, &arena, &stack);
	expect_own(&stack, path, 4);
	cr_expect_str_eq(stack.frames[stack.own].function, "Client.run");
	arena_done(&arena);
	source_close(source);
	end(pid);
	unlink(path);
}
