/* finding_rules: what is a mistake, and what shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "journal/finding/finding_parts.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

static bool is_call(const struct call *call, const char *name)
{
	return !strcmp(call->syscall->name, name);
}

static bool succeeded(const struct result *result)
{
	return result->done && !result->signal && result->value >= 0;
}

/* The bytes that a call is to send, NULL for none. */
static const struct bytes *sent_by(const struct call *call)
{
	if (!(call->syscall->flags & SYSCALL_SENDS))
		return NULL;
	for (size_t i = 0; i < call->argc; i++) {
		if (call->args[i].kind == VALUE_BYTES)
			return &call->args[i].bytes;
	}
	return NULL;
}

void finding_begin(struct descriptor *made, struct process *process,
		   const struct call *call)
{
	enum { TYPE = 0xf }; // The kernel's SOCK_TYPE_MASK.
	if (is_call(call, "socket")) {
		made->is_stream = (call->args[1].num & TYPE) == SOCK_STREAM;
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

void finding_rest(struct findings *findings, const char *actor,
		  struct descriptor *descriptor)
{
	if (!descriptor->shorted.id)
		return;
	struct buf text = {0};
	call_place_print(&descriptor->shorted, &text);
	buf_printf(&text,
		   " took %zu of %zu bytes, as its result says, and the other "
		   "%zu were never sent: call it again with the rest",
		   descriptor->taken, descriptor->asked, descriptor->rest.len);
	finding_tell(findings, FINDING_SHORT_SEND, actor, &descriptor->shorted,
		     buf_text(&text));
	buf_done(&text);
	descriptor->shorted.id = 0;
}

/* The rest, or its beginning, is what must follow. */
static bool goes_on(const struct descriptor *descriptor,
		    const struct bytes *bytes)
{
	size_t len = descriptor->rest.len;
	if (bytes->len < len)
		len = bytes->len;
	return len && !memcmp(descriptor->rest.data, bytes->data, len);
}

static void check_rest(struct findings *findings,
		       const struct event_call *event,
		       struct descriptor *descriptor)
{
	const struct bytes *bytes = sent_by(&event->call);
	bool ends = event->call.syscall->flags & SYSCALL_ENDS_FD ||
		    is_call(&event->call, "shutdown");
	if (!descriptor->shorted.id || (!bytes && !ends))
		return;
	if (!bytes || !goes_on(descriptor, bytes))
		finding_rest(findings, event->actor, descriptor);
}

static void note_sent(struct findings *findings, const struct event_call *event,
		      struct descriptor *descriptor)
{
	const struct bytes *bytes = sent_by(&event->call);
	size_t taken = (size_t)event->call.result.value;
	if (!bytes)
		return;
	descriptor->shorted.id = 0;
	buf_clear(&descriptor->rest);
	if (!descriptor->is_stream || taken >= bytes->len)
		return;
	descriptor->shorted = call_place_of(findings, event);
	descriptor->taken = taken;
	descriptor->asked = bytes->len;
	buf_add(&descriptor->rest, bytes->data + taken, bytes->len - taken);
}

/* --- the end of the stream, and of the connection --------------------------
 */

/* Whether the call asks for at least a byte. */
static bool asks_bytes(const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		if (call->syscall->parameters[i].kind == KIND_ROOM)
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
	descriptor->ended = call_place_of(findings, event);
	if (!before.id || descriptor->is_told)
		return;
	struct buf text = {0};
	descriptor->is_told = true;
	call_place_print(&before, &text);
	buf_printf(&text,
		   " returned 0, the end of the stream, and %s receives again "
		   "from descriptor %d: it gets 0 for ever; what is "
		   "left is to send, and to close it",
		   event->actor, (int)descriptor->fd);
	finding_tell(findings, FINDING_END_IGNORED, event->actor, &before,
		     buf_text(&text));
	buf_done(&text);
}

static void tell_dead(struct findings *findings, const struct event_call *event,
		      struct descriptor *descriptor)
{
	struct call_place at = call_place_of(findings, event);
	struct buf text = {0};
	descriptor->is_told = true;
	call_place_print(&at, &text);
	buf_printf(&text,
		   " failed with %s, for the connection of descriptor "
		   "%d was over before: ",
		   event->call.result.error == EPIPE ? "EPIPE" : "ECONNRESET",
		   (int)descriptor->fd);
	if (descriptor->reset.id) {
		call_place_print(&descriptor->reset, &text);
		buf_puts(&text, " had said ECONNRESET");
	} else if (descriptor->ended.id) {
		call_place_print(&descriptor->ended, &text);
		buf_puts(&text, " had returned 0, and what was sent after that "
				"was answered by a reset");
	} else {
		buf_puts(&text, "the other end had reset it");
	}
	finding_tell(findings, FINDING_DEAD_PEER, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
}

static void note_failure(struct findings *findings,
			 const struct event_call *event,
			 struct descriptor *descriptor)
{
	int error = event->call.result.error;
	bool sends = event->call.syscall->flags & SYSCALL_SENDS;
	if (sends && (error == EPIPE || error == ECONNRESET) &&
	    descriptor->is_connected && !descriptor->is_shut &&
	    !descriptor->is_told)
		tell_dead(findings, event, descriptor);
	if (error == ECONNRESET)
		descriptor->reset = call_place_of(findings, event);
}

void finding_sigpipe(struct findings *findings, const char *actor,
		     const struct call_place *at)
{
	struct buf text = {0};
	buf_printf(&text, "SIGPIPE killed %s in ", actor);
	call_place_print(at, &text);
	buf_puts(&text, ": nobody can receive on this connection any more; "
			"with MSG_NOSIGNAL, or with SIGPIPE ignored, the call "
			"fails with EPIPE instead");
	finding_tell(findings, FINDING_SIGPIPE, actor, at, buf_text(&text));
	buf_done(&text);
}

/* --- addresses -------------------------------------------------------------
 */

static bool has_port(const struct socket_state *row, int protocol, int port)
{
	return row->protocol == protocol && address_port(&row->local) == port;
}

/* The bind met what its own last run left behind, and nothing else. */
static void check_time_wait(struct findings *findings,
			    const struct journal *journal,
			    const struct event_call *event,
			    const struct descriptor *descriptor)
{
	const struct address *address = value_address(&event->call.args[1]);
	struct snapshot snapshot = {0};
	bool waits = false, used = false;
	journal_snapshot(journal, journal_count(journal), &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		if (!has_port(row, IPPROTO_TCP, address_port(address)))
			continue;
		waits = waits || row->state == SOCKET_TIME_WAIT;
		used = used || row->state != SOCKET_TIME_WAIT;
	}
	snapshot_done(&snapshot);
	if (!waits || used || descriptor->is_reusing)
		return;
	struct call_place at = call_place_of(findings, event);
	struct buf text = {0};
	call_place_print(&at, &text);
	buf_printf(
		&text,
		" failed with EADDRINUSE, and only a connection in TIME-WAIT "
		"has port %d: set SO_REUSEADDR before bind()",
		address_port(address));
	finding_tell(findings, FINDING_NO_REUSEADDR, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
}

/* Somebody listens at that port, but at another address. A name that has an
 * IPv6 and an IPv4 address is tried at both: that the one is refused is no
 * mistake. */
static void check_reach(struct findings *findings,
			const struct journal *journal,
			const struct event_call *event)
{
	const struct address *wanted = value_address(&event->call.args[1]);
	struct snapshot snapshot = {0};
	journal_snapshot(journal, journal_count(journal), &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		if (row->state != SOCKET_LISTEN ||
		    !has_port(row, IPPROTO_TCP, address_port(wanted)) ||
		    address_family(&row->local) != address_family(wanted) ||
		    address_same(&row->local, wanted) ||
		    address_is_wildcard(&row->local) || !row->owner_count)
			continue;
		const struct socket_owner *owner = &row->owners[0];
		struct process *process = process_of(findings, owner->actor);
		struct descriptor *listener = descriptor_of(process, owner->fd);
		struct call_place at = call_place_of(findings, event);
		struct buf text = {0};
		buf_printf(&text, "%s listens at ", owner->actor);
		address_print(&row->local, &text);
		buf_printf(&text, " and %s asked for ", event->actor);
		address_print(wanted, &text);
		buf_puts(&text, ", which was refused: bind to the address that "
				"clients use, or to 0.0.0.0");
		finding_tell(findings, FINDING_UNREACHABLE, owner->actor,
			     listener && listener->listens.id
				     ? &listener->listens
				     : &at,
			     buf_text(&text));
		buf_done(&text);
		break;
	}
	snapshot_done(&snapshot);
}

/* --- the accept queue ------------------------------------------------------
 */

static bool is_told(const struct findings *findings, uint64_t cookie)
{
	for (size_t i = 0; i < findings->full_count; i++) {
		if (findings->full[i] == cookie)
			return true;
	}
	return false;
}

void finding_row_changed(struct findings *findings,
			 const struct event_socket *event)
{
	const struct socket_state *row = &event->state;
	// Linux lets one more wait than the backlog says.
	if (event->change == CHANGE_GONE || row->state != SOCKET_LISTEN ||
	    row->recv_q <= row->send_q || !row->owner_count ||
	    is_told(findings, row->cookie))
		return;
	findings->full =
		xgrow(findings->full, &findings->full_cap,
		      findings->full_count + 1, sizeof(*findings->full));
	findings->full[findings->full_count++] = row->cookie;
	const struct socket_owner *owner = &row->owners[0];
	const struct descriptor *listener =
		descriptor_of(process_of(findings, owner->actor), owner->fd);
	static const struct call_place nowhere = {.call = "listen"};
	struct buf text = {0};
	buf_printf(
		&text,
		"the accept queue of %s's descriptor %d is full: %u "
		"connection%s wait%s, the backlog is %u, and the next SYN is "
		"not answered; accept() sooner or listen() with more",
		owner->actor, owner->fd, row->recv_q,
		row->recv_q == 1 ? "" : "s", row->recv_q == 1 ? "s" : "",
		row->send_q);
	finding_tell(findings, FINDING_QUEUE_FULL, owner->actor,
		     listener ? &listener->listens : &nowhere, buf_text(&text));
	buf_done(&text);
}

/* --- calls -----------------------------------------------------------------
 */

void finding_entered(struct findings *findings, const struct event_call *event,
		     struct descriptor *descriptor)
{
	check_rest(findings, event, descriptor);
}

/* What a call that worked tells of its descriptor. */
static void note_success(struct findings *findings,
			 const struct event_call *event,
			 struct descriptor *descriptor)
{
	const struct call *call = &event->call;
	unsigned flags = call->syscall->flags;
	if (flags & SYSCALL_SENDS)
		note_sent(findings, event, descriptor);
	if (flags & SYSCALL_RECEIVES)
		note_received(findings, event, descriptor);
	if (is_call(call, "connect"))
		descriptor->is_connected = true;
	if (is_call(call, "listen"))
		descriptor->listens = call_place_of(findings, event);
	if (is_call(call, "shutdown") && call->args[1].num != SHUT_RD)
		descriptor->is_shut = true;
	if (is_call(call, "setsockopt") && call->args[1].num == SOL_SOCKET &&
	    call->args[2].num == SO_REUSEADDR && call->args[3].kind != VALUE_AT)
		descriptor->is_reusing = call->args[3].num != 0;
}

void finding_returned(struct findings *findings, const struct journal *journal,
		      const struct event_call *event,
		      struct descriptor *descriptor)
{
	const struct call *call = &event->call;
	int error = call->result.error;
	if (call->result.signal == SIGPIPE) {
		struct call_place at = call_place_of(findings, event);
		finding_sigpipe(findings, event->actor, &at);
	}
	if (is_call(call, "connect") && error == ECONNREFUSED)
		check_reach(findings, journal, event);
	if (!descriptor)
		return;
	if (is_call(call, "connect") && error == EINPROGRESS)
		descriptor->is_connected = true;
	if (is_call(call, "bind") && error == EADDRINUSE)
		check_time_wait(findings, journal, event, descriptor);
	if (succeeded(&call->result))
		note_success(findings, event, descriptor);
	else if (error)
		note_failure(findings, event, descriptor);
}
