/* situation_descriptor: reasons that lie in a number of a process.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/message.h"
#include "call/print.h"
#include "show/reason/situation.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>

static bool ends(const struct event_call *event, int64_t fd)
{
	return (event->call.syscall->flags & SYSCALL_ENDS_FD) &&
	       event->call.args[0].num == fd;
}

const struct event_call *situation_last_about(const struct situation *situation,
					      int64_t fd)
{
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		if (!other->call.result.done || other->call.result.value < 0)
			continue;
		if (call_makes_fd(&other->call, fd) || ends(other, fd))
			return other;
	}
	return NULL;
}

/* The call that closed the number or gave it anew in [begin, end), made by
 * another thread of the process, or NULL. Moves `begin` behind it. */
static const struct event_call *
by_other_thread(const struct situation *situation, size_t *begin, size_t end,
		bool gives)
{
	while (*begin < end) {
		const struct event *event =
			journal_at(situation->journal, (*begin)++);
		const struct event_call *call = &event->as.call;
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    call->call.result.value >= 0 &&
		    situation_is_own(situation, call->actor) &&
		    strcmp(call->actor, situation->event->actor) != 0 &&
		    (gives ? call_makes_fd(&call->call, situation->fd)
			   : ends(call, situation->fd)))
			return call;
	}
	return NULL;
}

/* The last call of the same thread on the number; `place` gets where it came
 * back. */
static const struct event_call *
last_on_number(const struct situation *situation, size_t *place)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
		    call->id == situation->event->id ||
		    strcmp(call->actor, situation->event->actor) != 0)
			continue;
		if (call_makes_fd(&call->call, situation->fd))
			return NULL;
		int arg = call_fd_arg(&call->call);
		*place = i;
		if (arg >= 0 && call->call.args[arg].num == situation->fd)
			return call;
	}
	return NULL;
}

bool situation_say_given_anew(struct situation *situation)
{
	size_t back = 0;
	const struct event_call *last =
		situation->fd >= 0 ? last_on_number(situation, &back) : NULL;
	if (!last)
		return false;
	size_t from = situation_entry(situation->journal, back, last);
	const struct event_call *closed =
		by_other_thread(situation, &from, back, false);
	const struct event_call *made =
		closed ? by_other_thread(situation, &from, situation->begin,
					 true)
		       : NULL;
	if (!made)
		return false;
	SAY(situation, "number-given-anew", SLOT_NUMBER("fd", situation->fd),
	    SLOT_TEXT("actor", last->actor),
	    SLOT_TEXT("call", last->call.syscall->name),
	    SLOT_TEXT("by", closed->actor),
	    SLOT_TEXT("made", made->call.syscall->name),
	    SLOT_TEXT("maker", made->actor));
	return true;
}

static void given_anew(struct situation *situation)
{
	(void)situation_say_given_anew(situation);
}

/* Whether only calls that are told here gave the actor descriptors: a forked
 * one began with its parent's, and a traced program opens files unseen. */
static bool is_followed(const struct situation *situation)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind == EVENT_ACTOR && life->phase == ACTOR_BORN &&
		    !strcmp(life->actor, situation->actor))
			return !life->parent && !life->traced;
	}
	return true;
}

static void say_bad(struct situation *situation, int64_t fd)
{
	const struct event_call *call = situation_last_about(situation, fd);
	if (fd < 0) {
		SAY(situation, "fd-of-failure", SLOT_NUMBER("fd", fd));
	} else if (call && ends(call, fd)) {
		struct buf text = {0};
		call_print(&call->call, NOTATION_C, &text);
		SAY(situation, "fd-ended", SLOT_TEXT("actor", situation->actor),
		    SLOT_NUMBER("fd", fd), SLOT_TEXT("call", buf_text(&text)));
		buf_done(&text);
	} else if (!call && fd > 2 && is_followed(situation)) {
		SAY(situation, "fd-never-given",
		    SLOT_TEXT("actor", situation->actor),
		    SLOT_NUMBER("fd", fd));
	}
}

/* Whether the socket of the number is there: then it is not what is bad. */
static bool is_open(const struct situation *situation, int64_t fd)
{
	return fd >= 0 &&
	       snapshot_find_fd(&situation->before, situation->actor, (int)fd);
}

/* Says of the first that is not open; of lists each member is looked at. */
static void say_first_bad(struct situation *situation,
			  const struct value *value)
{
	if ((value->kind == VALUE_INT || value->kind == VALUE_NAME) &&
	    !is_open(situation, value->num))
		say_bad(situation, value->num);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count &&
			   !situation->out->len;
	     i++)
		say_first_bad(situation, &value->items[i]);
}

