/* trace_regs: the registers of a thread in a ptrace stop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one file that knows the machine. Everything else is read by
 * PTRACE_GET_SYSCALL_INFO, which is the same everywhere; a call that writes
 * registers that way exists since Linux 6.16 only.
 *
 * The number of a system call that is -1 means none: the kernel then goes
 * straight to the exit, and leaves the result register as it is; on aarch64
 * that is the register of the first argument, too.
 */
#include "lab/trace/trace_regs.h"

#include "lab/trace/trace_calls.h"

#include <elf.h>
#include <errno.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/ucontext.h>
#include <sys/uio.h>
#include <sys/user.h>

#if !defined(__x86_64__) && !defined(__aarch64__)
#error "the registers of this machine are not known to lab/trace/trace_regs.c"
#endif
#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif

#if defined(__x86_64__)

/* Not by PTRACE_GETREGSET, which has the registers of a 32-bit program in
 * another form. */
static bool get(pid_t tid, struct user_regs_struct *regs)
{
	return !ptrace(PTRACE_GETREGS, tid, NULL, regs);
}

static bool set(pid_t tid, struct user_regs_struct *regs)
{
	return !ptrace(PTRACE_SETREGS, tid, NULL, regs);
}

bool trace_regs_skip(pid_t tid, int64_t value)
{
	struct user_regs_struct regs;
	if (!get(tid, &regs))
		return false;
	regs.orig_rax = ~0ULL;
	regs.rax = (uint64_t)value;
	return set(tid, &regs);
}

bool trace_regs_result(pid_t tid, int64_t value)
{
	struct user_regs_struct regs;
	if (!get(tid, &regs))
		return false;
	regs.rax = (uint64_t)value;
	return set(tid, &regs);
}

bool trace_regs_argument(pid_t tid, int number, uint64_t value)
{
	struct user_regs_struct regs;
	if (!get(tid, &regs))
		return false;
	__typeof__(regs.rdi) *const arguments[] = {
		&regs.rdi, &regs.rsi, &regs.rdx, &regs.r10, &regs.r8, &regs.r9};
	*arguments[number] = value;
	return set(tid, &regs);
}

/* Of the calls of i386, in asm/unistd_32.h. */
enum { I386_SOCKET = 359 };

bool trace_regs_socket(pid_t tid, const uint64_t args[3], uint64_t before[3])
{
	struct user_regs_struct regs;
	if (!get(tid, &regs))
		return false;
	before[0] = regs.rbx;
	before[1] = regs.rcx;
	before[2] = regs.rdx;
	regs.orig_rax = I386_SOCKET;
	regs.rbx = args[0];
	regs.rcx = args[1];
	regs.rdx = args[2];
	return set(tid, &regs);
}

bool trace_regs_socket_made(pid_t tid, const uint64_t before[3])
{
	struct user_regs_struct regs;
	if (!get(tid, &regs))
		return false;
	regs.rbx = before[0];
	regs.rcx = before[1];
	regs.rdx = before[2];
	return set(tid, &regs);
}

/* struct rt_sigframe: the address that the handler returns to, then a
 * ucontext. */
bool trace_regs_interrupted(pid_t tid, int64_t *value)
{
	struct user_regs_struct regs;
	return get(tid, &regs) &&
	       trace_read(tid,
			  regs.rsp + sizeof(uint64_t) +
				  offsetof(ucontext_t, uc_mcontext.gregs) +
				  REG_RAX * sizeof(greg_t),
			  value, sizeof(*value));
}

#elif defined(__aarch64__)

static bool get(pid_t tid, struct user_regs_struct *regs)
{
	struct iovec area = {regs, sizeof(*regs)};
	return !ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &area) &&
	       area.iov_len == sizeof(*regs); // less of a 32-bit program
}

static bool set(pid_t tid, struct user_regs_struct *regs)
{
	struct iovec area = {regs, sizeof(*regs)};
	return !ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &area);
}

bool trace_regs_skip(pid_t tid, int64_t value)
{
	int none = -1;
	struct iovec area = {&none, sizeof(none)};
	return trace_regs_argument(tid, 0, (uint64_t)value) &&
	       !ptrace(PTRACE_SETREGSET, tid, NT_ARM_SYSTEM_CALL, &area);
}

// 32-bit programs of ARM have no socketcall(2).
bool trace_regs_socket(pid_t tid, const uint64_t args[3], uint64_t before[3])
{
	(void)tid;
	(void)args;
	(void)before;
	return false;
}

bool trace_regs_socket_made(pid_t tid, const uint64_t before[3])
{
	(void)tid;
	(void)before;
	return false;
}

bool trace_regs_result(pid_t tid, int64_t value)
{
	return trace_regs_argument(tid, 0, (uint64_t)value);
}

bool trace_regs_argument(pid_t tid, int number, uint64_t value)
{
	struct user_regs_struct regs;
	if (!get(tid, &regs))
		return false;
	regs.regs[number] = value;
	return set(tid, &regs);
}

/* struct rt_sigframe: a siginfo of 128 bytes, then a ucontext. */
bool trace_regs_interrupted(pid_t tid, int64_t *value)
{
	struct user_regs_struct regs;
	return get(tid, &regs) &&
	       trace_read(tid,
			  regs.sp + 128 +
				  offsetof(ucontext_t, uc_mcontext.regs),
			  value, sizeof(*value));
}

#endif
