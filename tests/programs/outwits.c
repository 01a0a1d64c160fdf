/* outwits: tries to get past the calls that its lab refuses, by filters of its
 * own: one that asks for the tracer's stop, with data of its choice, and one
 * that another process answers for. Prints the errno of each call, 0 for none.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static long load(unsigned number, unsigned action, unsigned flags)
{
	struct sock_filter lines[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {sizeof(lines) / sizeof(*lines), lines};
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
}

static int error_of(long result)
{
	return result < 0 ? errno : 0;
}

/* The same as a 32-bit program does it, whose arguments lie in memory. */
static int other_vsock(void)
{
#ifdef __x86_64__
	enum { SOCKETCALL = 102, SOCKETCALL_SOCKET = 1 };
	int result,
		*args = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	args[0] = AF_VSOCK;
	args[1] = SOCK_STREAM;
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(SOCKETCALL), "b"(SOCKETCALL_SOCKET), "c"(args)
			 : "memory", "r8", "r9", "r10", "r11");
	if (result >= 0 || result == -EPERM)
		return result >= 0 ? 0 : EPERM;
#endif
	return EPERM; // this machine has no such programs
}

int main(void)
{
	static const int calls[] = {SYS_keyctl, SYS_mount, SYS_getppid};
	for (unsigned i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		unsigned number = (unsigned)calls[i];
		printf("%d ", error_of(load(number, SECCOMP_RET_TRACE, 0)));
		printf("%d\n", error_of(syscall(number, 0, 0, 0, 0, 0)));
	}
	load(SYS_socket, SECCOMP_RET_TRACE, 0);
	printf("%d\n", error_of(socket(AF_VSOCK, SOCK_STREAM, 0)));
	printf("%d\n", other_vsock());
	printf("%d\n", error_of(load(SYS_keyctl, SECCOMP_RET_USER_NOTIF,
				     SECCOMP_FILTER_FLAG_NEW_LISTENER)));
	printf("%d\n",
	       error_of(load(SYS_getppid, SECCOMP_RET_TRACE | 0x8000, 0)));
	printf("%d\n", error_of(syscall(SYS_getppid)));
	return 0;
}