static void bad_descriptor(struct situation *situation)
{
	const struct call *call = situation->call;
	for (size_t i = 0; i < call->argc && !situation->out->len; i++) {
		const struct kind *kind = call->syscall->parameters[i].kind;
		const struct value *value = &call->args[i];
		if (kind == &kind_message)
			value = list_item(value, MESSAGE_RIGHTS);
		else if (kind != &kind_fd && kind != &kind_set)
			continue;
		say_first_bad(situation, value);
		// The second number of dup2() need not be open.
		if (call->syscall->flags & SYSCALL_MAKES_FD)
			break;
	}
}

static void not_a_socket(struct situation *situation)
{
	static const char *const streams[] = {SENTENCE_ID("standard-input"),
					      SENTENCE_ID("standard-output"),
					      SENTENCE_ID("standard-error")};
	int64_t fd = situation->fd;
	const struct event_call *call = situation_last_about(situation, fd);
	if (call && !ends(call, fd)) {
		struct buf text = {0};
		call_print(&call->call, NOTATION_C, &text);
		SAY(situation, "no-socket-made",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("call", buf_text(&text)));
		buf_done(&text);
	} else if (!call && fd >= 0 && fd < (int64_t)COUNT(streams)) {
		SAY(situation, "no-socket-standard",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("stream", situation_words(situation, streams[fd],
							NULL, 0)));
	}
}

/* The number was a socket's, and the bytes went into what has it now. */
static void went_elsewhere(struct situation *situation)
{
	const struct event_call *call =
		situation_last_about(situation, situation->fd);
	if (situation->socket || !call || !ends(call, situation->fd))
		return;
	struct buf text = {0};
	call_print(&call->call, NOTATION_C, &text);
	SAY(situation, "went-elsewhere",
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("call", buf_text(&text)));
	buf_done(&text);
}

/* Numbers that the call gives, and that another call gave back before. Those of
 * a traced program are told where they were a socket's. */
static void given_again(struct situation *situation)
{
	const char *name;
	int64_t fd;
	for (size_t i = 0; call_given(situation->call, i, &name, &fd); i++) {
		const struct event_call *before =
			situation_last_about(situation, fd);
		if (!before || !ends(before, fd) || is_followed(situation))
			continue;
		struct buf text = {0};
		call_print(&before->call, NOTATION_C, &text);
		SENTENCE(situation_sentence(situation), "number-again",
			 SLOT_NUMBER("number", fd),
			 SLOT_TEXT("call", buf_text(&text)));
		buf_done(&text);
	}
}

static void full_table(struct situation *situation)
{
	size_t sockets = 0;
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		for (size_t owner = 0; owner < row->owner_count; owner++)
			sockets += !strcmp(row->owners[owner].actor,
					   situation->actor);
	}
	if (sockets)
		SAY(situation, "sockets-open",
		    SLOT_TEXT("actor", situation->actor),
		    SLOT_NUMBER("sockets", sockets));
	const struct socket_state *listener = situation->socket;
	if (listener && listener->state == SOCKET_LISTEN && listener->recv_q)
		SAY(situation, "nobody-taken",
		    SLOT_NUMBER("waiting", listener->recv_q));
}

/* accept() writes the address when it has the connection, and lets go of that
 * where it cannot. */
static void taken_in_vain(struct situation *situation)
{
	if (situation->call->room == CALL_ROOM_LOST)
		SAY(situation, "taken-in-vain",
		    SLOT_TEXT("call", situation->call->syscall->name));
}

const struct situation_row *situation_descriptors(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, 0, EBADF, bad_descriptor},
		{NULL, 0, ENOTSOCK, not_a_socket},
		{NULL, 0, EMFILE, full_table},
		{"accept", 0, EFAULT, taken_in_vain},
		{"accept4", 0, EFAULT, taken_in_vain},
		{"close", 0, SITUATION_DONE, given_anew},
		{NULL, SYSCALL_RECEIVES, SITUATION_DONE, given_anew},
		{NULL, SYSCALL_SENDS, SITUATION_DONE, given_anew},
		{"pipe", 0, SITUATION_DONE, given_again},
		{"pipe2", 0, SITUATION_DONE, given_again},
		{"write", 0, SITUATION_DONE, went_elsewhere},
		{"writev", 0, SITUATION_DONE, went_elsewhere},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
