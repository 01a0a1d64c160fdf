/* act: what each command does; command.c has the table.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

struct app;

typedef bool act_fn(struct app *app, const char *argument, struct err *err);

act_fn act_answer, act_back, act_close, act_digit, act_expand, act_forward,
	act_goto, act_help, act_key, act_language, act_menu, act_more, act_move,
	act_next, act_open, act_output, act_packets, act_quit, act_redraw,
	act_reset, act_rewind, act_screen, act_sockets, act_wait;
