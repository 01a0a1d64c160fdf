/* situation_stream: what a stream makes of messages.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who sends twice and receives once, or the other way round, has taken send()
 * for a message. Which calls the bytes came from follows from what both ends
 * counted since the connection began, and from the bytes themselves: where
 * these are not the same, somebody else had a part in it, and nothing is said.
 */
#include "base/sentence.h"
#include "call/part/amount.h"
#include "show/reason/situation.h"
#include "show/reason/situation_parts.h"

#include <string.h>

enum {
	SENDS_MOST = 16,    /* that one recv() may have taken */
	WHOLE_MOST = 4096,  /* bytes: more is no message that one waits for */
	EVENTS_MOST = 8192, /* that are looked through: each call asks anew */
};

/* One end: an actor's descriptor, and the bytes that went through it. */
struct end {
	const char *actor;
	int fd;
	int64_t count;
};

/* What the call took: bytes begin..end - 1 of the stream; and from which calls
 * of the other end they came. */
struct taken {
	int64_t begin, end;
	const struct event_call *sends[SENDS_MOST];
	size_t count;
	int64_t first; /* where the first of them begins */
	int64_t last;  /* where the last of them ends */
};

const struct socket_owner *
situation_other_owner(const struct situation *situation,
		      const struct socket_state *own)
{
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct socket_state *row = &event->as.socket.state;
		if (event->kind != EVENT_SOCKET || !row->owner_count)
			continue;
		bool is_it =
			own->family == AF_UNIX
				? row->inode == own->peer_inode
				: situation_same(&row->local, &own->peer) &&
					  situation_same(&row->peer,
							 &own->local);
		if (is_it)
			return row->owner_count == 1 ? &row->owners[0] : NULL;
	}
	return NULL;
}

static bool is_of(const struct situation *situation, const struct end *end,
		  const struct event_call *event)
{
	int arg = call_fd_arg(&event->call);
	return arg >= 0 && event->call.args[arg].num == end->fd &&
	       !strcmp(situation_process(situation, event->actor), end->actor);
}

/* Bytes that the call sent, or is about to send. */
static int64_t sent_by(const struct event_call *event)
{
	struct arena arena = {0};
	struct bytes bytes = {0};
	const struct result *result = &event->call.result;
	int64_t len = result->value;
	if (event->phase != CALL_RETURN)
		len = call_sent(&event->call, &arena, &bytes)
			      ? (int64_t)bytes.len
			      : -1;
	arena_done(&arena);
	return len;
}

static void take_sent(struct taken *taken, struct end *from,
		      const struct event_call *event)
{
	int64_t len = sent_by(event), begin = from->count;
	if (len <= 0)
		return;
	from->count += len;
	if (from->count <= taken->begin || begin >= taken->end)
		return;
	if (!taken->count)
		taken->first = begin;
	taken->last = from->count;
	if (taken->count < SENDS_MOST)
		taken->sends[taken->count] = event;
	taken->count++;
}

/* A call counts when it came back; the last one may not have. */
static bool counts(const struct situation *situation, size_t index)
{
	const struct event_call *event =
		&journal_at(situation->journal, index)->as.call;
	if (event->phase == CALL_RETURN)
		return event->call.result.value >= 0 &&
		       !event->call.result.signal;
	const struct event_call *open = journal_open_call(
		situation->journal, situation->place, event->actor);
	return event->phase == CALL_ENTER && open && open->id == event->id;
}

static bool only_looks(const struct call *call)
{
	return call->argc > 2 &&
	       call->syscall->parameters[2].kind == &kind_msg &&
	       (call->args[2].num & MSG_PEEK);
}

/* What the call's descriptor had received before. */
static int64_t received_before(const struct situation *situation)
{
	struct end own = {situation->actor, (int)situation->fd, 0};
	for (size_t i = situation->lab; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
		    !counts(situation, i))
			continue;
		if (call->id == situation->event->id)
			break;
		if (call_makes_fd(&call->call, own.fd) &&
		    !strcmp(situation_process(situation, call->actor),
			    own.actor))
			own.count = 0;
		else if ((call->call.syscall->flags & SYSCALL_RECEIVES) &&
			 !only_looks(&call->call) &&
			 is_of(situation, &own, call))
			own.count += call->call.result.value;
	}
	return own.count;
}

