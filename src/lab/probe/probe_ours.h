/* probe_ours: which of the machine's sockets belong to the lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/probe/probe.h"

/* Takes the rows out of the snapshot that have nothing to do with the actors
 * of the probe. */
void probe_keep_ours(const struct probe *probe, struct snapshot *snapshot);
