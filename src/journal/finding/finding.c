/* finding: mistakes that programs make with sockets, told from what happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For each process a list of its descriptors is kept, as far as calls of the
 * journal made them: where each was made, and what its last results were.
 * Threads share the list, a forked process begins with a copy. Whether a call
 * is a mistake is seen when the next one is entered, or the process ends: a
 * short send is none when the rest follows.
 *
 * What a program inherited or made out of sight of the journal is not judged.
 */
#include "journal/finding/finding.h"

#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "journal/finding/finding_parts.h"

#include <errno.h>
#include <linux/close_range.h>
#include <signal.h>
#include <string.h>

/* --- processes and their descriptors ---------------------------------------
 */

static struct process *process_new(struct findings *findings)
{
	struct process *process = xcalloc(1, sizeof(*process));
	process->next = findings->processes;
	findings->processes = process;
	return process;
}

/* A forked process has copies of all; they are its parent's to be judged. */
static void inherit(struct process *child, struct process *parent)
{
	for (size_t i = 0; i < parent->count; i++) {
		struct descriptor *from = &parent->descriptors[i];
		from->is_used = false;
		struct descriptor *copy = descriptor_add(child, from->fd);
		*copy = *from;
		copy->rest = (struct buf){0};
		copy->is_inherited = true;
		copy->let_go_by = NULL;
	}
}

static void actor_born(struct findings *findings,
		       const struct event_actor *event)
{
	struct process *parent =
		event->parent ? process_of(findings, event->parent) : NULL;
	struct process *process =
		event->is_thread && parent ? parent : process_new(findings);
	if (parent && process != parent)
		inherit(process, parent);
	if (parent && process != parent)
		process->parent = parent;
	process->threads++;
	findings->actors =
		xgrow(findings->actors, &findings->actor_cap,
		      findings->actor_count + 1, sizeof(*findings->actors));
	findings->actors[findings->actor_count++] =
		(struct known_actor){xstrdup(event->actor), process};
}

static void actor_forget(struct findings *findings, const char *name)
{
	for (size_t i = 0; i < findings->actor_count; i++) {
		struct known_actor *actor = &findings->actors[i];
		if (strcmp(actor->name, name) != 0)
			continue;
		free(actor->name);
		*actor = findings->actors[--findings->actor_count];
		return;
	}
}

/* --- the end of a process --------------------------------------------------
 */

/* Its copies of what its parent has are closed with it. */
static void let_all_go(struct findings *findings, struct process *process,
		       const char *actor)
{
	const char *name = arena_strdup(&findings->arena, actor);
	for (size_t i = 0; i < process->count; i++)
		finding_let_go(process, &process->descriptors[i], name);
}

static void actor_ended(struct findings *findings,
			const struct event_actor *event)
{
	struct process *process = process_of(findings, event->actor);
	if (!process)
		return;
	if (!--process->threads) {
		finding_refusal(findings, process);
		for (size_t i = 0; !event->signal && i < process->count; i++)
			finding_rest(findings, event->actor,
				     &process->descriptors[i], NULL);
		finding_left_open(findings, event->actor, process,
				  event->signal != 0);
		let_all_go(findings, process, event->actor);
	}
	// A traced call comes back with EPIPE, and then the signal kills.
	if (event->signal == SIGPIPE && process->piped.id) {
		finding_sigpipe(findings, process->piped_by, &process->piped,
				&process->refused, process->is_unasked);
		process->piped.id = 0;
	}
	actor_forget(findings, event->actor);
}

/* --- what a program shows --------------------------------------------------
 */

static void take_sent(struct findings *findings, const struct event_call *event)
{
	struct arena arena = {0};
	struct bytes bytes = {0};
	if (finding_sends(&event->call, &arena, &bytes))
		finding_shown(findings, event->actor, &bytes, false);
	arena_done(&arena);
}

/* A terminal puts a CR before each NL. */
static void take_printed(struct findings *findings,
			 const struct event_terminal *event)
{
	struct buf text = {0};
	for (size_t i = 0; i < event->len; i++) {
		if (event->bytes[i] != '\r')
			buf_putc(&text, (char)event->bytes[i]);
	}
	struct bytes bytes = {(const unsigned char *)buf_text(&text), text.len,
			      0, 0};
	finding_shown(findings, event->actor, &bytes, true);
	buf_done(&text);
}

/* --- calls -----------------------------------------------------------------
 */

static void note_made(struct findings *findings, struct process *process,
		      const struct event_call *event, int64_t fd)
{
	if (fd <= 2)
		return;
	finding_made(process, fd);
	struct descriptor *made = descriptor_add(process, fd);
	made->made = call_place_of(findings, event);
	finding_begin(made, process, &event->call);
}

static void note_gone(struct findings *findings, struct process *process,
		      const struct event_call *event, struct descriptor *gone)
{
	finding_gone(findings, process, event, gone->fd);
	finding_let_go(process, gone,
		       arena_strdup(&findings->arena, event->actor));
	descriptor_drop(process, gone);
}

