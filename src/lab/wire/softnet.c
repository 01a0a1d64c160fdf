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
 * They hold packets of all networks of the machine, so all of them may never be
 * empty at once; but a queue that was seen empty after something was sent has
 * handed that on.
 */
#include "lab/wire/softnet.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

bool softnet_waits(const char *line)
{
	unsigned waiting = 0;
	return sscanf(line, "%*x %*x %*x %*x %*x %*x %*x %*x %*x %*x %*x %x",
		      &waiting) == 1 &&
	       waiting > 0;
}

uint64_t softnet_read(struct softnet *softnet, FILE *file, uint64_t now)
{
	char line[256];
	size_t count = 0;
	uint64_t since = now;
	for (; fgets(line, sizeof(line), file); count++) {
		if (count == softnet->count) {
			softnet->empty =
				xgrow(softnet->empty, &softnet->cap, count + 1,
				      sizeof(*softnet->empty));
			softnet->empty[softnet->count++] = 0;
		}
		if (!softnet_waits(line))
			softnet->empty[count] = now;
		if (softnet->empty[count] < since)
			since = softnet->empty[count];
	}
	return since;
}

uint64_t softnet_look(struct softnet *softnet)
{
	uint64_t now = clock_now();
	FILE *file = fopen("/proc/net/softnet_stat", "re");
	if (!file)
		return now;
	uint64_t since = softnet_read(softnet, file, now);
	fclose(file);
	return since;
}

void softnet_done(struct softnet *softnet)
{
	free(softnet->empty);
	*softnet = (struct softnet){0};
}