static void begin_anew(struct taken *taken, struct end *from)
{
	*taken = (struct taken){.begin = taken->begin, .end = taken->end};
	from->count = 0;
}

static void find_sends(const struct situation *situation, struct end *from,
		       struct taken *taken)
{
	for (size_t i = situation->lab; i < situation->place; i++) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || !counts(situation, i))
			continue;
		if (call->phase == CALL_RETURN &&
		    call_makes_fd(&call->call, from->fd) &&
		    !strcmp(situation_process(situation, call->actor),
			    from->actor))
			begin_anew(taken, from);
		else if ((call->call.syscall->flags & SYSCALL_SENDS) &&
			 is_of(situation, from, call))
			take_sent(taken, from, call);
	}
}

/* Whether the bytes are those of the calls. */
static bool are_same(const struct situation *situation,
		     const struct taken *taken)
{
	const struct bytes *data = &situation->call->result.data;
	struct arena arena = {0};
	int64_t at = taken->first;
	bool same = (int64_t)data->len == taken->end - taken->begin;
	for (size_t i = 0; i < taken->count && same; i++) {
		struct bytes bytes = {0};
		int64_t len = sent_by(taken->sends[i]);
		same = call_sent(&taken->sends[i]->call, &arena, &bytes) &&
		       (int64_t)bytes.len >= len;
		int64_t from = at > taken->begin ? at : taken->begin;
		int64_t to = at + len < taken->end ? at + len : taken->end;
		same = same && !memcmp(bytes.data + (from - at),
				       data->data + (from - taken->begin),
				       (size_t)(to - from));
		at += len;
	}
	arena_done(&arena);
	return same;
}

static void say_taken(struct situation *situation, const struct taken *taken,
		      const char *other)
{
	int64_t got = taken->end - taken->begin;
	bool is_unix = situation->socket->family == AF_UNIX;
	if (taken->count > 1 && got <= WHOLE_MOST)
		SAY(situation,
		    is_unix ? "took-several-unix" : "took-several-tcp",
		    SLOT_TEXT("other", other),
		    SLOT_NUMBER("calls", taken->count));
	else if (taken->count == 1 && taken->last > taken->end)
		SAY(situation, "took-part", SLOT_NUMBER("got", got),
		    SLOT_NUMBER("all", (taken->last - taken->first)),
		    SLOT_TEXT("other", other),
		    SLOT_TEXT("call", situation->call->syscall->name));
}

/* Whether the call has the flag of recv(). */
static bool has_flag(const struct call *call, int64_t flag)
{
	return call->argc > 2 &&
	       call->syscall->parameters[2].kind == &kind_msg &&
	       call->args[2].num & flag;
}

bool situation_say_urgent(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct call *call = situation->call;
	if (!own || !situation_is_tcp(own))
		return false;
	if (has_flag(call, MSG_OOB))
		return true;
	if (call->result.value >= call_asked_bytes(call))
		return false;
	const struct event_packet *last =
		situation_data(situation, situation->lab, own);
	if (!last || !(last->packet.flags & PACKET_URG))
		return false;
	// Then it stops there, too, and the next call takes the byte.
	if (situation_has_option(situation, own, SOL_SOCKET, SO_OOBINLINE))
		return true;
	SAY(situation, "urgent-byte", SLOT_NUMBER("packet", last->number));
	return true;
}

bool situation_say_stream(struct situation *situation)
{
	if (situation_say_urgent(situation))
		return situation->out->len > 0;

	const struct socket_state *own = situation->socket;
	int64_t got = situation->call->result.value;
	const struct socket_owner *owner =
		own && own->type == SOCK_STREAM && got > 0 &&
				situation->place - situation->lab <= EVENTS_MOST
			? situation_other_owner(situation, own)
			: NULL;
	if (!owner)
		return false;
	struct taken taken = {.begin = received_before(situation)};
	struct end from = {owner->actor, owner->fd, 0};
	taken.end = taken.begin + got;
	find_sends(situation, &from, &taken);
	// Whole calls, or the beginning of one.
	bool is_plain = taken.count && taken.count <= SENDS_MOST &&
			taken.first == taken.begin &&
			(taken.count == 1 || taken.last == taken.end);
	size_t before = situation->out->len;
	if (is_plain && are_same(situation, &taken))
		say_taken(situation, &taken, owner->actor);
	return situation->out->len > before;
}
