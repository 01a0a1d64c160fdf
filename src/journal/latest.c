/* latest: what the kernel said last of things that are no sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/latest.h"

#include <string.h>

const struct watch_list *journal_watched(const struct journal *journal,
					 size_t place, const char *actor,
					 int fd)
{
	size_t count, lab = journal_lab_of(journal, place);
	const size_t *places =
		journal_places(journal, EVENT_WATCH, lab, place, &count);
	while (count-- > 0) {
		const struct event_watch *watch =
			&journal_at(journal, places[count])->as.watch;
		if (watch->list.fd == fd && !strcmp(watch->list.actor, actor))
			return watch->gone ? NULL : &watch->list;
	}
	return NULL;
}

const struct event_host *journal_host(const struct journal *journal,
				      size_t place, const char *host)
{
	size_t count, lab = journal_lab_of(journal, place);
	const size_t *places =
		journal_places(journal, EVENT_HOST, lab, place, &count);
	while (count-- > 0) {
		const struct event_host *had =
			&journal_at(journal, places[count])->as.host;
		if (!strcmp(had->host, host))
			return had;
	}
	return NULL;
}
