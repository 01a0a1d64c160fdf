/* situation: why a call did what it did, from the state that the kernel is in.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each file of situation_*.c knows one sort of reasons and has a table of the
 * calls and errnos that it can explain. The tables are gone through in order;
 * the first function that finds its reason in the state speaks, and no other.
 *
 * A call that fails at once fails in the state in which it was entered, so that
 * is the snapshot that counts; what a blocked call waits for is looked for in
 * the state at the place. Packets and calls are looked for in the journal.
 */
#include "show/reason/situation.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/whole/fault.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

static const struct socket_state *socket_at(const struct situation *situation,
					    const struct snapshot *snapshot)
{
	if (situation->fd < 0)
		return NULL;
	return snapshot_find_fd(snapshot, situation->actor, (int)situation->fd);
}

/* A packet to no address goes to this host itself, see ip(7). */
static const struct address *destination(const struct call *call,
					 struct arena *arena)
{
	const struct address *named = call_address(call);
	struct address *meant = arena_alloc(arena, sizeof(*meant));
	if (!named || call_is(call, "bind"))
		return named;
	*meant = *named;
	if (address_family(named) == AF_INET && !named->as.in.sin_addr.s_addr)
		meant->as.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else if (address_family(named) == AF_INET6 &&
		 IN6_IS_ADDR_UNSPECIFIED(&named->as.in6.sin6_addr))
		meant->as.in6.sin6_addr = in6addr_loopback;
	return meant;
}

static void situation_init(struct situation *situation,
			   const struct journal *journal, size_t begin,
			   size_t place, const struct event_call *event)
{
	int arg = call_fd_arg(&event->call);
	*situation = (struct situation){
		.journal = journal,
		.lab = journal_lab_of(journal, begin),
		.begin = begin,
		.place = place,
		.event = event,
		.call = &event->call,
		.actor = situation_process_at(journal, place, event->actor),
		.fd = arg < 0 ? -1 : event->call.args[arg].num,
	};
	situation->address = destination(&event->call, &situation->arena);
	journal_snapshot(journal, begin, &situation->before);
	journal_snapshot(journal, place, &situation->after);
	situation->socket = socket_at(situation, &situation->before);
	situation->now = socket_at(situation, &situation->after);
}

static void situation_done(struct situation *situation)
{
	snapshot_done(&situation->before);
	snapshot_done(&situation->after);
	arena_done(&situation->arena);
}

/* An actor that SIGPIPE killed would have seen EPIPE. */
static int error_of(const struct event_call *event)
{
	const struct result *result = &event->call.result;
	if (event->phase == CALL_BLOCKED)
		return SITUATION_BLOCKED;
	if (result->signal)
		return syscall_is_piped(event->call.syscall, result->signal)
			       ? EPIPE
			       : EINTR;
	return result->value < 0 ? result->error : SITUATION_DONE;
}

static bool is_row_of(const struct situation_row *row,
		      const struct syscall *syscall, int error)
{
	if (row->error != error)
		return false;
	if (row->call)
		return !strcmp(row->call, syscall->name);
	return !row->flags || (row->flags & syscall->flags);
}

static bool say_from(struct situation *situation,
		     const struct situation_row *rows, size_t count, int error)
{
	const struct syscall *syscall = situation->call->syscall;
	for (size_t i = 0; i < count && !situation->out->len; i++) {
		if (is_row_of(&rows[i], syscall, error))
			rows[i].say(situation);
	}
	return situation->out->len > 0;
}

/* What was made to go wrong has that reason, and nobody else is it. */
static bool say_fault(struct situation *situation)
{
	const struct result *result = &situation->call->result;
	bool is_short = result->faults & (1U << FAULT_SHORT);
	bool is_signal = result->faults & (1U << FAULT_SIGNAL);
	if (situation->event->phase != CALL_RETURN)
		return false;
	if (result_is_injected(result))
		SAY(situation, "injected-result");
	else if (is_short && result->value > 0)
		SAY(situation, "injected-short");
	else if (is_signal && (result->error == EINTR || result->signal))
		SAY(situation, "injected-signal");
	return situation->out->len > 0;
}

