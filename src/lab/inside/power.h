/* power: what a process of the lab gives up before it does anything.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/confine.h"

struct power {
	enum inhabitant who;
	uid_t user;   /* whom it becomes; 0: it stays who it is */
	bool limited; /* it counts for itself, in namespaces of the lab */
	bool is_told; /* its tracer refuses calls, and tells; see POWER_REFUSED
		       */
};

/* What the tracer of such a process finds in the data of a stop (seccomp(2)):
 * this bit, and the number of a row of confine_refusals(). It has to refuse
 * the call; without a tracer it fails with ENOSYS. Those that programs are
 * stopped at anyhow, and those that depend on an argument, are refused by the
 * filter alone. */
enum { POWER_REFUSED = 0x8000 };

/* Whether this machine lets a process refuse itself calls. */
bool power_can_refuse(void);

/* Takes on the lab's user, and leaves no capability, none to be gained by
 * execve(2), no more processes and memory than the table says, and none of the
 * calls that it refuses. A program of root's can still read files of user and
 * group root. Ends the process when that fails; only where
 * this machine allows no filter of calls it goes on without, and says false. */
bool power_give_up(const struct power *power);
