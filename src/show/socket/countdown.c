/* countdown: the time that a state has left by the kernel's own clock.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A connection in TIME_WAIT ends by a timer that the kernel told with its row.
 * That timer goes on while nothing else happens, so nothing new is read for it:
 * what is left is what was told, less the time since then. A row that has
 * outlived its last tick is about to go, and has no number.
 *
 * FIN_WAIT2 without a process has a timer as well, but the row's end is not the
 * end of that: the last minute goes by another one.
 */
#include "show/socket/countdown.h"

#include "base/clock.h"
#include "journal/journal.h"

#include <string.h>

static bool has_clock(const struct socket_state *row)
{
	return row->timer_ms && row->timer == SOCKET_TIMER_TIMEWAIT;
}

/* When the row was last told; 0 for never in this lab. */
static uint64_t told_at(const struct scene *scene,
			const struct socket_state *row)
{
	struct journal_walk walk = journal_back(scene->journal, EVENT_SOCKET,
						scene->origin, scene->end);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		const struct socket_state *told = &event->as.socket.state;
		if (told->cookie == row->cookie &&
		    !strcmp(told->host, row->host))
			return event->time;
	}
	return 0;
}

unsigned countdown_seconds(const struct scene *scene,
			   const struct socket_state *row)
{
	if (!scene->now.time || scene->viewed != scene->live || !has_clock(row))
		return 0;
	uint64_t end = told_at(scene, row) + row->timer_ms * CLOCK_MS;
	if (end <= scene->now.time)
		return 0;
	return (unsigned)((end - scene->now.time + CLOCK_SECOND - 1) /
			  CLOCK_SECOND);
}

bool countdown_runs(const struct scene *scene)
{
	struct snapshot now = {0};
	bool runs = false;
	if (!scene->now.time)
		return false;
	journal_snapshot(scene->journal, scene->end, &now);
	for (size_t i = 0; i < now.count && !runs; i++)
		runs = countdown_seconds(scene, &now.rows[i]) > 0;
	snapshot_done(&now);
	return runs;
}
