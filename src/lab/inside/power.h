/* power: what a process of the lab gives up before it does anything.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/confine.h"

struct power {
	enum inhabitant who;
	uid_t user;   /* whom it becomes; 0: it stays who it is */
	bool limited; /* it counts for itself, in namespaces of the lab */
	bool is_told; /* its tracer refuses calls; see power_leaves() */
};

/* The row of a call that the filter leaves to the tracer of such a process, by
 * its number on an architecture (AUDIT_ARCH_…) and its six arguments: it has to
 * refuse the call, and without a tracer that fails with ENOSYS. NULL for every
 * other call. */
const struct confine_refusal *power_leaves(enum inhabitant who, uint32_t arch,
					   int number, const uint64_t *args);

/* Whether a call, in the same words, is a socketcall(2) that makes a socket, as
 * 32-bit programs of x86 do: the filter leaves each to the tracer, whatever its
 * family is, and refuses it where there is no tracer. */
bool power_hides_socket(uint32_t arch, int number, const uint64_t *args);

/* Whether this machine lets a process refuse itself calls. */
bool power_can_refuse(void);

/* Takes on the lab's user, and leaves no capability, none to be gained by
 * execve(2), no more processes and memory than the table says, and none of the
 * calls that it refuses. A program of root's can still read files of user and
 * group root, bind ports below 1024 and make raw sockets. Ends the process when
 * that fails; only where this machine allows no filter of calls it goes on
 * without, and says false. */
bool power_give_up(const struct power *power);
