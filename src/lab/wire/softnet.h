/* softnet: packets that the kernel has taken and not yet handed on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>

/* Whether a line of /proc/net/softnet_stat, which is about one processor, says
 * that packets wait there. A line of a kernel before 5.10 has no such number:
 * false. */
bool softnet_waits(const char *line);

/* Whether no packet waits on any processor, of whatever network of this
 * machine; true as well where the kernel does not say. */
bool softnet_is_empty(void);
