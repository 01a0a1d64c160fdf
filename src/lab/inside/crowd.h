/* crowd: whether what runs in a lab has filled it with processes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/inhabitant.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whether the lab has three quarters and more of the processes that those of a
 * kind may have, not counting the dead and the process group `dying` (0: none).
 * Of a lab with a /proc of its own. */
size_t crowd_count(pid_t dying); /* of processes and their threads */
bool crowd_is_full(enum inhabitant who, pid_t dying);
