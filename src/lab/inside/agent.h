/* agent: the actor process that makes the calls it is told to make.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/channel/desk.h"
#include "lab/inside/power.h"

/* Never returns: becomes the agent of `desk`, with the name that stands there,
 * and rings `bell` (an eventfd) each time the desk moves to IDLE or DONE and
 * each time a handler takes a signal. Called in a process of its own, inside
 * the lab. */
_Noreturn void agent_main(struct desk *desk, int bell,
			  const struct power *power);

/* Makes the call on the desk, all but those that make an actor. Returns what
 * the desk's `value` is to be. `handler` is that of every signal that gets one.
 * Only an agent calls it. */
int64_t agent_operate(struct desk *desk, void (*handler)(int number));

/* Makes the calling process as powerless as `power` says, with default signals,
 * /dev/null as its descriptors 0 to 2 and no other descriptor but `keep` (-1:
 * none), which it returns under its new number. It ends the process when that
 * fails. Shared by agents and by the commands of lab_run(). */
int agent_give_up_power(int keep, const struct power *power);

/* A part of that, for who becomes a program with descriptors of its own. */
void agent_default_signals(void);
