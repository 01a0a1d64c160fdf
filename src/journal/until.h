/* until: how far a traced program is to go.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     until = "next" | "blocked" | "exit" | CALL | ERRNO | "fd" N | STATE
 *
 * CALL is a name of the table of calls, ERRNO one such as ECONNRESET, STATE a
 * TCP state in the words of ss(8), of the kernel or of netstat(8).
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

enum until_kind {
	UNTIL_NEXT,    /* to its next call: one step */
	UNTIL_BLOCKED, /* until it was asleep in a call */
	UNTIL_NAME,    /* to the entry of the call `name` */
	UNTIL_ERROR,   /* until a call failed with errno `number` */
	UNTIL_FD,      /* to the entry of a call on descriptor `number` */
	UNTIL_STATE,   /* until a call left its socket in the state `number`,
			* of enum socket_tcp_state */
	UNTIL_EXIT,    /* to its end */
	UNTIL_KIND_COUNT
};

/* `name` is one of the table of calls, and lasts as long as that. */
struct until {
	enum until_kind kind;
	const char *name;
	int number;
};

/* Reads the whole of `text`; an empty one is "next". Fails with what was
 * expected, and the nearest words. */
bool until_parse(struct str text, struct until *until, struct err *err);

/* Adds the same notation; until_parse() reads it back. */
void until_print(const struct until *until, struct buf *out);
