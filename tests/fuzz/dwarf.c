/* dwarf: a program whose file says whatever it likes of itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes are a file that a stopped child has mapped and stands in the middle
 * of, as far as its registers say. The reader that looks at it may well die of
 * that; whoever asked it gets frames in which all is in order, or none.
 */
#include "lab/source/source.h"

#include <assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static pid_t begin(int file, size_t size, char **at)
{
	*at = mmap(NULL, size, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
	pid_t pid = fork();
	if (!pid) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(0);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid;
}

/* The stack pointer, too, is in the file: return addresses come from it. */
static void move(pid_t pid, const char *at, size_t size)
{
#ifdef __x86_64__
	struct user_regs_struct registers;
	ptrace(PTRACE_GETREGS, pid, NULL, &registers);
	registers.rip = (uintptr_t)at + size / 2;
	registers.rsp = registers.rbp = (uintptr_t)at + size / 4 * 8 % size;
	ptrace(PTRACE_SETREGS, pid, NULL, &registers);
#else
	(void)pid;
	(void)at;
	(void)size;
#endif
}

static void look(pid_t pid)
{
	struct arena arena = {0};
	struct source_stack stack = {0};
	struct source *source = source_open(pid);
	source_find(source, pid, &arena, &stack);
	assert(stack.count <= SOURCE_FRAMES_MAX);
	assert(stack.own < (int)stack.count || !stack.count);
	for (size_t i = 0; i < stack.count; i++)
		assert(stack.frames[i].function);
	source_close(source);
	arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 64)
		return 0;
	char *at, path[] = "/tmp/sockstep-fuzz-XXXXXX";
	int file = mkostemp(path, O_CLOEXEC);
	if (file < 0 || write(file, data, size) != (ssize_t)size)
		return 0;
	pid_t pid = begin(file, size, &at);
	if (pid > 0) {
		move(pid, at, size);
		look(pid);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	munmap(at, size);
	unlink(path);
	close(file);
	return 0;
}
