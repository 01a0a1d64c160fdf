/* trace_child: the process that becomes a traced program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/power.h"

/* What it is given; the numbers are descriptors. */
struct trace_child {
	int program; /* as trace_program_pack() wrote it */
	int gate;    /* eventfd: it waits there until it is traced */
	int stdio[3];
	struct power power;
	const char *const *shared; /* see mounts_plan */
};

/* No errno: the statuses of a child whose folder is not in the lab, of one that
 * no filter can be put on, and of one that is somebody else than who started it
 * and may not go where the program is. */
enum {
	TRACE_CHILD_NO_FOLDER = 255,
	TRACE_CHILD_NO_FILTER = 254,
	TRACE_CHILD_CLOSED = 253,
};

/* Never returns: gives up all power, waits at the gate, and becomes the program
 * under the filter. On failure it ends with the errno as its status. Called in
 * a process of its own, inside the lab. */
_Noreturn void trace_child_main(const struct trace_child *child);
