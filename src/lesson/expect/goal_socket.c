/* goal_socket: rows of the kernel's sockets: a variable's, the kernel's own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     row  = "gone" | "unlisted" part… | STATE part… | "none" (kernel only)
 *     part = ADDRESS | "peer" ADDRESS | "owner none" | "timer" WORD
 *          | NUMBER-WORD range
 *
 * A variable means the socket that it named when it was assigned, also after
 * close(). All that is written must be so; what is not written may be anything.
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "lesson/expect/goal.h"

#include <inttypes.h>
#include <string.h>

enum row_kind {
	ROW_STATE,
	ROW_GONE,     /* no such socket any more */
	ROW_UNLISTED, /* ss(8) does not show it */
	ROW_NONE,     /* no row of the kernel's own */
};

/* -1: nothing says it. */
static int64_t recv_q(const struct socket_state *socket)
{
	return socket->no_recv_q ? -1 : (int64_t)socket->recv_q;
}

static int64_t send_q(const struct socket_state *socket)
{
	return socket->no_send_q ? -1 : (int64_t)socket->send_q;
}

static int64_t next_size(const struct socket_state *socket)
{
	return socket->next_size;
}

static int64_t drops(const struct socket_state *socket)
{
	return socket->drops;
}

static int64_t retransmits(const struct socket_state *socket)
{
	return socket->retransmits;
}

/* The numbers of a row; the first two are always printed. */
static const struct {
	const char *word;
	int64_t (*get)(const struct socket_state *socket);
} numbers[] = {
	{"recv-q", recv_q}, {"send-q", send_q},		  {"next", next_size},
	{"drops", drops},   {"retransmits", retransmits},
};

enum { NUMBER_COUNT = COUNT(numbers), NUMBERS_PRINTED = 2 };

static int64_t family(const struct socket_state *socket)
{
	return socket->family;
}

static int64_t type(const struct socket_state *socket)
{
	return socket->type;
}

/* What a socket was made as, by the names of constants. */
static const struct {
	const char *word;
	enum symbol_group group;
	const char *example;
	int64_t (*get)(const struct socket_state *socket);
} makes[] = {
	{"family", SYMBOL_FAMILY, SENTENCE_ID("goal-family"), family},
	{"type", SYMBOL_TYPE, SENTENCE_ID("goal-type"), type},
};

enum { MAKE_COUNT = COUNT(makes) };

static const char *const timers[SOCKET_TIMER_COUNT] = {
	[SOCKET_TIMER_NONE] = "none",
	[SOCKET_TIMER_ON] = "on",
	[SOCKET_TIMER_KEEPALIVE] = "keepalive",
	[SOCKET_TIMER_TIMEWAIT] = "timewait",
	[SOCKET_TIMER_PERSIST] = "persist",
};

struct row {
	enum row_kind kind;
	struct range state;
	bool has_local, has_peer, has_timer, no_owner;
	struct place local, peer;
	bool has_number[NUMBER_COUNT];
	struct range number[NUMBER_COUNT];
	bool has_make[MAKE_COUNT];
	int64_t make[MAKE_COUNT];
	int64_t timer;
};

static bool scan_state(struct scan *scan, int64_t *state)
{
	struct str word = scan_peek(scan);
	int found = word.len ? socket_state_from_word(word) : -1;
	if (found < 0)
		return SCAN_FAIL(scan, "goal-state");
	*state = found;
	scan_word(scan);
	return true;
}

static bool scan_timer(struct scan *scan, int64_t *timer)
{
	struct str word = scan_peek(scan);
	for (size_t i = 0; i < COUNT(timers); i++) {
		if (str_is(word, timers[i])) {
			*timer = (int64_t)i;
			scan_word(scan);
			return true;
		}
	}
	return SCAN_FAIL(scan, "goal-timer");
}

/* A part that begins with a number's word. *taken says whether there was one.
 */
static bool scan_row_number(struct scan *scan, struct row *row, bool *taken)
{
	*taken = false;
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		if (!scan_is(scan, numbers[i].word))
			continue;
		*taken = true;
		row->has_number[i] = true;
		return scan_range(scan, &row->number[i]);
	}
	return true;
}