static void note_range(struct findings *findings, struct process *process,
		       const struct event_call *event)
{
	const struct call *call = &event->call;
	bool closes = !(call->args[2].num & CLOSE_RANGE_CLOEXEC);
	for (size_t i = process->count; closes && i-- > 0;) {
		struct descriptor *own = &process->descriptors[i];
		if (own->fd >= (uint32_t)call->args[0].num &&
		    own->fd <= (uint32_t)call->args[1].num)
			note_gone(findings, process, event, own);
	}
}

/* What a call that worked made or gave back. */
static void note_descriptors(struct findings *findings, struct process *process,
			     const struct event_call *event)
{
	const struct call *call = &event->call;
	const char *name;
	int64_t fd;
	if (call_can_make_fd(call))
		note_made(findings, process, event, call->result.value);
	for (size_t i = 0; call_given(call, i, &name, &fd); i++)
		note_made(findings, process, event, fd);
	int arg = call_fd_arg(call);
	if (call_is(call, "close_range"))
		note_range(findings, process, event);
	if (!(call->syscall->flags & SYSCALL_ENDS_FD) || arg < 0)
		return;
	struct descriptor *gone = descriptor_of(process, call->args[arg].num);
	if (gone)
		note_gone(findings, process, event, gone);
	else
		finding_gone_again(findings, process, event);
}

static void note_worked(struct findings *findings, struct process *process,
			const struct event_call *event)
{
	finding_no_length(findings, event);
	finding_filled(findings, process, event);
	if (!strncmp(event->call.syscall->name, "accept", 6))
		finding_accepted(process, event->call.result.value);
	note_descriptors(findings, process, event);
}

static void take_call(struct findings *findings, const struct journal *journal,
		      const struct event_call *event, uint64_t time)
{
	struct process *process = process_of(findings, event->actor);
	if (process)
		finding_waits(findings, process, event, time);
	if (process && event->phase != CALL_ENTER)
		finding_queue_asked(findings, process, event);
	if (!process || event->phase == CALL_BLOCKED)
		return;
	const struct call *call = &event->call;
	int arg = call_fd_arg(call);
	struct descriptor *descriptor =
		arg < 0 ? NULL : descriptor_of(process, call->args[arg].num);
	if (event->phase == CALL_ENTER) {
		finding_goes_on(process, call);
		take_sent(findings, event);
		if (descriptor)
			finding_touched(descriptor);
		if (descriptor)
			finding_entered(findings, event, descriptor);
		if (descriptor)
			finding_closes(findings, event, descriptor);
		return;
	}
	finding_returned(findings, journal, event, descriptor);
	if (call->result.error == EBADF)
		finding_bad_number(findings, process, event);
	if (call->result.error == EPIPE && !result_is_injected(&call->result)) {
		process->piped = call_place_of(findings, event);
		process->piped_by =
			arena_strdup(&findings->arena, event->actor);
		process->refused = descriptor ? descriptor->refused
					      : (struct call_place){0};
		process->is_unasked =
			descriptor && finding_is_unasked(descriptor);
	}
	if (call->result.done && !call->result.signal &&
	    call->result.value >= 0)
		note_worked(findings, process, event);
}

/* --- the whole -------------------------------------------------------------
 */

struct findings *findings_new(finding_fn *fn, void *data)
{
	struct findings *findings = xcalloc(1, sizeof(*findings));
	findings->fn = fn;
	findings->data = data;
	return findings;
}

void findings_free(struct findings *findings)
{
	if (!findings)
		return;
	while (findings->actor_count)
		free(findings->actors[--findings->actor_count].name);
	while (findings->processes) {
		struct process *process = findings->processes;
		findings->processes = process->next;
		while (process->count)
			descriptor_drop(process, process->descriptors);
		free(process->descriptors);
		free(process);
	}
	free(findings->actors);
	arena_done(&findings->arena);
	free(findings);
}

void findings_take(struct findings *findings, const struct journal *journal,
		   const struct event *event)
{
	switch (event->kind) {
	case EVENT_ACTOR:
		if (event->as.actor.phase == ACTOR_BORN)
			actor_born(findings, &event->as.actor);
		else
			actor_ended(findings, &event->as.actor);
		break;
	case EVENT_CALL:
		// What a library does besides is no mistake of the program.
		if (event->as.call.noise == NOISE_NONE ||
		    event->as.call.noise == NOISE_PYTHON)
			take_call(findings, journal, &event->as.call,
				  event->time);
		break;
	case EVENT_PACKET:
		finding_queue_packet(findings, &event->as.packet.packet);
		break;
	case EVENT_TERMINAL:
		take_printed(findings, &event->as.terminal);
		break;
	case EVENT_SOCKET:
		finding_row_changed(findings, &event->as.socket);
		break;
	default:
		break;
	}
}
