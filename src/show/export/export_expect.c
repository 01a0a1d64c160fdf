/* export_expect: what the draft of a lesson expects of each deed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only what the next run gives again is expected: no port that the kernel
 * chose, no process number, no count that depends on how much memory there is,
 * no state that is left by itself within microseconds. How many packets are
 * held depends on the clock: only those that the next order needs are awaited.
 */
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "journal/held.h"
#include "journal/order/order.h"
#include "show/export/export_lesson.h"

#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

struct expecting {
	const struct exported *from;
	const struct deeds *deeds;
	size_t index;
	const struct deed *deed;
	struct buf *out;
};

/* --- a beat of the lesson --------------------------------------------------
 */

static bool was_met(const struct expecting *now, const char *text)
{
	bool met = false;
	for (size_t i = now->deed->begin; i < now->deed->end; i++) {
		const struct event *event = journal_at(now->from->journal, i);
		if (event->kind == EVENT_CHECK &&
		    !strcmp(event->as.check.text, text))
			met = event->as.check.met;
	}
	return met;
}

static const struct beat *beat_of(const struct expecting *now)
{
	const struct lesson *lesson = now->from->lesson;
	const struct deed *deed = now->deed;
	if (deed->step < 0 || (size_t)deed->step >= lesson->step_count ||
	    (size_t)deed->beat >= lesson->steps[deed->step].beat_count)
		return NULL;
	return &lesson->steps[deed->step].beats[deed->beat];
}

static void add_beat(const struct expecting *now, const struct beat *beat)
{
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (was_met(now, beat->expects[i].text))
			buf_printf(now->out, "%s\n", beat->expects[i].text);
	}
	if (beat->within && now->out->len)
		buf_printf(now->out, "within %" PRIu64 "ms\n",
			   beat->within / CLOCK_MS);
}

/* --- results ---------------------------------------------------------------
 */

/* Whether somebody wrote that port in a call, so that it is the same again. */
static bool is_written(const struct deeds *deeds, int port)
{
	for (size_t i = 0; i < deeds->count; i++) {
		if (deeds->items[i].kind != DEED_CALL)
			continue;
		const struct call *call = &deeds->items[i].call->call;
		for (size_t n = 0; n < call->argc; n++) {
			if (call->args[n].kind == VALUE_ADDRESS &&
			    address_port(value_address(&call->args[n])) == port)
				return true;
		}
	}
	return false;
}

static void add_address(const struct expecting *now, const char *who,
			const struct address *address)
{
	int port = address_port(address);
	struct buf text = {0};
	address_print(address, &text);
	if (port > 0 && !is_written(now->deeds, port)) {
		while (text.len && text.data[text.len - 1] != ':')
			text.data[--text.len] = '\0';
		buf_putc(&text, '*');
	}
	buf_printf(now->out, "%saddress %s\n", who, buf_text(&text));
	buf_done(&text);
}

static void add_data(const struct expecting *now, const char *who,
		     const struct call *call)
{
	enum { SHORT = 40 };
	const struct bytes *data = &call->result.data;
	if (!(call->syscall->flags & SYSCALL_RECEIVES) || data->len > SHORT ||
	    (int64_t)data->len != call->result.value)
		return;
	buf_printf(now->out, "%sdata ", who);
	text_quote(now->out, data->data, data->len, SIZE_MAX);
	buf_putc(now->out, '\n');
}

/* Small numbers are flags, types and errors; large ones are sizes, which depend
 * on the machine. */
static void add_option(const struct expecting *now, const char *who,
		       const struct call *call)
{
	enum { SMALL = 255 };
	bool reads = false;
	for (size_t i = 0; i < COUNT(call->syscall->raw); i++)
		reads |= call->syscall->raw[i] == &kind_option_room;
	const struct result *result = &call->result;
	if (reads && !result->data.len && result->option >= 0 &&
	    result->option <= SMALL)
		buf_printf(now->out, "%soption %" PRId64 "\n", who,
			   result->option);
}

/* How much goes through at once is the kernel's choice, and so is the number of
 * a process. Seconds that are left depend on the clock. */
static bool is_stable(const struct call *call)
{
	enum { SEGMENT = 1024 };
	if (call->syscall->flags & (SYSCALL_RECEIVES | SYSCALL_SENDS))
		return call->result.value <= SEGMENT;
	return !program_has_word("alarm fork sleep waitpid",
				 call->syscall->name, false);
}

