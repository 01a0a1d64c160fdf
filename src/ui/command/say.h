/* say: what a typed line means.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line is, in this order:
 *     nothing              empty, or behind a #
 *     a variable           alone: its value is told, and nothing is done
 *     ACTOR: CALL          that actor makes the call
 *     a call               its first word is followed by ( or =, or has a dot
 *     a command            its first word is the name of one, or an order's
 *     a call               its first word is the name of one, no ( behind it
 *     a command or a call  its first word is the beginning of one name only
 * So `close(srv)` is a call and `close` a command; `close srv` is a call, too,
 * for the command takes nothing. A colon in front, as in an
 * editor, changes nothing.
 */
#pragma once
#include "base/text.h"

struct app;

enum say_kind { SAY_NOTHING, SAY_COMMAND, SAY_CALL };

/* Points into the line. */
struct said {
	enum say_kind kind;
	struct str actor; /* of a call; empty: the current one */
	struct str text;  /* the command line or the call */
};

/* Reads what a line means; whether it can be done is seen when it is. Fails
 * when its first word is nothing, and names the nearest. */
bool say_read(struct str line, struct said *said, struct err *err);

/* Whether a line can be read to its end, in a lesson as it may be then. */
bool say_check(struct str line, struct err *err);

/* Does it. Fails with what to do, which the learner is then shown. */
bool say_line(struct app *app, struct str line, struct err *err);
