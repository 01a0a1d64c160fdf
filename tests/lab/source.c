/* source: tests that the line of a call is found in C and in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/source/source.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
	// Its threads come first; a reader that is a child, too, lives on.
	for (pid_t got = 0; got != pid && (got >= 0 || errno == EINTR);)
		got = waitpid(-1, NULL, __WALL);
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

/* The one child of ours that reads. */
static pid_t find_reader(void)
{
	pid_t child = 0, found = 0;
	char path[64], name[32];
	snprintf(path, sizeof(path), "/proc/self/task/%d/children", gettid());
	FILE *children = fopen(path, "re");
	while (children && !found && fscanf(children, "%d", &child) == 1) {
		snprintf(path, sizeof(path), "/proc/%d/comm", child);
		FILE *comm = fopen(path, "re");
		if (comm && fgets(name, sizeof(name), comm) &&
		    !strcmp(name, "sockstep-read\n"))
			found = child;
		if (comm)
			fclose(comm);
	}
	if (children)
		fclose(children);
	return found;
}

/* How many lines of a file of the process have the word. */
static int count_lines(pid_t pid, const char *file, const char *word)
{
	char path[64], line[4400];
	int count = 0;
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	FILE *lines = fopen(path, "re");
	while (lines && fgets(line, sizeof(line), lines))
		count += strstr(line, word) != NULL;
	if (lines)
		fclose(lines);
	return count;
}

static int count_descriptors(pid_t pid)
{
	char path[64];
	int count = 0;
	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		count += entry->d_name[0] != '.' && atoi(entry->d_name) < 3;
	if (folder)
		closedir(folder);
	return count;
}

/* Who reads what a program says of itself has nothing of ours, and its end is
 * not ours. */
Test(source, a_reader_is_confined_and_may_die)
{
	pid_t pid = start(act_in_c, NULL);
	struct arena arena = {0};
	struct source_stack stack;
	void *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert_eq(run_to(pid, SYS_socket, 1), pid);
	cr_assert_eq(count_lines(getpid(), "maps", "rw-s") > 0, true);
	struct source *source = source_open(pid);
	pid_t reader = find_reader();
	cr_assert_gt(reader, 0, "no reader was found");
	cr_expect_eq(count_lines(reader, "maps", "rw-s"), 0);
	cr_expect_eq(count_lines(reader, "status", "Seccomp:\t2"), 1);
	cr_expect_eq(count_lines(reader, "status", "NoNewPrivs:\t1"), 1);
	cr_expect_eq(count_descriptors(reader), 0);
	source_find(source, pid, &arena, &stack);
	cr_expect_gt(stack.count, 0);
	kill(reader, SIGKILL);
	source_find(source, pid, &arena, &stack);
	cr_expect_eq(stack.count, 0);
	cr_expect_eq(stack.own, -1);
	arena_done(&arena);
	source_close(source);
	munmap(shared, 4096);
	end(pid);
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
