/* tell_shown: what shows what a check found: how the program stands, what the
 * kernel has of it, and what it and its peers wrote.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"
#include "journal/socket/ends.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 3, CALL_MOST = 200 };

static bool is_learners(const char *actor)
{
	return tell_is_of(actor, LESSON_PROGRAM);
}

/* That it ended is told anyway. */
static bool is_exit(const struct event_call *call)
{
	return call->call.syscall->flags & SYSCALL_ENDS_ACTOR;
}

/* Of the program itself; what its children and threads did comes second. */
static const struct event *last_of(const struct teller *teller,
				   enum event_kind kind, bool of_itself)
{
	const char *run = tell_last_run(teller);
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event *event = journal_at(teller->journal, i);
		const char *actor = kind == EVENT_CALL ? event->as.call.actor
						       : event->as.actor.actor;
		if (event->kind == kind &&
		    (of_itself ? !strcmp(actor, run)
			       : tell_is_of(actor, run)) &&
		    !(kind == EVENT_CALL && is_exit(&event->as.call)))
			return event;
	}
	return NULL;
}

/* What is shown in the place of the last call of a program that ended: what
 * Python does when it ends is in no line of the learner's, and says less than
 * what a line did before. NULL for none. */
static const struct event *last_own(const struct teller *teller,
				    const struct event *last)
{
	const char *run = tell_last_run(teller);
	const struct journal *journal = teller->journal;
	if (!last || tell_own_file(teller, last->as.call.source.file))
		return NULL;
	for (size_t i = journal_count(journal); i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    !strcmp(call->actor, run) &&
		    tell_own_file(teller, call->source.file))
			return event;
	}
	return NULL;
}

static void print_end(const struct event_actor *end, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, end->signal);
	if (end->signal)
		buf_printf(out, "Your program was killed by %s",
			   name ? name : "a signal");
	else
		buf_printf(out, "Your program ended with status %d",
			   end->status);
}

/* "accept(3,  <unfinished ...>" is "accept(3)" here: that it is not over is
 * said in front of it. */
static void close_call(struct buf *out, size_t begin)
{
	char *end = strstr(out->data + begin, " <unfinished ...>");
	if (!end)
		return;
	out->len = (size_t)(end - out->data);
	while (out->len > begin && strchr(", ", out->data[out->len - 1]))
		out->len--;
	buf_putc(out, ')');
}

/* A list of hundred descriptors would leave no room for the rest: a call that
 * is too long ends behind one of its parts. */
static void shorten_call(struct buf *out, size_t begin)
{
	if (out->len - begin <= CALL_MOST)
		return;
	out->len = begin + CALL_MOST;
	while (out->len > begin && out->data[out->len - 1] != ' ')
		out->len--;
	buf_puts(out, "...");
}

/* What stands in front of the call; behind how the program ended, if it did. */
static const char *lead_of(const struct event_call *call, bool has_ended,
			   bool is_last)
{
	const char *id = SENTENCE_ID("evidence-in");
	if (has_ended)
		id = is_last ? SENTENCE_ID("evidence-last-of-ended")
			     : SENTENCE_ID("evidence-last-of-yours");
	else if (call->phase == CALL_RETURN)
		id = SENTENCE_ID("evidence-last");
	else if (call->phase == CALL_BLOCKED)
		id = SENTENCE_ID("evidence-sleeps");
	return sentence_text(id);
}

void tell_made_call(const struct teller *teller, const struct event *event,
		    const char *lead, struct buf *out)
{
	const struct event_call *call = &event->as.call;
	uint64_t since = journal_now(teller->journal) - event->time;
	bool is_inside = call->phase != CALL_RETURN;
	buf_puts(out, lead);
	if (lead[0])
		buf_putc(out, ' ');
	size_t begin = out->len;
	call_print_strace(&call->call, out);
	if (is_inside)
		close_call(out, begin);
	shorten_call(out, begin);
	tell_source(teller, &call->source, out);
	if (is_inside && since >= CLOCK_SECOND)
		buf_printf(out, ", for %u s", (unsigned)(since / CLOCK_SECOND));
}

/* The same call of the same line that came back before; `event` where there is
 * none. Who calls without end is in a call or between two by chance. */
static const struct event *one_before(const struct teller *teller,
				      const struct event *event)
{
	const struct event_call *call = &event->as.call;
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event *other = journal_at(teller->journal, i);
		const struct event_call *before = &other->as.call;
		if (other->kind == EVENT_CALL && before->phase == CALL_RETURN &&
		    !strcmp(before->actor, call->actor) &&
		    before->call.syscall == call->call.syscall &&
		    before->source.line == call->source.line)
			return other;
	}
	return event;
}

static const struct event *find_last_call(const struct teller *teller)
{
	const struct event *call = last_of(teller, EVENT_CALL, true);
	if (!call)
		call = last_of(teller, EVENT_CALL, false);
	return call && call->as.call.phase == CALL_ENTER
		       ? one_before(teller, call)
		       : call;
}

static bool has_ended(const struct event *born)
{
	return born->as.actor.phase == ACTOR_ENDED;
}

