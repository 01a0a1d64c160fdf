/* latest: what the kernel said last of things that are no sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/latest.h"

#include <string.h>

const struct watch_list *journal_watched(const struct journal *journal,
					 size_t place, const char *actor,
					 int fd)
{
	while (place-- > 0) {
		const struct event *event = journal_at(journal, place);
		const struct event_watch *watch = &event->as.watch;
		if (event_is_new_lab(event))
			return NULL;
		if (event->kind == EVENT_WATCH && watch->list.fd == fd &&
		    !strcmp(watch->list.actor, actor))
			return watch->gone ? NULL : &watch->list;
	}
	return NULL;
}

const struct event_host *journal_host(const struct journal *journal,
				      size_t place, const char *host)
{
	while (place-- > 0) {
		const struct event *event = journal_at(journal, place);
		if (event_is_new_lab(event))
			return NULL;
		if (event->kind == EVENT_HOST &&
		    !strcmp(event->as.host.host, host))
			return &event->as.host;
	}
	return NULL;
}