/* The same for what the socket was made as. */
static bool scan_make(struct scan *scan, struct row *row, bool *taken)
{
	for (size_t i = 0; i < MAKE_COUNT && !*taken; i++) {
		if (!scan_is(scan, makes[i].word))
			continue;
		struct str word = scan_peek(scan);
		if (!word.len ||
		    !symbol_value(makes[i].group, word, &row->make[i]))
			return scan_fail(scan, sentence_text(makes[i].example));
		scan_word(scan);
		*taken = row->has_make[i] = true;
	}
	return true;
}

/* What a part may be, for a word that is none. */
static bool fail_part(struct scan *scan)
{
	const char *words[3 + MAKE_COUNT + NUMBER_COUNT] = {"peer", "owner",
							    "timer"};
	for (size_t i = 0; i < MAKE_COUNT; i++)
		words[3 + i] = makes[i].word;
	for (size_t i = 0; i < NUMBER_COUNT; i++)
		words[3 + MAKE_COUNT + i] = numbers[i].word;
	return scan_fail_near(
		scan, sentence_text(SENTENCE_ID("goal-address-word-row")),
		words, COUNT(words));
}

static bool scan_part(struct scan *scan, struct row *row)
{
	bool taken;
	if (!scan_row_number(scan, row, &taken) ||
	    !scan_make(scan, row, &taken))
		return false;
	if (taken)
		return true;
	if (scan_is(scan, "peer")) {
		row->has_peer = true;
		return scan_place(scan, &row->peer);
	}
	if (scan_is(scan, "owner")) {
		row->no_owner = true;
		return scan_is(scan, "none") || SCAN_FAIL(scan, "goal-none");
	}
	if (scan_is(scan, "timer")) {
		row->has_timer = true;
		return scan_timer(scan, &row->timer);
	}
	struct str word = scan_peek(scan);
	if (row->has_local || !memchr(word.data, ':', word.len))
		return fail_part(scan);
	row->has_local = true;
	return scan_place(scan, &row->local);
}

static bool scan_row(struct scan *scan, struct row *row)
{
	if (scan_is(scan, "unlisted"))
		row->kind = ROW_UNLISTED;
	else if (!scan_values(scan, scan_state, &row->state))
		return false;
	while (scan_peek(scan).len) {
		if (!scan_part(scan, row))
			return false;
	}
	return true;
}

bool goal_parse_socket(struct scan *scan, const void **detail)
{
	struct row *row = arena_alloc(scan->arena, sizeof(*row));
	*detail = row;
	if (!scan_is(scan, "gone"))
		return scan_row(scan, row);
	row->kind = ROW_GONE;
	return true;
}

bool goal_parse_kernel(struct scan *scan, const void **detail)
{
	struct row *row = arena_alloc(scan->arena, sizeof(*row));
	*detail = row;
	if (!scan_is(scan, "none"))
		return scan_row(scan, row);
	row->kind = ROW_NONE;
	return true;
}

/* The kernel has two numbers for SYN_RECV; both have one word. */
static int state_of(const struct socket_state *socket)
{
	return socket_state_from_word(str_from(socket_state_word(socket)));
}

static bool row_has(const struct row *row, const struct socket_state *socket)
{
	if (row->kind == ROW_UNLISTED
		    ? socket->source != SOCKET_FROM_FD
		    : !range_has(&row->state, state_of(socket)))
		return false;
	if (row->has_local && !place_has(&row->local, &socket->local))
		return false;
	if (row->has_peer && !place_has(&row->peer, &socket->peer))
		return false;
	if (row->has_timer && row->timer != (int64_t)socket->timer)
		return false;
	if (row->no_owner && socket->owner_count)
		return false;
	for (size_t i = 0; i < MAKE_COUNT; i++) {
		if (row->has_make[i] && row->make[i] != makes[i].get(socket))
			return false;
	}
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		if (row->has_number[i] &&
		    !range_has(&row->number[i], numbers[i].get(socket)))
			return false;
	}
	return true;
}

static void print_place(const struct address *address, struct buf *out)
{
	if (address->len)
		address_print(address, out);
	else
		buf_puts(out, "none");
}