static void add_result(const struct expecting *now, const char *who,
		       const struct call *call)
{
	const struct result *result = &call->result;
	const char *name = symbol_name(SYMBOL_ERRNO, result->error);
	if (result->error && name)
		buf_printf(now->out, "%sfails %s\n", who, name);
	if (result->error || (call->syscall->flags & SYSCALL_ENDS_ACTOR))
		return;
	buf_printf(now->out, "%sreturns %s%" PRId64 "\n", who,
		   is_stable(call) ? "" : "at least ",
		   is_stable(call) || !result->value ? result->value : 1);
	add_data(now, who, call);
	add_option(now, who, call);
	if (result->address.len)
		add_address(now, who, &result->address);
}

static void add_over(const struct expecting *now, const struct deed *deed,
		     const char *who)
{
	const char *signal = symbol_name(SYMBOL_SIGNAL, deed->killed);
	if (!deed->killed)
		add_result(now, who, &deed->call->call);
	else if (signal)
		buf_printf(now->out, "%skilled %s\n", who, signal);
}

/* Whether the actor was in a call when it was killed. */
static bool was_inside(const struct deeds *deeds,
		       const struct deed_actor *actor)
{
	for (size_t i = 0; i < deeds->count; i++) {
		const struct deed *deed = &deeds->items[i];
		if (deed->kind == DEED_CALL && deed->killed &&
		    !strcmp(deed->call->actor, actor->name))
			return true;
	}
	return false;
}

/* A lesson has to say of an actor that it will be killed. */
static void add_deaths(const struct expecting *now)
{
	for (size_t i = 0; i < now->deeds->actor_count; i++) {
		const struct deed_actor *actor = &now->deeds->actors[i];
		const char *signal = symbol_name(SYMBOL_SIGNAL, actor->killed);
		if (actor->ended == now->index && actor->killed && signal &&
		    !was_inside(now->deeds, actor))
			buf_printf(now->out, "%s killed %s\n",
				   deeds_actor_name(now->deeds, actor->name),
				   signal);
	}
}

/* Calls of others that came back; `last` gets the place of the last. */
static void add_others(const struct expecting *now, size_t *last)
{
	for (size_t i = 0; i < now->index; i++) {
		const struct deed *other = &now->deeds->items[i];
		if (other->kind != DEED_CALL || other->over != now->index)
			continue;
		AUTO_FREE char *who =
			xprintf("%s ", deeds_actor_name(now->deeds,
							other->call->actor));
		add_over(now, other, who);
		if (other->over_at > *last)
			*last = other->over_at;
	}
}

/* --- sockets and packets ---------------------------------------------------
 */

static bool is_lasting(const struct socket_state *socket)
{
	static const int states[] = {
		SOCKET_ESTABLISHED, SOCKET_LISTEN,    SOCKET_CLOSE,
		SOCKET_CLOSE_WAIT,  SOCKET_FIN_WAIT2, SOCKET_TIME_WAIT,
	};
	for (size_t i = 0; i < COUNT(states); i++) {
		if (socket->state == states[i])
			return true;
	}
	return false;
}

/* Before Linux 6.8 the kernel does not list a bound TCP socket. */
static bool is_listed_everywhere(const struct socket_state *socket)
{
	return socket->state != SOCKET_CLOSE || socket->type != SOCK_STREAM ||
	       address_port(&socket->local) <= 0;
}

/* The other end has answered a FIN: where its queue was full, only when that
 * was sent again. */
static bool is_answered(const struct socket_state *socket)
{
	return socket->state == SOCKET_FIN_WAIT2 ||
	       socket->state == SOCKET_TIME_WAIT;
}

/* Returns whether what it added may come late. */
static bool add_variable(const struct expecting *now, const char *name)
{
	bool is_late = false;
	const char *host = NULL;
	struct snapshot snapshot = {0};
	uint64_t cookie =
		journal_socket_of(now->from->journal, now->deed->end,
				  now->deed->call->actor, name, &host);
	if (!cookie)
		return false;
	const char *said = deeds_name(now->deeds, now->deed->call->actor, name);
	journal_snapshot(now->from->journal, now->deed->end, &snapshot);
	const struct socket_state *socket =
		snapshot_find(&snapshot, host, cookie);
	if (!socket)
		buf_printf(now->out, "%s: gone\n", said);
	else if (socket->source == SOCKET_FROM_FD &&
		 address_port(&socket->local) <= 0)
		buf_printf(now->out, "%s: unlisted\n", said);
	else if (socket->source != SOCKET_FROM_FD && is_lasting(socket) &&
		 is_listed_everywhere(socket)) {
		buf_printf(now->out, "%s: %s\n", said,
			   socket_state_word(socket));
		is_late = is_answered(socket);
	}
	snapshot_done(&snapshot);
	return is_late;
}

