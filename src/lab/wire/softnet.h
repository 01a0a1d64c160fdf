/* softnet: packets that the kernel has taken and not yet handed on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* When the queue of each processor was last seen empty, of clock_now(). Zeros
 * are a good beginning. */
struct softnet {
	uint64_t *empty;
	size_t count, cap;
};

/* Whether a line of /proc/net/softnet_stat, which is about one processor, says
 * that packets wait there. A line of a kernel before 5.10 has no such number:
 * false. */
bool softnet_waits(const char *line);

/* Reads what such a file said at `now`. Returns since when something may wait:
 * each packet that the kernel had taken before was handed on. */
uint64_t softnet_read(struct softnet *softnet, FILE *file, uint64_t now);

/* The same of the file as it is now; now as well where the kernel does not
 * say. */
uint64_t softnet_look(struct softnet *softnet);

void softnet_done(struct softnet *softnet);
