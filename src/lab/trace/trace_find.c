/* trace_find: the traced threads of a lab, by their names and numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "lab/trace/trace_parts.h"

static struct tracee *find_in(struct tracee *const *all, size_t count,
			      const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(all[i]->name, name))
			return all[i];
	return NULL;
}

struct tracee *tracer_find(const struct lab *lab, const char *actor)
{
	const struct tracer *tracer = lab->tracer;
	if (!tracer)
		return NULL;
	struct tracee *found = find_in(tracer->live, tracer->live_count, actor);
	return found ? found
		     : find_in(tracer->ended, tracer->ended_count, actor);
}

struct tracee *tracer_find_thread(const struct tracer *tracer, pid_t tid)
{
	for (size_t i = 0; i < tracer->live_count; i++)
		if (tracer->live[i]->tid == tid)
			return tracer->live[i];
	return NULL;
}

struct tracee *tracee_leader(const struct tracee *tracee)
{
	return tracer_find_thread(tracee->lab->tracer, tracee->tgid);
}

static bool is_untold(struct tracee *const *all, size_t count, int pid)
{
	for (size_t i = 0; i < count; i++)
		if (all[i]->pid == pid && !all[i]->name)
			return true;
	return false;
}

bool tracer_is_untold(const struct tracer *tracer, int pid)
{
	return is_untold(tracer->live, tracer->live_count, pid) ||
	       is_untold(tracer->ended, tracer->ended_count, pid);
}
