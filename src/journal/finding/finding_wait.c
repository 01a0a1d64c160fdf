/* finding_wait: who asks again and again instead of waiting.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call that does not block says EAGAIN, and then there is something else to
 * do, or poll() to sleep in. A program that asks again at once, hundreds of
 * times in a row, has neither, and takes a processor to itself.
 *
 * Whether it slept in a call that is not seen, such as nanosleep(2), the time
 * between tells: on a busy machine a moment can take long, but a sleep never
 * takes less than it should.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/finding/finding_parts.h"

#include <errno.h>
#include <string.h>

enum { TRIES_MOST = 200 };

/* Who sleeps less does not wait either. */
static const uint64_t moment = CLOCK_MS / 2;

/* What only looks, or is about something else, ends no row of tries. */
static bool is_progress(const struct call *call)
{
	const struct result *result = &call->result;
	bool moves = call->syscall->flags & (SYSCALL_SENDS | SYSCALL_RECEIVES);
	return (result->value > 0 && moves) || call_can_make_fd(call) ||
	       (result->value > 0 && call->syscall->flags & SYSCALL_CAN_BLOCK);
}

static void tell(struct findings *findings, struct process *process,
		 const struct event_call *event)
{
	struct vain_tries *tries = &process->tries;
	bool sends = event->call.syscall->flags & SYSCALL_SENDS;
	AUTO_FREE char *place = call_place_text(&tries->first);
	struct buf text = {0};
	tries->is_told = true;
	SENTENCE(&text, sends ? "busy-loop-sending" : "busy-loop-receiving",
		 SLOT_TEXT("call", place),
		 SLOT_NUMBER("next", tries->failed - 1),
		 SLOT_NUMBER("moments", tries->at_once));
	finding_tell(findings, FINDING_BUSY_LOOP, event->actor, &tries->first,
		     buf_text(&text));
	buf_done(&text);
}

static void failed(struct findings *findings, struct process *process,
		   const struct event_call *event, uint64_t time)
{
	struct vain_tries *tries = &process->tries;
	if (!tries->failed++)
		tries->first = call_place_of(findings, event);
	tries->last = time;
	if (tries->at_once >= TRIES_MOST && !tries->is_told)
		tell(findings, process, event);
}

void finding_waits(struct findings *findings, struct process *process,
		   const struct event_call *event, uint64_t time)
{
	struct vain_tries *tries = &process->tries;
	const struct result *result = &event->call.result;
	if (event->phase == CALL_ENTER) {
		tries->at_once += tries->failed && time - tries->last < moment;
		return;
	}
	bool has_failed = event->phase == CALL_RETURN &&
			  result->error == EAGAIN && !result->faults;
	if (has_failed)
		failed(findings, process, event, time);
	else if (event->phase == CALL_BLOCKED || is_progress(&event->call))
		tries->failed = tries->at_once = 0;
}
