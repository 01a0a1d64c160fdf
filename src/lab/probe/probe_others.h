/* probe_others: processes of the lab that are no actors, and their sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/probe/probe.h"
#include "lab/probe/probe_index.h"

/* Gives an owner to the rows of `out` that are some process's and no actor's,
 * where that process is below `probe->init`: "nc[12]", its program and its
 * number in the lab. A row that still has none afterwards is the kernel's, such
 * as a descriptor that is on its way in a message. */
void probe_find_others(const struct probe *probe, struct snapshot *out,
		       const struct probe_index *index);
