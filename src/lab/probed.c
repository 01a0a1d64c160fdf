/* probed: asks the kernel for the lab's sockets, and tells what differs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/actor/epolls.h"
#include "lab/ground/parts.h"
#include "lab/probe/probe.h"
#include "lab/trace/trace_parts.h"

#include <string.h>

/* Asks the kernel for the lab's sockets as they are now. */
static bool probe(struct lab *lab, struct snapshot *out, struct err *err)
{
	struct probe_host *hosts = xcalloc(lab->host_count, sizeof(*hosts));
	struct probe_actor *actors =
		xcalloc(lab->actor_count + tracer_count_processes(lab),
			sizeof(*actors));
	size_t alive = 0;
	size_t host_count = lab->space.namespaces ? lab->host_count : 1;
	for (size_t i = 0; i < host_count; i++)
		hosts[i] = (struct probe_host){lab->hosts[i].name,
					       lab->ends[i].diag};
	for (size_t i = 0; i < lab->actor_count; i++) {
		const struct actor *actor = lab->actors[i];
		if (actor->state == LAB_ACTOR_ENDED)
			continue;
		actors[alive++] = (struct probe_actor){
			actor->name, lab_host_name(lab, actor->host),
			actor->pidfd, actor->outer};
	}
	alive += tracer_list_processes(lab, actors + alive);
	struct probe question = {
		.hosts = hosts,
		.host_count = host_count,
		.actors = actors,
		.actor_count = alive,
		.only_ours = !lab->space.namespaces,
		.before = &lab->snapshot,
		.init = lab->space.init,
		.hidden =
			tracer_count_processes(lab) ? tracer_tell_hidden : NULL,
		.data = lab,
	};
	bool done = probe_run(&question, out, err);
	trace_probe_drop_noise(lab, out);
	free(hosts);
	free(actors);
	return done;
}

void lab_learn_owners(struct lab *lab)
{
	struct snapshot snapshot = {0};
	struct err err;
	if (probe(lab, &snapshot, &err))
		endpoints_learn(lab->endpoints, &snapshot);
	snapshot_done(&snapshot);
}

static void emit_change(struct lab *lab, const struct change *change)
{
	struct event event = {.as.socket.change = change->kind};
	if (change->after) {
		event.as.socket.state = *change->after;
	} else {
		event.as.socket.state.host = change->before->host;
		event.as.socket.state.cookie = change->before->cookie;
	}
	lab_emit(lab, EVENT_SOCKET, &event);
}

/* Once, as long as it is the same. */
static void tell_probe_fault(struct lab *lab, const struct err *err)
{
	if (strcmp(lab->probe_fault.text, err->text) != 0)
		lab_note(lab, err->text);
	lab->probe_fault = *err;
}

bool lab_take_snapshot(struct lab *lab)
{
	struct snapshot snapshot = {0};
	struct err err;
	if (!probe(lab, &snapshot, &err)) {
		snapshot_done(&snapshot);
		tell_probe_fault(lab, &err);
		return false;
	}
	lab->probe_fault.text[0] = '\0';
	size_t count;
	bool changed = false;
	struct change *changes =
		snapshot_compare(&lab->snapshot, &snapshot, &count);
	for (size_t i = 0; i < count; i++) {
		if (changes[i].kind == CHANGE_SAME)
			continue;
		changed = true;
		emit_change(lab, &changes[i]);
	}
	free(changes);
	changed |= epolls_tell(lab, &lab->snapshot, &snapshot);
	snapshot_done(&lab->snapshot);
	lab->snapshot = snapshot;
	endpoints_learn(lab->endpoints, &lab->snapshot);
	return changed;
}
