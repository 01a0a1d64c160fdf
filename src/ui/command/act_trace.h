/* act_trace: commands for traced programs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

struct app;

bool act_run(struct app *app, const char *argument, struct err *err);
bool act_step(struct app *app, const char *argument, struct err *err);
bool act_turn(struct app *app, const char *argument, struct err *err);
bool act_go(struct app *app, const char *argument, struct err *err);
bool act_detach(struct app *app, const char *argument, struct err *err);
bool act_input(struct app *app, const char *argument, struct err *err);
bool act_fault(struct app *app, const char *argument, struct err *err);

bool act_noise(struct app *app, const char *argument, struct err *err);

/* Starts the programs of the command line, with its faults, and waits until
 * each has stopped. `*refused` says whether this machine forbids tracing. */
bool trace_start_all(struct app *app, bool *refused, struct err *err);

/* The actor that the first word of `rest` names, which is cut off; else the one
 * whose turn it is, or was. Fails when that is no program. */
bool trace_take_actor(struct app *app, struct str *rest, const char **actor,
		      struct arena *arena, struct err *err);

/* Whether a program is stopped at a call. */
bool trace_can_step(const struct app *app);

/* The program that the next step lets go on; NULL when none is stopped. */
const char *trace_turn(const struct app *app);

/* One step of whoever can go, the current actor first. */
bool trace_step_next(struct app *app, struct err *err);

/* Takes the message back that no program is stopped at a call, once one is. */
void trace_take_back(struct app *app);
