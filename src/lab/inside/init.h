/* init: the lab's first process: builds it, starts actors and commands, reaps.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/channel/space.h"

/* Never returns: builds the plan and serves the channel until its other end is
 * closed. In the mode with namespaces it is pid 1 of its own, with all
 * capabilities in the lab's user namespace. */
_Noreturn void init_main(const struct space_plan *plan, int control);