const struct event *tell_shown_call(const struct teller *teller)
{
	const struct event *born = last_of(teller, EVENT_ACTOR, true);
	const struct event *call = born ? find_last_call(teller) : NULL;
	const struct event *known =
		call && has_ended(born) ? last_own(teller, call) : NULL;
	return known ? known : call;
}

void tell_state(struct teller *teller)
{
	const struct event *born = last_of(teller, EVENT_ACTOR, true);
	const struct event *call = find_last_call(teller);
	const struct event *shown = tell_shown_call(teller);
	struct buf out = {0};
	if (!born)
		return;
	if (has_ended(born))
		print_end(&born->as.actor, &out);
	if (call) {
		tell_made_call(
			teller, shown,
			lead_of(&call->as.call, has_ended(born), shown == call),
			&out);
	} else if (!has_ended(born)) {
		buf_puts(&out, "Your program runs and has made no socket "
			       "call");
	}
	tell_put(teller, "Evidence  ", buf_text(&out));
	buf_done(&out);
}

bool tell_is_owned(const struct socket_state *row)
{
	for (size_t i = 0; i < row->owner_count; i++) {
		if (is_learners(row->owners[i].actor))
			return true;
	}
	return false;
}

/* The other end. Whose it is says more than the port, which the kernel chooses
 * anew in each run. */
static void print_other(const struct snapshot *snapshot,
			const struct socket_state *row, struct buf *out)
{
	const struct socket_state *peer = snapshot_peer(snapshot, row);
	buf_puts(out, " to ");
	if (peer && peer->owner_count && !tell_is_owned(peer))
		SENTENCE(out, "fd-of",
			 SLOT_TEXT("actor", peer->owners[0].actor),
			 SLOT_NUMBER("fd", peer->owners[0].fd));
	else
		socket_print_end(row, &row->peer, out);
}

static void print_row(const struct snapshot *snapshot,
		      const struct socket_state *row, struct buf *out)
{
	buf_printf(out, "%s %s ", socket_netid(row), socket_state_word(row));
	socket_print_end(row, &row->local, out);
	if (row->peer.len)
		print_other(snapshot, row, out);
	if (!row->no_recv_q && !row->no_send_q)
		buf_printf(out, "  Recv-Q %u Send-Q %u", row->recv_q,
			   row->send_q);
}

void tell_rows(struct teller *teller)
{
	struct snapshot snapshot = {0};
	size_t count = 0;
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	for (size_t i = 0; i < snapshot.count && count < ROWS_MOST; i++) {
		if (!tell_is_owned(&snapshot.rows[i]))
			continue;
		struct buf row = {0};
		print_row(&snapshot, &snapshot.rows[i], &row);
		tell_put(teller, count++ ? "          " : "Kernel    ",
			 buf_text(&row));
		buf_done(&row);
	}
	snapshot_done(&snapshot);
}

/* Where in the learner's own files Python says that it went wrong: the last
 * line `File "PATH", line N` of a traceback. */
static void print_trace_place(const struct teller *teller, const char *said,
			      struct buf *out)
{
	static const char lead[] = "File \"", behind[] = "\", line ";
	const char *folder = teller->failure->folder;
	size_t len = folder ? strlen(folder) : 0;
	struct event_source place = {0};
	AUTO_FREE char *path = NULL;
	while (len && (said = strstr(said, lead))) {
		said += strlen(lead);
		size_t used = strcspn(said, "\"\n");
		if (strncmp(said, folder, len) != 0 || said[len] != '/' ||
		    strncmp(said + used, behind, strlen(behind)) != 0)
			continue;
		free(path);
		path = xprintf("%.*s", (int)used, said);
		place.line =
			(int)strtol(said + used + strlen(behind), NULL, 10);
	}
	place.file = path;
	tell_source(teller, &place, out);
}

void tell_said(struct teller *teller, const char *actor, const char *label)
{
	enum { TAIL = 200 };
	struct buf said = {0}, shown = {0};
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_terminal *bytes = &event->as.terminal;
		if (event->kind == EVENT_TERMINAL &&
		    bytes->stream == OUTLET_ERRORS &&
		    !strcmp(bytes->actor, actor))
			buf_add(&said, bytes->bytes, bytes->len);
	}
	struct str text = str_trim((struct str){buf_text(&said), said.len});
	struct str last = text;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\n')
			last = (struct str){text.data + i + 1,
					    text.len - i - 1};
	}
	struct buf line = {0};
	text_show(&line, last.data, last.len, TAIL);
	if (line.len)
		print_trace_place(teller, buf_text(&said), &line);
	text_show(&shown, buf_text(&line), line.len, SIZE_MAX);
	if (shown.len)
		tell_put(teller, label, buf_text(&shown));
	buf_done(&said);
	buf_done(&line);
	buf_done(&shown);
}

void tell_peers(struct teller *teller)
{
	for (size_t i = 0; i < tell_played(teller); i++) {
		const struct beat *beat = tell_beat_at(teller, i);
		if (beat->kind != BEAT_LAUNCH || !beat->launch->code)
			continue;
		AUTO_FREE char *label = xprintf("%-8.8s  ", beat->actor);
		tell_said(teller, beat->actor, label);
	}
}
