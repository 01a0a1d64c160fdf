/* latest: what the kernel said last of things that are no sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/latest.h"

#include <string.h>

static struct journal_walk in_lab(const struct journal *journal, unsigned sort,
				  size_t place)
{
	return journal_back(journal, sort, journal_lab_of(journal, place),
			    place);
}

const struct watch_list *journal_watched(const struct journal *journal,
					 size_t place, const char *actor,
					 int fd)
{
	struct journal_walk walk = in_lab(journal, EVENT_WATCH, place);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		const struct event_watch *watch = &event->as.watch;
		if (watch->list.fd == fd && !strcmp(watch->list.actor, actor))
			return watch->gone ? NULL : &watch->list;
	}
	return NULL;
}

const struct event_host *journal_host(const struct journal *journal,
				      size_t place, const char *host)
{
	struct journal_walk walk = in_lab(journal, EVENT_HOST, place);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		if (!strcmp(event->as.host.host, host))
			return &event->as.host;
	}
	return NULL;
}
