/* situation_descriptor: reasons that lie in a number of a process.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "show/situation_parts.h"

#include <errno.h>
#include <string.h>

/* The last call of the actor that came back well and gave the number, or took
 * it away. */
static const struct event_call *last_about(const struct situation *situation)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind != EVENT_CALL || other->phase != CALL_RETURN ||
		    strcmp(other->actor, situation->actor) != 0 ||
		    !other->call.result.done || other->call.result.value < 0)
			continue;
		unsigned flags = other->call.syscall->flags;
		bool gives = (flags & SYSCALL_MAKES_FD) &&
			     other->call.result.value == situation->fd;
		bool ends = (flags & SYSCALL_ENDS_FD) &&
			    other->call.args[0].num == situation->fd;
		if (gives || ends)
			return other;
	}
	return NULL;
}

/* A forked actor began with descriptors that no call of its own gave it. */
static bool was_forked(const struct situation *situation)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind == EVENT_ACTOR && life->phase == ACTOR_BORN &&
		    !strcmp(life->actor, situation->actor))
			return life->parent != NULL;
	}
	return false;
}

static void bad_descriptor(struct situation *situation)
{
	long long fd = (long long)situation->fd;
	const struct event_call *call = last_about(situation);
	if (fd < 0) {
		situation_say(situation,
			      "%lld is no descriptor: it is what a call that "
			      "failed returns.",
			      fd);
	} else if (call && (call->call.syscall->flags & SYSCALL_ENDS_FD)) {
		struct buf text = {0};
		call_print(&call->call, NOTATION_C, &text);
		situation_say(situation,
			      "%s has no fd %lld any more: it ended with %s.",
			      situation->actor, fd, buf_text(&text));
		buf_done(&text);
	} else if (!call && fd > 2 && !was_forked(situation)) {
		situation_say(situation,
			      "No call of %s has given it a descriptor %lld.",
			      situation->actor, fd);
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
		situation_say(
			situation, "%s has %s open.", situation->actor,
			situation_count(situation, (int64_t)sockets, "socket"));
}

const struct situation_row *situation_descriptors(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, 0, EBADF, bad_descriptor},
		{NULL, SYSCALL_MAKES_FD, EMFILE, full_table},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
