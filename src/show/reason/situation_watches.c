/* situation_watches: which descriptors poll(), select() and epoll_wait() watch.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "show/reason/situation_parts.h"

#include <poll.h>
#include <string.h>

static void add(struct situation *situation, struct watch **list, size_t *count,
		struct watch watch)
{
	struct watch *more =
		arena_alloc(&situation->arena, (*count + 1) * sizeof(*more));
	if (*count)
		memcpy(more, *list, *count * sizeof(*more));
	more[(*count)++] = watch;
	*list = more;
}

static struct watch *of_poll(struct situation *situation, size_t *count)
{
	const struct value *list = &situation->call->args[0];
	struct watch *watches = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		const struct value *got =
			list_item(&situation->call->result.out, i);
		add(situation, &watches, count,
		    (struct watch){.fd = list_item(item, 0)->num,
				   .wanted = (uint16_t)list_item(item, 1)->num,
				   .got = (uint16_t)got->num});
	}
	return watches;
}

static bool has_number(const struct value *list, int64_t num)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].num == num)
			return true;
	}
	return false;
}

static struct watch *of_select(struct situation *situation, size_t *count)
{
	static const unsigned events[] = {POLLIN, POLLOUT, POLLPRI};
	struct watch *watches = NULL;
	for (size_t set = 0; set < COUNT(events); set++) {
		const struct value *list = &situation->call->args[set];
		const struct value *ready =
			list_item(&situation->call->result.out, set);
		for (size_t i = 0; i < list->count; i++) {
			int64_t fd = list->items[i].num;
			bool is_ready = has_number(ready, fd);
			add(situation, &watches, count,
			    (struct watch){.fd = fd,
					   .wanted = events[set],
					   .got = is_ready ? events[set] : 0});
		}
	}
	return watches;
}

static struct watch *of_epoll(struct situation *situation, size_t *count)
{
	const struct value *out = &situation->call->result.out;
	struct watch *watches =
		situation_watched(situation, situation->fd, count);
	for (size_t i = 0; i < out->count; i++) {
		const struct value *item = &out->items[i];
		for (size_t n = 0; n < *count; n++) {
			if (watches[n].data == list_item(item, 1)->num)
				watches[n].got =
					(unsigned)list_item(item, 0)->num;
		}
	}
	return watches;
}

struct watch *situation_watches(struct situation *situation, size_t *count)
{
	const char *name = situation->call->syscall->name;
	*count = 0;
	if (!strcmp(name, "poll"))
		return of_poll(situation, count);
	if (!strcmp(name, "select"))
		return of_select(situation, count);
	return of_epoll(situation, count);
}
