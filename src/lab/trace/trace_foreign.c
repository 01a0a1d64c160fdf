/* trace_foreign: programs of the machine's other word size.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A traced program may execute one. Its calls have other numbers and other
 * structures, and are not shown; those that are refused are refused all the
 * same. One of them needs help: socketcall(2) keeps its arguments in memory,
 * where no filter looks and where another thread may change them behind any
 * look. So they are read once, and the kernel is given the socket(2) of such
 * programs with what was read.
 */
#include "base/sentence.h"
#include "lab/inside/power.h"
#include "lab/trace/trace_parts.h"
#include "lab/trace/trace_regs.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

/* The number of socket(2) there, in asm/unistd_32.h of x86. */
enum { SOCKET = 359 };

/* Whether the file that the process executes is of 32-bit words. */
static bool is_foreign(pid_t pid)
{
	char path[64];
	unsigned char bytes[EI_NIDENT];
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd >= 0 && read(fd, bytes, sizeof(bytes)) == sizeof(bytes) &&
	       bytes[EI_CLASS] == ELFCLASS32;
}

char *trace_foreign_note(struct tracee *tracee)
{
	char path[64], file[256];
	if (!is_foreign(tracee->tid) || tracee->program->foreign)
		return NULL;
	tracee->program->foreign = true;
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)tracee->tid);
	ssize_t len = readlink(path, file, sizeof(file) - 1);
	file[len > 0 ? len : 0] = '\0';
	return SENTENCE_NEW("trace-foreign",
			    SLOT_TEXT("program", tracee->program->name),
			    SLOT_TEXT("file", text_base(file)));
}

int trace_foreign_socket(struct tracee *tracee, uint32_t arch, uint64_t words,
			 const struct confine_refusal **row)
{
	uint32_t read[3];
	enum inhabitant who = inhabitant_of_program(tracee->lab->who);
	// It made a socket call that nobody was told of.
	tracee->program->foreign = true;
	if (!trace_read(tracee->tid, words, read, sizeof(read)))
		return -EFAULT;
	const uint64_t args[6] = {read[0], read[1], read[2]};
	*row = power_leaves(who, arch, SOCKET, args);
	if (*row)
		return -(*row)->error;
	if (!trace_regs_socket(tracee->tid, args, tracee->foreign_words))
		return -EPERM;
	tracee->is_foreign_socket = true;
	ptrace(PTRACE_SYSCALL, tracee->tid, NULL, NULL);
	return 0;
}

bool trace_foreign_made(struct tracee *tracee)
{
	if (!tracee->is_foreign_socket)
		return false;
	tracee->is_foreign_socket = false;
	trace_regs_socket_made(tracee->tid, tracee->foreign_words);
	return true;
}
