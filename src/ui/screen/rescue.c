/* rescue: gives the terminal back when the program dies of a signal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The handler does only what signal-safety(7) allows: write, tcsetattr,
 * sigaction, raise. It runs on a stack of its own, because running out of
 * stack is one way to get there. Whatever handled the signal before, such as
 * a sanitizer or nobody, then gets it again. Children that were forked inherit
 * the handler but must leave the terminal alone.
 */
#include "ui/screen/rescue.h"

#include "base/mem.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>

/* Everything that ends a process by default and that signals.c does not
 * read; SIGKILL cannot be caught. */
static const int deadly[] = {
	SIGSEGV, SIGBUS,    SIGFPE,  SIGILL,  SIGABRT, SIGSYS,
	SIGTRAP, SIGQUIT,   SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
	SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO,   SIGPWR,  SIGSTKFLT,
};

static struct {
	struct termios modes;
	bool has_modes;
	char reset[256];
	size_t len;
	pid_t pid; /* 0: not armed */
	struct sigaction old[COUNT(deadly)];
	unsigned char stack[64 * 1024];
} rescue;

static void go_on(int fd)
{
	struct termios modes;
	if (tcgetattr(fd, &modes) < 0)
		return;
	// The kernel starts what ^S stopped when there is no flow control.
	struct termios free = modes;
	free.c_iflag &= ~(tcflag_t)IXON;
	tcsetattr(fd, TCSANOW, &free);
	tcsetattr(fd, TCSANOW, &modes);
}

void rescue_go_on(void)
{
	// In the background that would stop us.
	sigset_t stop, before;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTTOU);
	sigprocmask(SIG_BLOCK, &stop, &before);
	go_on(STDOUT_FILENO);
	go_on(STDERR_FILENO);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void put_back(void)
{
	// One that stands still (^S) would keep us for ever. Nothing can be
	// done about a terminal that is gone.
	rescue_go_on();
	ssize_t n = write(STDOUT_FILENO, rescue.reset, rescue.len);
	(void)n;
	if (rescue.has_modes)
		tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
}

static void on_deadly(int number)
{
	if (getpid() == rescue.pid)
		put_back();
	for (size_t i = 0; i < COUNT(deadly); i++) {
		if (deadly[i] == number)
			sigaction(number, &rescue.old[i], NULL);
	}
	// Blocked until the handler returns, then it kills.
	raise(number);
}

void rescue_set_reset(const char *reset)
{
	rescue.len = strnlen(reset, sizeof(rescue.reset) - 1);
	memcpy(rescue.reset, reset, rescue.len);
}

void rescue_arm(void)
{
	if (rescue.pid)
		return;
	rescue.pid = getpid();
	rescue.has_modes = tcgetattr(STDIN_FILENO, &rescue.modes) == 0;
	stack_t stack = {
		.ss_sp = rescue.stack,
		.ss_size = sizeof(rescue.stack),
	};
	sigaltstack(&stack, NULL);
	struct sigaction action = {
		.sa_handler = on_deadly,
		.sa_flags = SA_ONSTACK,
	};
	for (size_t i = 0; i < COUNT(deadly); i++)
		sigaction(deadly[i], &action, &rescue.old[i]);
}

void rescue_disarm(void)
{
	if (!rescue.pid)
		return;
	rescue.pid = 0;
	for (size_t i = 0; i < COUNT(deadly); i++)
		sigaction(deadly[i], &rescue.old[i], NULL);
	stack_t none = {.ss_flags = SS_DISABLE};
	sigaltstack(&none, NULL);
}