/* The row of a socket: what every row has, and what `row` asks for. */
static void print_row(const struct row *row, const struct socket_state *socket,
		      struct buf *out)
{
	buf_puts(out, socket_state_word(socket));
	if (socket->local.len) {
		buf_putc(out, ' ');
		address_print(&socket->local, out);
	}
	if (row->has_peer) {
		buf_puts(out, " peer ");
		print_place(&socket->peer, out);
	}
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		if (i < NUMBERS_PRINTED || row->has_number[i])
			buf_printf(out, " %s %" PRId64, numbers[i].word,
				   numbers[i].get(socket));
	}
	for (size_t i = 0; i < MAKE_COUNT; i++) {
		const char *name =
			symbol_name(makes[i].group, makes[i].get(socket));
		if (row->has_make[i])
			buf_printf(out, " %s %s", makes[i].word,
				   name ? name : "?");
	}
	if (row->has_timer)
		buf_printf(out, " timer %s", timers[socket->timer]);
	if (row->no_owner && socket->owner_count)
		buf_printf(out, " owner %s", socket->owners[0].actor);
}

/* The actor that the event gives a variable of that name, or NULL. */
static const char *who_names(const struct event *event, const char *variable)
{
	const struct event_alias *alias = &event->as.alias;
	if (event->kind == EVENT_ALIAS && !strcmp(alias->name, variable))
		return alias->actor;
	int64_t num;
	if (event->kind != EVENT_CALL ||
	    !call_gives(&event->as.call.call, variable, &num))
		return NULL;
	return event->as.call.actor;
}

/* The socket that the variable named, whoever's it is: the beat's actor comes
 * first, then whoever assigned it last. */
static uint64_t find_cookie(const struct view *view, const char **host)
{
	uint64_t cookie = 0;
	if (view->actor)
		cookie = journal_socket_of(view->journal, view->place,
					   view->actor, view->variable, host);
	for (size_t i = view->place; i-- > 0 && !cookie && view->any_actor;) {
		const char *actor =
			who_names(journal_at(view->journal, i), view->variable);
		if (actor)
			cookie = journal_socket_of(view->journal, view->place,
						   actor, view->variable, host);
	}
	return cookie;
}

const struct socket_state *goal_find_socket(const struct view *view,
					    const struct snapshot *snapshot)
{
	const char *host = NULL;
	uint64_t cookie = find_cookie(view, &host);
	return cookie ? snapshot_find(snapshot, host, cookie) : NULL;
}

/* `absent` is what is said where there is no such socket: one that is named by
 * its part may never have been there. */
static bool judge_socket(const struct row *row,
			 const struct socket_state *socket, const char *absent,
			 struct buf *found)
{
	if (row->kind == ROW_GONE ? !socket : socket && row_has(row, socket))
		return true;
	if (socket)
		print_row(row, socket, found);
	else
		buf_puts(found, absent);
	return false;
}

bool goal_holds_socket(const void *detail, const struct view *view,
		       struct buf *found)
{
	const char *host = NULL;
	uint64_t cookie = find_cookie(view, &host);
	bool is_role = !cookie && goal_is_program(view);
	if (!cookie && !is_role) {
		buf_puts(found, "no socket yet");
		return false;
	}
	struct snapshot snapshot = {0};
	journal_snapshot(view->journal, view->place, &snapshot);
	bool holds =
		judge_socket(detail,
			     is_role ? goal_find_role(view, &snapshot)
				     : snapshot_find(&snapshot, host, cookie),
			     is_role ? "none" : "gone", found);
	snapshot_done(&snapshot);
	return holds;
}

/* One line with all rows that no process has. */
static void print_kernel(const struct row *row, const struct snapshot *snapshot,
			 struct buf *out)
{
	buf_puts(out, "kernel: ");
	size_t count = 0;
	for (size_t i = 0; i < snapshot->count; i++) {
		if (snapshot->rows[i].owner_count)
			continue;
		if (count++)
			buf_puts(out, "; kernel: ");
		print_row(row, &snapshot->rows[i], out);
	}
	if (!count)
		buf_puts(out, "none");
}

bool goal_holds_kernel(const void *detail, const struct view *view,
		       struct buf *found)
{
	const struct row *row = detail;
	struct snapshot snapshot = {0};
	journal_snapshot(view->journal, view->place, &snapshot);
	bool holds = row->kind == ROW_NONE;
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *socket = &snapshot.rows[i];
		if (socket->owner_count)
			continue;
		if (row->kind == ROW_NONE)
			holds = false;
		else if (row_has(row, socket))
			holds = true;
	}
	if (!holds)
		print_kernel(row, &snapshot, found);
	snapshot_done(&snapshot);
	return holds;
}
