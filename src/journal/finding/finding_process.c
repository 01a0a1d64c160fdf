/* finding_process: the descriptors of the processes that are watched.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/finding/finding_parts.h"

#include <string.h>

struct process *process_of(struct findings *findings, const char *actor)
{
	for (size_t i = 0; i < findings->actor_count; i++) {
		if (!strcmp(findings->actors[i].name, actor))
			return findings->actors[i].process;
	}
	return NULL;
}

struct descriptor *descriptor_of(struct process *process, int64_t fd)
{
	for (size_t i = 0; process && i < process->count; i++) {
		if (process->descriptors[i].fd == fd)
			return &process->descriptors[i];
	}
	return NULL;
}

void descriptor_drop(struct process *process, struct descriptor *descriptor)
{
	buf_done(&descriptor->rest);
	*descriptor = process->descriptors[--process->count];
}

struct descriptor *descriptor_add(struct process *process, int64_t fd)
{
	struct descriptor *old = descriptor_of(process, fd);
	if (old)
		descriptor_drop(process, old);
	process->descriptors =
		xgrow(process->descriptors, &process->cap, process->count + 1,
		      sizeof(*process->descriptors));
	struct descriptor *descriptor = &process->descriptors[process->count++];
	*descriptor = (struct descriptor){.fd = fd};
	return descriptor;
}
