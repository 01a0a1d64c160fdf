/* act_wire: orders to the wire, and the packet under the cursor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order is read as a whole line by journal/order/order.h, which has the
 * table of them. A key that means the packet under the cursor puts its number
 * behind the order's word: `packet delay 1s` is `delay 3 1s`.
 *
 * The cursor stands on a packet that the learner chose, or by itself on the
 * first that is held.
 */
#include "ui/command/act_wire.h"

#include "base/sentence.h"
#include "journal/held.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <stdlib.h>
#include <string.h>

bool act_order(struct app *app, const char *line, struct err *err)
{
	struct arena arena = {0};
	struct order order;
	bool ok = order_parse(str_from(line), &arena, &order, err) &&
		  session_order(app->session, &order, err);
	arena_done(&arena);
	return ok;
}

bool order_check(struct str line, struct err *err)
{
	struct arena arena = {0};
	struct order order;
	bool ok = order_parse(line, &arena, &order, err);
	arena_done(&arena);
	return ok;
}

/* --- the cursor ------------------------------------------------------------
 */

static size_t viewed_place(const struct app *app)
{
	size_t begin, end;
	session_view(app->session, &begin, &end);
	return end;
}

/* The numbers of the first and the last packet of the present lab; 0 for
 * none. */
static void find_packets(const struct app *app, unsigned *first, unsigned *last)
{
	const struct journal *journal = session_journal(app->session);
	size_t count, place = viewed_place(app);
	const size_t *places =
		journal_places(journal, EVENT_PACKET,
			       journal_lab_of(journal, place), place, &count);
	*first = *last = 0;
	for (size_t i = 0; i < count; i++) {
		unsigned number =
			journal_at(journal, places[i])->as.packet.number;
		if (!*first || number < *first)
			*first = number;
		if (number > *last)
			*last = number;
	}
}

/* The number of the first held packet behind `number`, else of the first of
 * all, 0 for none. */
static unsigned next_held(const struct app *app, unsigned number)
{
	size_t count, i = 0;
	const struct event_packet **held = journal_held(
		session_journal(app->session), viewed_place(app), &count);
	while (i < count && held[i]->number <= number)
		i++;
	if (i == count)
		i = 0;
	unsigned found = count ? held[i]->number : 0;
	free(held);
	return found;
}

unsigned wire_cursor(const struct app *app)
{
	unsigned first, last;
	if (!app->session)
		return 0;
	unsigned chosen = app->packet_cursor;
	if (!chosen)
		return next_held(app, 0);
	find_packets(app, &first, &last);
	bool is_there = first && chosen >= first && chosen <= last;
	return is_there ? chosen : next_held(app, 0);
}

static bool move_cursor(struct app *app, int by, struct err *err)
{
	unsigned first, last, cursor = wire_cursor(app);
	find_packets(app, &first, &last);
	if (!last)
		return FAILURE(err, "packet-none");
	if (!cursor)
		app->packet_cursor = last;
	else if (by > 0)
		app->packet_cursor = cursor < last ? cursor + 1 : last;
	else
		app->packet_cursor = cursor > first ? cursor - 1 : first;
	return true;
}

static bool choose_packet(struct app *app, unsigned long number,
			  struct err *err)
{
	unsigned first, last;
	find_packets(app, &first, &last);
	if (!first || number < first || number > last)
		return FAILURE(err, "packet-not-here",
			       SLOT_NUMBER("number", number));
	app->packet_cursor = (unsigned)number;
	return true;
}

static bool move_to_held(struct app *app, struct err *err)
{
	unsigned number = next_held(app, wire_cursor(app));
	if (!number)
		return FAILURE(err, "packet-none-held");
	app->packet_cursor = number;
	return true;
}

/* What is done with the packet may take it off the wire: then the cursor goes
 * on to the next. */
static bool order_packet(struct app *app, const char *argument, struct err *err)
{
	struct str rest = str_from(argument), word = {0};
	unsigned cursor = wire_cursor(app);
	if (!cursor)
		return FAILURE(err, "packet-none-chosen",
			       SLOT_TEXT("value", argument));
	str_next_word(&rest, &word);
	AUTO_FREE char *line = xprintf("%.*s %u%.*s", (int)word.len, word.data,
				       cursor, (int)rest.len, rest.data);
	unsigned next = next_held(app, cursor);
	if (!act_order(app, line, err))
		return false;
	bool leaves = str_is(word, "deliver") || str_is(word, "drop");
	app->packet_cursor = !leaves ? cursor : next != cursor ? next : 0;
	return true;
}

bool act_packet(struct app *app, const char *argument, struct err *err)
{
	// The ladder shows the packet that the cursor moves to.
	if (app->overlay == OVERLAY_PACKETS)
		app->scroll = SCENE_FOLLOW;
	if (!strcmp(argument, "next"))
		return move_cursor(app, 1, err);
	if (!strcmp(argument, "previous"))
		return move_cursor(app, -1, err);
	if (!strcmp(argument, "held"))
		return move_to_held(app, err);
	char *end;
	unsigned long number = strtoul(argument, &end, 10);
	if (end != argument && !*end)
		return choose_packet(app, number, err);
	return order_packet(app, argument, err);
}

/* --- hold and flow ---------------------------------------------------------
 */

bool act_freeze(struct app *app, const char *argument, struct err *err)
{
	const struct journal *journal = session_journal(app->session);
	bool holds = journal_is_holding(journal, journal_count(journal));
	(void)argument;
	if (!act_order(app, holds ? "flow" : "hold all", err))
		return false;
	APP_SAY(app, holds ? "reply-wire-flows" : "reply-holds-all");
	return true;
}

bool act_prompt(struct app *app, const char *argument, struct err *err)
{
	return app_ask(app, argument, err);
}
