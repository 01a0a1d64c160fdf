/* finding_rules: what is a mistake, and what shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "journal/finding/finding_parts.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

static bool succeeded(const struct result *result)
{
	return result->done && !result->signal && result->value >= 0;
}

void finding_begin(struct descriptor *made, struct process *process,
		   const struct call *call)
{
	enum { TYPE = 0xf }; // The kernel's SOCK_TYPE_MASK.
	if (call_is(call, "socket") || call_is(call, "socketpair")) {
		made->is_stream = (call->args[1].num & TYPE) == SOCK_STREAM;
		made->is_connected = call_is(call, "socketpair");
		return;
	}
	int arg = call_fd_arg(call);
	const struct descriptor *from =
		arg < 0 ? NULL : descriptor_of(process, call->args[arg].num);
	bool accepts = !strncmp(call->syscall->name, "accept", 6);
	made->is_connected = accepts || (from && from->is_connected);
	made->is_stream = from && from->is_stream;
}

/* --- a part was sent -------------------------------------------------------
 */

enum { ENDS_MOST = 2 };

/* --- the end of the stream, and of the connection --------------------------
 */

/* Whether the call asks for at least a byte. */
static bool asks_bytes(const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		if (call->syscall->parameters[i].kind == &kind_room)
			return call->args[i].num > 0;
	}
	return false;
}

static void note_received(struct findings *findings,
			  const struct event_call *event,
			  struct descriptor *descriptor)
{
	if (event->call.result.value || !descriptor->is_stream ||
	    !asks_bytes(&event->call))
		return;
	struct call_place before = descriptor->ended;
	if (!before.id)
		descriptor->ended = call_place_of(findings, event);
	// stdio and Python's files ask once more by themselves.
	if (++descriptor->ends <= ENDS_MOST || descriptor->is_told)
		return;
	AUTO_FREE char *place = call_place_text(&before);
	struct buf text = {0};
	descriptor->is_told = true;
	SENTENCE(&text, "end-ignored", SLOT_TEXT("call", place),
		 SLOT_TEXT("actor", event->actor),
		 SLOT_NUMBER("fd", descriptor->fd));
	finding_tell(findings, FINDING_END_IGNORED, event->actor, &before,
		     buf_text(&text));
	buf_done(&text);
}

