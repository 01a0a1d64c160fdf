/* broker: Debian's mosquitto, run privately for one talk.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"
#include "base/text.h"

#include <sys/types.h>

enum { BROKER_CODE = 6, BROKER_SECRET = 32 };

/* Where it keeps its files and listens; who may do what in it. */
struct broker {
	char folder[64];
	const char *program;		/* its path */
	char address[64];		/* that it listens on; empty: on all */
	int port, page_port;		/* for programs, and for browsers */
	char code[BROKER_CODE + 1];	/* of the room, and its password */
	char secret[BROKER_SECRET + 1]; /* of who gives the talk */
};

/* Draws the code, finds two ports, and writes the files; `page` is what
 * browsers are given. `address` may be NULL. Fails with one sentence where
 * mosquitto is not installed. */
bool broker_prepare(struct broker *broker, const char *address,
		    const struct buf *page, struct err *err);

/* Starts it; it listens a moment later. Returns -1 when it cannot be. */
pid_t broker_start(const struct broker *broker);
bool broker_runs(pid_t pid);
void broker_stop(pid_t pid);
void broker_remove(const struct broker *broker); /* its files */

/* The code of a room: letters and digits that are not mistaken for others. */
bool broker_draw_code(char code[BROKER_CODE + 1], struct err *err);

/* Random hexadecimal digits, and the 0 behind them. */
bool broker_draw(char *out, size_t digits, struct err *err);
