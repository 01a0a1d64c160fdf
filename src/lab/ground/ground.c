/* ground: what all parts of a lab stand on: telling, looking, names of hosts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "lab/ground/parts.h"

#include <signal.h>
#include <string.h>
#include <sys/timerfd.h>

void lab_emit(struct lab *lab, enum event_kind kind, struct event *event)
{
	event->kind = kind;
	lab->emit(lab->emit_data, event);
}

void lab_note(struct lab *lab, const char *text)
{
	struct event event = {.as.note = text};
	lab_emit(lab, EVENT_NOTE, &event);
}

void lab_end(struct lab *lab, const char *why)
{
	lab_note(lab, why);
	if (lab->space.init > 0)
		kill(lab->space.init, SIGKILL);
}

const char *lab_host_name(const struct lab *lab, size_t host)
{
	return lab->hosts[host].name;
}

bool lab_find_host(const struct lab *lab, const char *name, size_t *host,
		   struct err *err)
{
	*host = 0;
	if (!name)
		return true;
	for (size_t i = 0; i < lab->host_count; i++) {
		if (!strcmp(lab->hosts[i].name, name)) {
			*host = i;
			return true;
		}
	}
	return FAILURE(err, "no-host", SLOT_TEXT("host", name));
}

void lab_look_after(struct lab *lab, uint64_t nanoseconds)
{
	uint64_t when = clock_now() + nanoseconds;
	if (lab->alarm_when && lab->alarm_when <= when)
		return;
	lab->alarm_when = when;
	struct itimerspec once = {
		.it_value = {
			.tv_sec = (time_t)(nanoseconds / CLOCK_SECOND),
			.tv_nsec = (long)(nanoseconds % CLOCK_SECOND),
		}};
	if (!nanoseconds)
		once.it_value.tv_nsec = 1;
	timerfd_settime(lab->alarm, 0, &once, NULL);
}