/* Says why the call fails so, or came back so. */
static bool say_why(struct situation *situation, int error)
{
	static const struct situation_row *(*const tables[])(size_t *) = {
		situation_wires,     situation_flags,	  situation_pipes,
		situation_rights,    situation_lists,	  situation_descriptors,
		situation_processes, situation_addresses, situation_paths,
		situation_hosts,     situation_names,	  situation_lookups,
		situation_refusals,  situation_unspecs,	  situation_connections,
		situation_overs,     situation_waits,	  situation_syns,
		situation_messages,  situation_ready,	  situation_closes,
		situation_afters,    situation_nagles,	  situation_prefixes,
		situation_amounts,   situation_options,	  situation_settings,
		situation_ranges,
	};
	bool said = false;
	for (size_t i = 0; !said && i < COUNT(tables); i++) {
		size_t count;
		const struct situation_row *rows = tables[i](&count);
		said = say_from(situation, rows, count, error);
	}
	return said;
}

bool situation_explain(const struct journal *journal, size_t begin,
		       size_t place, const struct event_call *call,
		       struct buf *out)
{
	if (call->phase == CALL_ENTER)
		return false;
	struct situation situation;
	struct buf words = {0};
	situation_init(&situation, journal, begin, place, call);
	situation.out = &words;
	bool said =
		say_fault(&situation) || say_why(&situation, error_of(call));
	if (said)
		buf_puts(out, buf_text(&words));
	buf_done(&words);
	situation_done(&situation);
	return said;
}

bool situation_why(const struct journal *journal, size_t place,
		   const struct event_call *call, struct buf *out)
{
	return situation_explain(journal, situation_entry(journal, place, call),
				 place, call, out);
}

bool situation_explain_stream(const struct journal *journal, size_t begin,
			      size_t place, const struct event_call *call,
			      struct buf *out)
{
	struct situation situation;
	struct buf words = {0};
	situation_init(&situation, journal, begin, place, call);
	situation.out = &words;
	bool said = situation_say_given_anew(&situation) ||
		    situation_say_rights(&situation) ||
		    situation_say_prefix(&situation) ||
		    situation_say_nagle(&situation) ||
		    situation_say_stream(&situation);
	buf_puts(out, buf_text(&words));
	buf_done(&words);
	situation_done(&situation);
	return said;
}

static bool say_of_success(const struct journal *journal, size_t begin,
			   size_t place, const struct event_call *call,
			   situation_fn *say, struct buf *out)
{
	struct situation situation;
	size_t said = out->len;
	if (call->phase != CALL_RETURN || call->call.result.error ||
	    call->call.result.signal)
		return false;
	situation_init(&situation, journal, begin, place, call);
	situation.out = out;
	say(&situation);
	situation_done(&situation);
	return out->len > said;
}

bool situation_changed(const struct journal *journal, size_t begin,
		       size_t place, const struct event_call *call,
		       struct buf *out)
{
	return say_of_success(journal, begin, place, call, situation_say_change,
			      out);
}

bool situation_follows(const struct journal *journal, size_t begin,
		       size_t place, const struct event_call *call,
		       struct buf *out)
{
	return say_of_success(journal, begin, place, call, situation_say_follow,
			      out);
}

/* Who will fail is told with which error, and then why. */
static bool say_fate(struct situation *situation)
{
	int error = situation_fate(situation);
	struct buf why = {0}, *out = situation->out;
	if (!error)
		return false;
	situation->out = &why;
	say_why(situation, error);
	situation->out = out;
	SAY(situation, "will-fail",
	    SLOT_TEXT("error", symbol_name(SYMBOL_ERRNO, error)));
	if (why.len)
		buf_puts(situation_sentence(situation), buf_text(&why));
	buf_done(&why);
	return true;
}

bool situation_foresee(const struct journal *journal, size_t place,
		       const struct event_call *call, struct buf *out)
{
	struct situation situation;
	struct buf words = {0};
	size_t ahead_count, flow_count, end_count;
	const struct situation_row *aheads = situation_aheads(&ahead_count);
	const struct situation_row *flows = situation_flows(&flow_count);
	const struct situation_row *ends = situation_ends(&end_count);
	situation_init(&situation, journal, place, place, call);
	situation.out = &words;
	bool said =
		say_fate(&situation) ||
		say_from(&situation, aheads, ahead_count, SITUATION_AHEAD) ||
		say_from(&situation, flows, flow_count, SITUATION_AHEAD) ||
		say_from(&situation, ends, end_count, SITUATION_AHEAD);
	buf_puts(out, buf_text(&words));
	buf_done(&words);
	situation_done(&situation);
	return said;
}
