/* finding_tell: the kinds of findings, and how one is told.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "journal/finding/finding_parts.h"

#include <assert.h>

static const struct finding_row rows[] = {
	[FINDING_LEFT_OPEN] = {"left-open", "a-socket-is-a-descriptor"},
	[FINDING_SHORT_SEND] = {"short-send", "window"},
	[FINDING_END_IGNORED] = {"end-ignored", "half-close"},
	[FINDING_DEAD_PEER] = {"dead-peer", "rst"},
	[FINDING_QUEUE_FULL] = {"queue-full", "backlog"},
	[FINDING_SIGPIPE] = {"sigpipe", "rst"},
	[FINDING_UNREACHABLE] = {"unreachable", "listen"},
	[FINDING_NO_REUSEADDR] = {"no-reuseaddr", "time-wait"},
	[FINDING_NO_HTONS] = {"no-htons", "listen"},
	[FINDING_NO_LISTEN] = {"no-listen", "listen"},
	[FINDING_CLOSED_UNREAD] = {"closed-unread", "rst"},
	[FINDING_USED_CLOSED] = {"used-closed", "a-socket-is-a-descriptor"},
	[FINDING_NO_LENGTH] = {"no-length", "accept"},
	[FINDING_BUSY_LOOP] = {"busy-loop", "nonblocking"},
	[FINDING_OLD_BYTES] = {"old-bytes", "partial-recv"},
	[FINDING_CUT_DATAGRAM] = {"cut-datagram", "datagram"},
	[FINDING_USED_LISTENER] = {"used-listener", "accept"},
	[FINDING_ONE_AT_A_TIME] = {"one-at-a-time", "one-at-a-time"},
	[FINDING_STANDSTILL] = {"standstill", "half-close"},
	[FINDING_NOT_CONNECTED] = {"not-connected", "rst"},
};
static_assert(COUNT(rows) == FINDING_KIND_COUNT, "a kind has no row");

const struct finding_row *finding_row(enum finding_kind kind)
{
	return &rows[kind];
}

static void tell(struct findings *findings, enum finding_kind kind,
		 const struct call_place *at, struct event_finding finding)
{
	struct event event = {.kind = EVENT_FINDING, .as.finding = finding};
	event.as.finding.word = rows[kind].word;
	event.as.finding.lesson = rows[kind].lesson;
	event.as.finding.call = at->id;
	event.as.finding.source = at->source;
	findings->fn(findings->data, &event);
}

void finding_tell(struct findings *findings, enum finding_kind kind,
		  const char *actor, const struct call_place *at,
		  const char *text)
{
	tell(findings, kind, at,
	     (struct event_finding){.actor = actor, .text = text});
}

void finding_tell_refusal(struct findings *findings,
			  const struct refusal *refusal)
{
	tell(findings, refusal->kind, &refusal->at,
	     (struct event_finding){
		     .actor = refusal->actor,
		     .text = refusal->text,
		     .fact = refusal->fact,
		     .listener = refusal->listener,
	     });
}

char *call_place_text(const struct call_place *at)
{
	const char *file = at->source.file;
	struct buf text = {0};
	if (file && at->source.line)
		SENTENCE(&text,
			 at->is_injected ? "place-line-injected" : "place-line",
			 SLOT_TEXT("call", at->call),
			 SLOT_NUMBER("line", at->source.line),
			 SLOT_TEXT("file", text_base(file)));
	else
		SENTENCE(&text, at->is_injected ? "place-injected" : "place",
			 SLOT_TEXT("call", at->call));
	return buf_take(&text);
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
	if (source.chain)
		source.chain = arena_strdup(&findings->arena, source.chain);
	return (struct call_place){event->id, event->call.syscall->name, source,
				   result_is_injected(&event->call.result)};
}
