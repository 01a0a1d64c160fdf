/* situation_taken: who was faster, and took what a call was told of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Threads and processes that wait for the same socket are all told of what
 * came, and the first call gets it. Those that come later find nothing: EAGAIN,
 * or they sleep.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <string.h>

/* Whether the call tells what is ready. */
static bool tells_readiness(const struct call *call)
{
	static const char *const names[] = {
		"epoll_pwait", "epoll_pwait2", "epoll_wait", "poll",
		"ppoll",       "pselect",      "pselect6",   "select"};
	bool found = false;
	for (size_t i = 0; i < COUNT(names); i++)
		found |= call_is(call, names[i]);
	return found;
}

static bool is_accept(const struct call *call)
{
	return call_is(call, "accept") || call_is(call, "accept4");
}

/* Whether somebody else has taken something out of the call's socket. */
static bool takes(const struct situation *situation,
		  const struct event_call *other)
{
	const struct socket_state *own = situation->socket;
	const struct call *call = &other->call;
	int arg = call_fd_arg(call);
	bool moves = is_accept(call)
			     ? call->result.value >= 0
			     : call->syscall->flags & SYSCALL_RECEIVES &&
				       call->result.value > 0;
	if (!moves || arg < 0 || !strcmp(other->actor, situation->event->actor))
		return false;
	const char *process = situation_process(situation, other->actor);
	for (size_t i = 0; i < own->owner_count; i++) {
		if (own->owners[i].fd == call->args[arg].num &&
		    !strcmp(own->owners[i].actor, process))
			return true;
	}
	return false;
}

void situation_say_taker(struct situation *situation)
{
	const struct event_call *taker = NULL, *told = NULL;
	for (size_t i = situation->begin;
	     situation->socket && !told && i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind != EVENT_CALL || other->phase != CALL_RETURN)
			continue;
		if (takes(situation, other))
			taker = other;
		else if (!strcmp(other->actor, situation->event->actor) &&
			 tells_readiness(&other->call))
			told = other;
		else if (!strcmp(other->actor, situation->event->actor))
			return;
	}
	if (!told || !taker || told->call.result.value <= 0)
		return;
	if (is_accept(&taker->call))
		SAY(situation, "taker-connection",
		    SLOT_TEXT("call", told->call.syscall->name),
		    SLOT_TEXT("other", taker->actor),
		    SLOT_TEXT("taken_by", taker->call.syscall->name));
	else
		SAY(situation, "taker-bytes",
		    SLOT_TEXT("call", told->call.syscall->name),
		    SLOT_TEXT("other", taker->actor),
		    SLOT_TEXT("taken_by", taker->call.syscall->name),
		    SLOT_NUMBER("bytes", taker->call.result.value));
}
