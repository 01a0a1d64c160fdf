/* finding_tell: the kinds of findings, and how one is told.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "journal/finding/finding_parts.h"

#include <assert.h>
#include <string.h>

static const struct finding_row rows[] = {
	[FINDING_LEFT_OPEN] = {"left-open", "a connection is never closed",
			       "a-socket-is-a-descriptor"},
	[FINDING_SHORT_SEND] = {"short-send", "a part is never sent", "window"},
	[FINDING_END_IGNORED] = {"end-ignored",
				 "the end of the stream is not noticed",
				 "half-close"},
	[FINDING_DEAD_PEER] = {"dead-peer", "the connection is over", "rst"},
	[FINDING_QUEUE_FULL] = {"queue-full", "the accept queue is full",
				"backlog"},
	[FINDING_SIGPIPE] = {"sigpipe", "killed by SIGPIPE", "rst"},
	[FINDING_UNREACHABLE] = {"unreachable", "nobody can reach the listener",
				 "listen"},
	[FINDING_NO_REUSEADDR] = {"no-reuseaddr", "SO_REUSEADDR is missing",
				  "time-wait"},
	[FINDING_NO_HTONS] = {"no-htons", "the bytes of a port are swapped",
			      "listen"},
	[FINDING_NO_LISTEN] = {"no-listen", "listen() is missing", "listen"},
	[FINDING_CLOSED_UNREAD] = {"closed-unread", "closed with bytes unread",
				   "rst"},
	[FINDING_USED_CLOSED] = {"used-closed", "used after close()",
				 "a-socket-is-a-descriptor"},
	[FINDING_NO_LENGTH] = {"no-length", "no room for the address",
			       "accept"},
	[FINDING_BUSY_LOOP] = {"busy-loop", "it asks without waiting",
			       "nonblocking"},
	[FINDING_OLD_BYTES] = {"old-bytes",
			       "bytes of an earlier message count as new",
			       "partial-recv"},
	[FINDING_CUT_DATAGRAM] = {"cut-datagram", "a datagram did not fit",
				  "datagram"},
	[FINDING_STANDSTILL] = {"standstill", "nothing can move any more",
				"half-close"},
	[FINDING_NOT_CONNECTED] = {"not-connected", "connect() had failed",
				   "rst"},
};
static_assert(COUNT(rows) == FINDING_KIND_COUNT, "a kind has no row");

const struct finding_row *finding_row(enum finding_kind kind)
{
	return &rows[kind];
}

void finding_tell(struct findings *findings, enum finding_kind kind,
		  const char *actor, const struct call_place *at,
		  const char *text)
{
	struct event event = {
		.kind = EVENT_FINDING,
		.as.finding =
			{
				.word = rows[kind].word,
				.actor = actor,
				.call = at->id,
				.text = text,
				.lesson = rows[kind].lesson,
				.source = at->source,
			},
	};
	findings->fn(findings->data, &event);
}

/* Adds "send(), server.c:31" or "send()". */
void call_place_print(const struct call_place *at, struct buf *out)
{
	const char *name = at->source.file;
	buf_printf(out, "%s()", at->call);
	if (name && at->source.line)
		buf_printf(out, " in line %d of %s", at->source.line,
			   strrchr(name, '/') ? strrchr(name, '/') + 1 : name);
	if (at->is_injected)
		buf_puts(out, ", by a fault that you asked for,");
}

struct call_place call_place_of(struct findings *findings,
				const struct event_call *event)
{
	struct event_source source = event->source;
	if (source.file)
		source.file = arena_strdup(&findings->arena, source.file);
	if (source.function)
		source.function =
			arena_strdup(&findings->arena, source.function);
	return (struct call_place){event->id, event->call.syscall->name, source,
				   result_is_injected(&event->call.result)};
}
