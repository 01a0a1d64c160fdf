/* goal_row: a row of the kernel's sockets as an expectation writes it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     row  = "gone" | "unlisted" part… | STATE part… | "none" (kernel only)
 *     part = ADDRESS | "peer" ADDRESS | "owner none" | "timer" WORD
 *          | NUMBER-WORD range
 *
 * All that is written must be so; what is not written may be anything.
 */
#include "lesson/expect/goal_row.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "lesson/expect/goal.h"

#include <inttypes.h>
#include <string.h>

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

enum { NUMBERS_PRINTED = 2 };

_Static_assert(COUNT(numbers) == GOAL_ROW_NUMBERS, "one for each number");

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

_Static_assert(COUNT(makes) == GOAL_ROW_MAKES, "one for each of them");

static const char *const timers[SOCKET_TIMER_COUNT] = {
	[SOCKET_TIMER_NONE] = "none",
	[SOCKET_TIMER_ON] = "on",
	[SOCKET_TIMER_KEEPALIVE] = "keepalive",
	[SOCKET_TIMER_TIMEWAIT] = "timewait",
	[SOCKET_TIMER_PERSIST] = "persist",
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
static bool scan_row_number(struct scan *scan, struct goal_row *row,
			    bool *taken)
{
	*taken = false;
	for (size_t i = 0; i < GOAL_ROW_NUMBERS; i++) {
		if (!scan_is(scan, numbers[i].word))
			continue;
		*taken = true;
		row->has_number[i] = true;
		return scan_range(scan, &row->number[i]);
	}
	return true;
}

/* The same for what the socket was made as. */
static bool scan_make(struct scan *scan, struct goal_row *row, bool *taken)
{
	for (size_t i = 0; i < GOAL_ROW_MAKES && !*taken; i++) {
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
	const char *words[3 + GOAL_ROW_MAKES + GOAL_ROW_NUMBERS] = {
		"peer", "owner", "timer"};
	for (size_t i = 0; i < GOAL_ROW_MAKES; i++)
		words[3 + i] = makes[i].word;
	for (size_t i = 0; i < GOAL_ROW_NUMBERS; i++)
		words[3 + GOAL_ROW_MAKES + i] = numbers[i].word;
	return scan_fail_near(
		scan, sentence_text(SENTENCE_ID("goal-address-word-row")),
		words, COUNT(words));
}

static bool scan_part(struct scan *scan, struct goal_row *row)
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

bool goal_row_scan(struct scan *scan, struct goal_row *row)
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

/* The kernel has two numbers for SYN_RECV; both have one word. */
static int state_of(const struct socket_state *socket)
{
	return socket_state_from_word(str_from(socket_state_word(socket)));
}

bool goal_row_has(const struct goal_row *row, const struct socket_state *socket)
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
	for (size_t i = 0; i < GOAL_ROW_MAKES; i++) {
		if (row->has_make[i] && row->make[i] != makes[i].get(socket))
			return false;
	}
	for (size_t i = 0; i < GOAL_ROW_NUMBERS; i++) {
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
void goal_row_print(const struct goal_row *row,
		    const struct socket_state *socket, struct buf *out)
{
	buf_puts(out, socket_state_word(socket));
	if (socket->local.len) {
		buf_putc(out, ' ');
		address_print(&socket->local, out);
	}
	if (row->has_peer) {
		buf_puts(out, NOTATION(" peer "));
		print_place(&socket->peer, out);
	}
	for (size_t i = 0; i < GOAL_ROW_NUMBERS; i++) {
		if (i < NUMBERS_PRINTED || row->has_number[i])
			buf_printf(out, " %s %" PRId64, numbers[i].word,
				   numbers[i].get(socket));
	}
	for (size_t i = 0; i < GOAL_ROW_MAKES; i++) {
		const char *name =
			symbol_name(makes[i].group, makes[i].get(socket));
		if (row->has_make[i])
			buf_printf(out, " %s %s", makes[i].word,
				   name ? name : "?");
	}
	if (row->has_timer)
		buf_printf(out, NOTATION(" timer %s"), timers[socket->timer]);
	if (row->no_owner && socket->owner_count)
		buf_printf(out, NOTATION(" owner %s"), socket->owners[0].actor);
}