/* Returns whether what it added may come late. */
static bool add_sockets(const struct expecting *now)
{
	bool is_late = false;
	const struct call *call = &now->deed->call->call;
	int arg = call_fd_arg(call);
	const char *name = NULL;
	if (arg >= 0 && call->args[arg].kind == VALUE_NAME)
		name = call->args[arg].name;
	if (name)
		is_late = add_variable(now, name);
	if (call->into && call_can_make_fd(call) &&
	    (!name || strcmp(name, call->into) != 0))
		is_late |= add_variable(now, call->into);
	return is_late;
}

/* How many held packets the next deed is about: an order for none of them would
 * fail. */
static size_t find_wanted(const struct expecting *now)
{
	static const size_t wanted[ORDER_KIND_COUNT] = {
		[ORDER_DELIVER] = 1, [ORDER_DROP] = 1, [ORDER_DUPLICATE] = 1,
		[ORDER_DELAY] = 1,   [ORDER_SWAP] = 2, [ORDER_CORRUPT] = 1,
	};
	const struct deed *next = now->deed + 1;
	struct arena arena = {0};
	struct order order;
	struct err err;
	bool is_order =
		now->index + 1 < now->deeds->count &&
		next->kind == DEED_ORDER &&
		order_parse(str_from(next->order), &arena, &order, &err);
	arena_done(&arena);
	return is_order ? wanted[order.kind] : 0;
}

/* Returns whether it added something. */
static bool add_held(const struct expecting *now)
{
	size_t count, wanted = find_wanted(now);
	if (!wanted)
		return false;
	free(journal_held(now->from->journal, now->deed->end, &count));
	if (count)
		buf_printf(now->out, "held at least %zu\n",
			   count < wanted ? count : wanted);
	return count;
}

/* --- a free deed -----------------------------------------------------------
 */

/* An order that says its time itself. */
static bool is_wait(const struct deed *deed)
{
	struct arena arena = {0};
	struct order order;
	struct err err;
	bool is = deed->kind == DEED_ORDER &&
		  order_parse(str_from(deed->order), &arena, &order, &err) &&
		  order.kind == ORDER_WAIT;
	arena_done(&arena);
	return is;
}

/* As long as it took, and some more for a slower machine; what is held, and
 * what the other end answers, may come by the clock. */
static void add_within(const struct expecting *now, size_t last, bool is_late)
{
	if (is_wait(now->deed))
		return;
	enum { MORE = 10 };
	const struct journal *journal = now->from->journal;
	uint64_t took = journal_at(journal, last)->time -
			journal_at(journal, now->deed->begin)->time;
	uint64_t seconds = took / CLOCK_SECOND + MORE;
	uint64_t most = LESSON_WAIT_MOST / CLOCK_SECOND;
	if (took > 100 * CLOCK_MS || is_late)
		buf_printf(now->out, "within %" PRIu64 "s\n",
			   seconds < most ? seconds : most);
}

/* Returns whether what it added may come late. */
static bool add_call(const struct expecting *now, size_t *last)
{
	const struct deed *deed = now->deed;
	if (deed_sleeps(now->deeds, now->index)) {
		buf_puts(now->out, "blocks\n");
		return false;
	}
	add_over(now, deed, "");
	if (deed->over_at > *last)
		*last = deed->over_at;
	return !deed->killed && add_sockets(now);
}

static void add_deed(const struct expecting *now)
{
	bool is_late = false;
	size_t last = now->deed->begin;
	if (now->deed->kind == DEED_COMMAND)
		buf_printf(now->out, "exit %d\n", now->deed->output->status);
	if (now->deed->kind == DEED_CALL)
		is_late = add_call(now, &last);
	add_others(now, &last);
	add_deaths(now);
	is_late |= add_held(now);
	if (now->out->len)
		add_within(now, last, is_late);
}

void export_expect(const struct exported *from, const struct deeds *deeds,
		   size_t index, struct buf *out)
{
	struct buf lines = {0};
	struct expecting now = {from, deeds, index, &deeds->items[index],
				&lines};
	const struct beat *beat = beat_of(&now);
	// A try is over by several deeds together, and each has its own.
	if (beat && beat->kind != BEAT_TRY)
		add_beat(&now, beat);
	else
		add_deed(&now);
	buf_puts(out, buf_text(&lines));
	buf_done(&lines);
}
