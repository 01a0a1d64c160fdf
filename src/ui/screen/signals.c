/* signals: what the world tells the program, as readiness in its loop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The signals are blocked and read from a signalfd(2), so they come between
 * two rounds of the loop and never in the middle of anything. ncurses installs
 * handlers of its own for some of them, which therefore never run.
 */
#include "ui/screen/signals.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "ui/screen/rescue.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const int endings[] = {SIGINT, SIGTERM, SIGHUP};
static const int of_screens[] = {SIGTSTP, SIGCONT, SIGWINCH};

/* What is written to may stand still; there is one standard output. */
static volatile sig_atomic_t came;
static volatile sig_atomic_t is_ending; /* one that ends the program came */
static bool is_open;

static void on_signal(void *data, uint32_t ready)
{
	struct signals *signals = data;
	struct signalfd_siginfo info;
	(void)ready;
	while (read(signals->fd, &info, sizeof(info)) == sizeof(info)) {
		int number = (int)info.ssi_signo;
		if (number == SIGTSTP)
			signals->suspend = true;
		else if (number == SIGCONT)
			signals->resumed = true;
		else if (number == SIGWINCH)
			signals->resized = true;
		else
			signals->ending = is_ending = number;
	}
	// What is said last may not come from within signals_write_begin().
	if (is_ending)
		rescue_go_on();
}

bool signals_open(struct signals *signals, struct loop *loop, bool screen,
		  struct err *err)
{
	*signals = (struct signals){.loop = loop, .fd = -1};
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < COUNT(endings); i++)
		sigaddset(&set, endings[i]);
	for (size_t i = 0; screen && i < COUNT(of_screens); i++)
		sigaddset(&set, of_screens[i]);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, &signals->old);
	signals->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	is_open = signals->fd >= 0;
	if (signals->fd >= 0 &&
	    loop_add(loop, signals->fd, EPOLLIN, on_signal, signals, err))
		return true;
	if (signals->fd < 0)
		FAILURE(err, "make-signal-descriptor",
			SLOT_TEXT("reason", strerror(errno)));
	signals_close(signals);
	return false;
}

void signals_look(struct signals *signals)
{
	on_signal(signals, EPOLLIN);
}

void signals_close(struct signals *signals)
{
	if (signals->fd >= 0) {
		// What came meanwhile asked for the same end. The kernel tells
		// that a terminal is gone, and so does its shell, later.
		on_signal(signals, EPOLLIN);
		if (signals->ending == SIGHUP)
			signal(SIGHUP, SIG_IGN);
		loop_remove(signals->loop, signals->fd);
		close(signals->fd);
		signals->fd = -1;
	}
	is_open = false;
	sigprocmask(SIG_SETMASK, &signals->old, NULL);
}

static void on_ending(int number)
{
	int kept = errno;
	came = is_ending = number;
	rescue_go_on();
	errno = kept;
}

static void let_through(int how, void (*handler)(int))
{
	const struct sigaction action = {.sa_handler = handler};
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < COUNT(endings); i++) {
		sigaddset(&set, endings[i]);
		if (how == SIG_UNBLOCK)
			sigaction(endings[i], &action, NULL);
	}
	sigprocmask(how, &set, NULL);
	for (size_t i = 0; i < COUNT(endings); i++) {
		if (how == SIG_BLOCK)
			sigaction(endings[i], &action, NULL);
	}
}

/* What the end writes must not wait behind a ^S: nobody may be there any more
 * to press ^Q, and no second signal interrupts it. */
void signals_write_begin(void)
{
	came = 0;
	if (is_open)
		let_through(SIG_UNBLOCK, on_ending);
	if (is_ending)
		rescue_go_on();
}

void signals_write_end(void)
{
	if (!is_open)
		return;
	let_through(SIG_BLOCK, SIG_DFL);
	// It is pending now, and so in the descriptor.
	if (came)
		raise(came);
}

bool signals_came(void)
{
	return came;
}

void signals_stop_here(void)
{
	struct sigaction usual = {.sa_handler = SIG_DFL}, old;
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaction(SIGTSTP, &usual, &old);
	raise(SIGTSTP);
	// It is pending until it is let through; here the process stops.
	sigprocmask(SIG_UNBLOCK, &stop, NULL);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	sigaction(SIGTSTP, &old, NULL);
}
