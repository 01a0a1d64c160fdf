/* epolls: what the epoll instances of a process watch.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * /proc/PID/fdinfo/FD has a line for each entry of the list, see
 * ep_show_fdinfo() in fs/eventpoll.c and proc_pid_fdinfo(5). An entry is found
 * by two things, the open file and the number that it had when it was added,
 * and it goes when the open file does, with the last of its descriptors. So the
 * number may be closed by now, or name another file, and only the inode says
 * what is watched. Lines come in the order of addresses in the kernel, which
 * says nothing. An entry with EPOLLONESHOT that was told of has lost all its
 * other events.
 */
#include "lab/actor/epolls.h"

#include "lab/ground/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool read_line(const char *line, struct watched *item)
{
	return sscanf(line,
		      "tfd: %d events: %" SCNx32 " data: %" SCNx64
		      " pos:%*d ino:%" SCNx64,
		      &item->fd, &item->events, &item->data, &item->inode) == 4;
}

static int compare(const void *a, const void *b)
{
	const struct watched *x = a, *y = b;
	if (x->fd != y->fd)
		return x->fd < y->fd ? -1 : 1;
	return x->inode < y->inode ? -1 : x->inode > y->inode;
}

void epolls_read(pid_t pid, int fd, const char *actor, struct snapshot *out)
{
	char path[64], line[256];
	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)pid, fd);
	FILE *file = fopen(path, "re");
	struct watched *items = NULL, item;
	size_t count = 0, cap = 0;
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		if (!read_line(line, &item))
			continue;
		items = xgrow(items, &cap, count + 1, sizeof(*items));
		items[count++] = item;
	}
	fclose(file);
	if (count)
		qsort(items, count, sizeof(*items), compare);
	snapshot_add_list(out, &(struct watch_list){
				       .actor = actor,
				       .fd = fd,
				       .items = items,
				       .count = count,
			       });
	free(items);
}

static const struct watch_list *find(const struct snapshot *snapshot,
				     const struct watch_list *like)
{
	for (size_t i = 0; i < snapshot->list_count; i++) {
		const struct watch_list *list = &snapshot->lists[i];
		if (list->fd == like->fd && !strcmp(list->actor, like->actor))
			return list;
	}
	return NULL;
}

static bool same(const struct watch_list *a, const struct watch_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct watched *x = &a->items[i], *y = &b->items[i];
		if (compare(x, y) != 0 || x->events != y->events ||
		    x->data != y->data)
			return false;
	}
	return true;
}

static void emit(struct lab *lab, const struct watch_list *list, bool gone)
{
	struct event event = {.as.watch = {.gone = gone, .list = *list}};
	if (gone)
		event.as.watch.list.count = 0;
	lab_emit(lab, EVENT_WATCH, &event);
}

bool epolls_tell(struct lab *lab, const struct snapshot *before,
		 const struct snapshot *after)
{
	bool any = false;
	for (size_t i = 0; i < before->list_count; i++) {
		if (find(after, &before->lists[i]))
			continue;
		emit(lab, &before->lists[i], true);
		any = true;
	}
	for (size_t i = 0; i < after->list_count; i++) {
		const struct watch_list *list = &after->lists[i];
		const struct watch_list *old = find(before, list);
		if (old && same(old, list))
			continue;
		emit(lab, list, false);
		any = true;
	}
	return any;
}