static void tell_dead(struct findings *findings, const struct event_call *event,
		      struct descriptor *descriptor)
{
	struct call_place at = call_place_of(findings, event);
	AUTO_FREE char *place = call_place_text(&at);
	AUTO_FREE char *before = call_place_text(&descriptor->reset);
	int error = event->call.result.error;
	struct buf text = {0};
	descriptor->is_told = true;
	SENTENCE(&text, "dead-peer", SLOT_TEXT("call", place),
		 SLOT_TEXT("error", error == EPIPE ? "EPIPE" : "ECONNRESET"),
		 SLOT_NUMBER("fd", descriptor->fd),
		 SLOT_TEXT("before", before));
	finding_tell(findings, FINDING_DEAD_PEER, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
}

static void tell_unconnected(struct findings *findings,
			     const struct event_call *event,
			     struct descriptor *descriptor)
{
	AUTO_FREE char *place = call_place_text(&descriptor->refused);
	struct buf text = {0};
	descriptor->is_told = true;
	SENTENCE(&text, "not-connected", SLOT_TEXT("call", place),
		 SLOT_TEXT("next", event->call.syscall->name),
		 SLOT_NUMBER("fd", descriptor->fd));
	finding_tell(findings, FINDING_NOT_CONNECTED, event->actor,
		     &descriptor->refused, buf_text(&text));
	buf_done(&text);
}

static void note_failure(struct findings *findings,
			 const struct event_call *event,
			 struct descriptor *descriptor)
{
	int error = event->call.result.error;
	bool sends = event->call.syscall->flags & SYSCALL_SENDS;
	bool is_over = error == EPIPE || error == ECONNRESET;
	if (call_is(&event->call, "connect") && error != EINPROGRESS &&
	    error != EALREADY && error != EISCONN && error != EINTR)
		descriptor->refused = call_place_of(findings, event);
	finding_not_closed(findings, event);
	// What follows would be the doing of another, and nobody did it.
	if (result_is_injected(&event->call.result))
		return;
	if (sends && error == ECONNREFUSED && descriptor->is_stream)
		descriptor->refused = call_place_of(findings, event);
	if (finding_used_listener(findings, event, descriptor))
		return;
	if (error == ECONNRESET)
		finding_met_reset(findings, event, descriptor);
	if (!is_over || descriptor->is_shut || descriptor->is_told)
		return;
	// A first failure is how one learns of it; a second was not heard.
	if (sends && descriptor->refused.id && !descriptor->is_connected)
		tell_unconnected(findings, event, descriptor);
	else if (sends && descriptor->is_connected && descriptor->reset.id)
		tell_dead(findings, event, descriptor);
	if (error == ECONNRESET || sends)
		descriptor->reset = call_place_of(findings, event);
}

bool finding_is_unasked(const struct descriptor *descriptor)
{
	return !descriptor->is_connected && !descriptor->has_asked &&
	       !descriptor->is_inherited && descriptor->is_stream &&
	       !strcmp(descriptor->made.call, "socket");
}

void finding_sigpipe(struct findings *findings, const char *actor,
		     const struct call_place *at,
		     const struct call_place *refused, bool is_unasked)
{
	AUTO_FREE char *place = call_place_text(at);
	AUTO_FREE char *before = refused->id ? call_place_text(refused) : NULL;
	struct buf text = {0};
	if (before)
		SENTENCE(&text, "sigpipe-unconnected",
			 SLOT_TEXT("actor", actor), SLOT_TEXT("call", place),
			 SLOT_TEXT("refused", before));
	else
		SENTENCE(&text, is_unasked ? "sigpipe-unasked" : "sigpipe",
			 SLOT_TEXT("actor", actor), SLOT_TEXT("call", place));
	finding_tell(findings, FINDING_SIGPIPE, actor, at, buf_text(&text));
	buf_done(&text);
}

/* --- rows ------------------------------------------------------------------
 */

/* What the kernel says of descriptors that are connected. */
static void note_connection(struct findings *findings,
			    const struct socket_state *row)
{
	for (size_t i = 0; i < row->owner_count; i++) {
		struct descriptor *own = descriptor_of(
			process_of(findings, row->owners[i].actor),
			row->owners[i].fd);
		if (!own || row->protocol != IPPROTO_TCP)
			continue;
		bool has_fin = row->state == SOCKET_CLOSE_WAIT && row->recv_q;
		own->unread = (int64_t)row->recv_q - has_fin;
		finding_reset_row(findings, row, own->unread);
		own->has_end |= row->state == SOCKET_CLOSE_WAIT;
		if (row->state != SOCKET_ESTABLISHED)
			continue;
		own->is_connected = true;
		own->local = row->local;
		own->peer = row->peer;
	}
}

void finding_row_changed(struct findings *findings,
			 const struct event_socket *event)
{
	const struct socket_state *row = &event->state;
	if (event->change != CHANGE_GONE && row->state == SOCKET_LISTEN)
		finding_listens(findings, row);
	else if (event->change != CHANGE_GONE)
		note_connection(findings, row);
	if (event->change != CHANGE_GONE) {
		finding_queue_changed(findings, row);
		finding_bound(findings, row);
	}
}

/* --- calls -----------------------------------------------------------------
 */

void finding_entered(struct findings *findings, const struct event_call *event,
		     struct descriptor *descriptor)
{
	finding_rest_asked(findings, event, descriptor);
	descriptor->has_asked |= call_is(&event->call, "connect");
}

void finding_goes_on(struct process *process, const struct call *call)
{
	bool accepts = !strncmp(call->syscall->name, "accept", 6);
	bool waits = strstr(call->syscall->name, "poll") ||
		     strstr(call->syscall->name, "select");
	for (size_t i = 0; i < process->count; i++) {
		struct descriptor *own = &process->descriptors[i];
		own->is_awaited |= waits && own->shorted.id;
		own->is_gone_on |= accepts && own->ended.id &&
				   !strncmp(own->made.call, "accept", 6);
	}
}

/* connect() to AF_UNSPEC ends what there was. */
static void note_connected(struct findings *findings,
			   const struct event_call *event,
			   struct descriptor *descriptor)
{
	const struct address *to = value_address(&event->call.args[1]);
	struct process *process = process_of(findings, event->actor);
	descriptor->is_connected = to && address_family(to) != AF_UNSPEC;
	descriptor->refused.id = 0;
	descriptor->reset.id = 0;
	process->refusal.at.id = 0;
}

/* What a call that worked tells of its descriptor. */
static void note_success(struct findings *findings,
			 const struct journal *journal,
			 const struct event_call *event,
			 struct descriptor *descriptor)
{
	const struct call *call = &event->call;
	unsigned flags = call->syscall->flags;
	if (flags & SYSCALL_SENDS)
		finding_sent(findings, event, descriptor);
	if (flags & SYSCALL_RECEIVES)
		note_received(findings, event, descriptor);
	if (flags & SYSCALL_RECEIVES)
		finding_cut(findings, journal, event, descriptor);
	if (call_is(call, "connect"))
		note_connected(findings, event, descriptor);
	if (call_is(call, "listen"))
		descriptor->listens = call_place_of(findings, event);
	if (call_is(call, "shutdown") && call->args[1].num != SHUT_RD)
		descriptor->is_shut = true;
	if (call_is(call, "setsockopt") && call->args[1].num == SOL_SOCKET &&
	    call->args[2].num == SO_REUSEADDR && call->args[3].kind != VALUE_AT)
		descriptor->is_reusing = call->args[3].num != 0;
}

void finding_returned(struct findings *findings, const struct journal *journal,
		      const struct event_call *event,
		      struct descriptor *descriptor)
{
	const struct call *call = &event->call;
	static const struct call_place none;
	bool is_ours = result_is_injected(&call->result);
	int error = is_ours ? 0 : call->result.error;
	// It ends all threads, and one that was at another call is no cause.
	if (call->result.signal == SIGPIPE &&
	    syscall_is_piped(call->syscall, SIGPIPE)) {
		struct call_place at = call_place_of(findings, event);
		finding_sigpipe(findings, event->actor, &at,
				descriptor ? &descriptor->refused : &none,
				descriptor && finding_is_unasked(descriptor));
	}
	if (call_is(call, "connect") && error == ECONNREFUSED)
		finding_refused(findings, journal, event);
	if (!descriptor)
		return;
	if (call_is(call, "bind") && error == EADDRINUSE)
		finding_in_use(findings, journal, event, descriptor);
	if (succeeded(&call->result))
		note_success(findings, journal, event, descriptor);
	else if (call->result.error)
		note_failure(findings, event, descriptor);
}
