/* signals: what the world tells the program, as readiness in its loop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"

#include <signal.h>

/* The latest of each; whoever acts on one clears it. */
struct signals {
	struct loop *loop;
	sigset_t old; /* the mask before */
	int fd;
	int ending; /* SIGINT, SIGTERM or SIGHUP came: its number */
	bool suspend, resumed, resized;
};

/* Takes over the signals that end the program and, for a `screen`, those of
 * job control and of the window's size, until signals_close(). SIGPIPE is
 * ignored. They only set flags. */
bool signals_open(struct signals *signals, struct loop *loop, bool screen,
		  struct err *err);
void signals_close(struct signals *signals);

/* Takes what has come, without the loop. */
void signals_look(struct signals *signals);

/* Around each write to standard output. A terminal can stand still (^S), a
 * pipe's reader can: a signal that ends the program sets a terminal going
 * again, interrupts the write, and is there to be taken when that is over. */
void signals_write_begin(void);
void signals_write_end(void);
bool signals_came(void); /* since signals_write_begin() */

/* Stops the process as the terminal asked, with all its process group's habits,
 * and returns when it is continued. */
void signals_stop_here(void);
