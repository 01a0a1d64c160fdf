/* trace_probe: what traced programs add to the question for sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lab/probe/probe.h"
#include "lab/trace/trace_parts.h"

/* What has no name has no socket either. */
static bool leads(const struct tracee *tracee)
{
	return tracee->tid == tracee->tgid && tracee->name;
}

size_t tracer_count_processes(const struct lab *lab)
{
	size_t count = 0;
	for (size_t i = 0; lab->tracer && i < lab->tracer->live_count; i++)
		count += leads(lab->tracer->live[i]);
	return count;
}

void tracer_tell_hidden(void *data, const struct probe_actor *actor)
{
	struct lab *lab = data;
	struct tracee *tracee = tracer_find(lab, actor->name);
	if (!tracee || tracee->hidden)
		return;
	tracee->hidden = true;
	AUTO_FREE char *text = SENTENCE_NEW("note-not-dumpable",
					    SLOT_TEXT("actor", actor->name));
	lab_note(lab, text);
}

size_t tracer_list_processes(const struct lab *lab, struct probe_actor *out)
{
	size_t count = 0;
	for (size_t i = 0; lab->tracer && i < lab->tracer->live_count; i++) {
		const struct tracee *tracee = lab->tracer->live[i];
		if (leads(tracee))
			out[count++] = (struct probe_actor){
				tracee->name, lab_host_name(lab, tracee->host),
				tracee->pidfd, tracee->tid};
	}
	return count;
}

/* Whether it is a socket of a lookup of names. */
static bool is_of_lookup(const struct tracer *tracer,
			 const struct socket_state *row)
{
	for (size_t i = 0; row->inode && i < tracer->live_count; i++) {
		if (trace_noise_has(tracer->live[i], row->inode))
			return true;
	}
	return false;
}

void trace_probe_drop_noise(const struct lab *lab, struct snapshot *snapshot)
{
	size_t kept = 0;
	for (size_t i = 0; lab->tracer && i < snapshot->count; i++) {
		if (!is_of_lookup(lab->tracer, &snapshot->rows[i]))
			snapshot->rows[kept++] = snapshot->rows[i];
	}
	if (lab->tracer)
		snapshot->count = kept;
}
