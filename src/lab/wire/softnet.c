/* softnet: packets that the kernel has taken and not yet handed on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A packet that leaves by wire0 comes into the ring of tap0 by way of a queue
 * of the processor on which it was sent: netif_rx() puts it there, and the
 * kernel takes it out before the sender's system call returns. But a packet
 * that a timer of the kernel sends, and any on a busy machine, may wait there
 * until ksoftirqd gets the processor; four milliseconds were seen. Meanwhile
 * the sender has gone on, and its ring is empty.
 *
 * The lengths of these queues stand in /proc/net/softnet_stat, one line for
 * each processor, hexadecimal (softnet_seq_show() in net/core/net-procfs.c).
 */
#include "lab/wire/softnet.h"

#include <stdio.h>

bool softnet_waits(const char *line)
{
	unsigned waiting = 0;
	return sscanf(line, "%*x %*x %*x %*x %*x %*x %*x %*x %*x %*x %*x %x",
		      &waiting) == 1 &&
	       waiting > 0;
}

bool softnet_is_empty(void)
{
	FILE *file = fopen("/proc/net/softnet_stat", "re");
	char line[256];
	bool empty = true;
	if (!file)
		return true;
	while (empty && fgets(line, sizeof(line), file))
		empty = !softnet_waits(line);
	fclose(file);
	return empty;
}
